import { inChunks, type Write } from '../store/transaction.ts'
import type { StoredRow } from './ledger.ts'

/** The id of the row that decides one period of a contest: the same whoever writes it. */
export const closeId = (incentive: string, period: string): string => `close:${incentive}:${period}`

/** The rows that say what these people have won. */
export async function loadCloses(tx: Write, program: string, people: Iterable<string>): Promise<StoredRow[]> {
  const places = await inChunks(people, (some) =>
    tx
      .selectFrom('gw_places')
      .select(['incentive', 'period'])
      .where('program', '=', program)
      .where('person', 'in', some)
      .execute(),
  )
  const ids = new Set(places.map(({ incentive, period }) => closeId(incentive, period)))
  return inChunks(ids, (some) =>
    tx.selectFrom('gw_ledger').selectAll().where('program', '=', program).where('id', 'in', some).execute(),
  )
}
