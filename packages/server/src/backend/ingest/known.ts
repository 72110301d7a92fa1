import { eventIdOf } from '@goodword/adapters'
import { bulkSelect } from '../../store/bulk.ts'
import type { LedgerTable } from '../../store/tables.ts'
import type { Write } from '../../store/transaction.ts'
import type { Context } from '../context.ts'
import type { Item } from './item.ts'

const knowing = bulkSelect(
  { id: 'text' },
  'select id, source from gw_ledger where program = :program and id = :id',
)
interface KnownRow {
  readonly id: string
  readonly source: LedgerTable['source']
}

/**
 * Only what makes people is looked up; the rest is told apart when it is written. What a key reported may be there under
 * the sender's own id, where an older version wrote it; a browser's row of that id is another event.
 */
export async function withoutKnown(
  tx: Write,
  context: Context,
  items: readonly Item[],
): Promise<readonly Item[]> {
  const asked = items.flatMap(({ event: { id, type, customer }, source }) => {
    if (source === 'server') return [{ id }, { id: eventIdOf(id) }]
    return type === 'conversion' || customer !== undefined ? [{ id }] : []
  })
  if (asked.length === 0) return items
  const known = await context.store.bulk<KnownRow>(tx, knowing, context.program.id, asked)
  if (known.length === 0) return items
  const ids = new Set(known.map(({ id }) => id))
  const reported = new Set(known.flatMap(({ id, source }) => (source === 'server' ? [id] : [])))
  return items.filter(({ event: { id }, source }) =>
    source === 'server' ? !reported.has(id) && !reported.has(eventIdOf(id)) : !ids.has(id),
  )
}

/** Those of these friends whose bond is sealed. */
export async function sealedAmong(
  tx: Write,
  { store, program }: Pick<Context, 'store' | 'program'>,
  people: readonly string[],
): Promise<ReadonlySet<string>> {
  const asked = [...new Set(people)].map((person) => ({ id: `seal:${person}` }))
  const rows = await store.bulk<{ id: string }>(tx, knowing, program.id, asked)
  return new Set(rows.map(({ id }) => id.slice('seal:'.length)))
}
