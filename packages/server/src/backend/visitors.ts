import type { Client } from '@goodword/adapters'
import { traceColumns } from '../fraud/trace.ts'
import { bulkInsert } from '../store/bulk.ts'
import type { Write } from '../store/transaction.ts'
import type { Context } from './context.ts'

const locking = bulkInsert(
  'gw_visitors',
  { visitor: 'text', address: 'text', device: 'text', traced_at: 'bigint' },
  // What is not known of a browser this time was known before.
  `on conflict (program, visitor) do update set revision = gw_visitors.revision + 1,
    address = coalesce(excluded.address, gw_visitors.address),
    device = case when excluded.address is null then gw_visitors.device else excluded.device end,
    traced_at = coalesce(excluded.traced_at, gw_visitors.traced_at)
    returning visitor, person`,
)

/**
 * Takes the rows of these browsers, and makes them first: a visit and an order of the same browser that arrive at once
 * must not both miss each other. Each comes with where its request came from. Returns who converted in each last.
 */
export async function lockVisitors(
  tx: Write,
  context: Context,
  visitors: ReadonlyMap<string, Client | undefined>,
): Promise<Map<string, string>> {
  const { store, program } = context
  const untraced = { address: null, device: null, traced_at: null }
  const sorted = [...visitors]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([visitor, client]) => ({ visitor, ...untraced, ...traceColumns(context, client) }))
  const rows = await store.bulk<{ visitor: string; person: string | null }>(tx, locking, program.id, sorted)
  return new Map(rows.flatMap(({ visitor, person }) => (person === null ? [] : [[visitor, person]])))
}

// Its row is there: by the key it is found at once, where an update's plan rests on statistics that a young table lacks.
const remembering = bulkInsert(
  'gw_visitors',
  { visitor: 'text', person: 'text' },
  'on conflict (program, visitor) do update set person = excluded.person',
)

/** Notes who converted in which browser; their rows must be locked. */
export async function rememberVisitors(
  tx: Write,
  { store, program }: Context,
  persons: ReadonlyMap<string, string>,
): Promise<void> {
  const rows = [...persons].map(([visitor, person]) => ({ visitor, person }))
  await store.bulk(tx, remembering, program.id, rows)
}
