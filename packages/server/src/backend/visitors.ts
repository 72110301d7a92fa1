import { bulkInsert, bulkUpdate } from '../store/bulk.ts'
import type { Write } from '../store/transaction.ts'
import type { Context } from './context.ts'

const locking = bulkInsert(
  'gw_visitors',
  { visitor: 'text' },
  `on conflict (program, visitor) do update set revision = gw_visitors.revision + 1
    returning visitor, person`,
)

/**
 * Takes the rows of these browsers, and makes them first: a visit and an order of the same browser that arrive at once
 * must not both miss each other. Returns who converted in each last.
 */
export async function lockVisitors(
  tx: Write,
  { store, program }: Context,
  visitors: ReadonlySet<string>,
): Promise<Map<string, string>> {
  const sorted = [...visitors].toSorted().map((visitor) => ({ visitor }))
  const rows = await store.bulk<{ visitor: string; person: string | null }>(tx, locking, program.id, sorted)
  return new Map(rows.flatMap(({ visitor, person }) => (person === null ? [] : [[visitor, person]])))
}

const remembering = bulkUpdate(
  'gw_visitors',
  { visitor: 'text', person: 'text' },
  'person = :person',
  't.program = :program and t.visitor = :visitor',
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
