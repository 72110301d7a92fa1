import { contestsOf } from '@goodword/program'
import { bulkSelect } from '../store/bulk.ts'
import type { Write } from '../store/transaction.ts'
import type { Context } from './context.ts'
import type { StoredRow } from './ledger.ts'

/** The id of the row that decides one period of a contest: the same whoever writes it. */
export const closeId = (incentive: string, period: string): string => `close:${incentive}:${period}`

const winning = bulkSelect(
  { person: 'text' },
  'select person, incentive, period from gw_places where program = :program and person = :person',
)
const reading = bulkSelect({ id: 'text' }, 'select * from gw_ledger where program = :program and id = :id')

/** The rows that say what these people have won, by person; asked for only where the program has contests. */
export async function loadCloses(
  tx: Write,
  { store, program }: Context,
  people: Iterable<string>,
): Promise<ReadonlyMap<string, readonly StoredRow[]>> {
  if (contestsOf(program).length === 0) return new Map()
  type Place = { readonly person: string; readonly incentive: string; readonly period: string }
  const asked = [...people].map((person) => ({ person }))
  const places = await store.bulk<Place>(tx, winning, program.id, asked)
  const ids = new Set(places.map(({ incentive, period }) => closeId(incentive, period)))
  const rows = await store.bulk<StoredRow>(
    tx,
    reading,
    program.id,
    [...ids].map((id) => ({ id })),
  )
  const byId = new Map(rows.map((row) => [row.id, row]))
  const won = new Map<string, StoredRow[]>()
  for (const { person, incentive, period } of places) {
    const row = byId.get(closeId(incentive, period))
    if (row) won.set(person, [...(won.get(person) ?? []), row])
  }
  return won
}
