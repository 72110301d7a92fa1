import { rewardId } from '@goodword/adapters'
import {
  needsGranted,
  placeInTotal,
  withinTotal,
  type Change,
  type Reward,
  type TotalPlace,
} from '@goodword/program'
import type { Selectable } from 'kysely'
import type { LinesTable, TotalsTable } from '../store/tables/clock.ts'
import { inChunks, type Write } from '../store/transaction.ts'

/** A reward's row in the line of a limit in total. */
export type Line = Selectable<LinesTable>
/** What a limit in total has handed out. */
export type Total = Selectable<TotalsTable>

/**
 * Takes the line of one incentive: whoever changes it, or writes a reward that depends on it, holds this row. After people
 * and referrers, and several in the order of their names.
 */
export function lockTotal(tx: Write, program: string, incentive: string): Promise<Total> {
  return tx
    .insertInto('gw_totals')
    .values({ program, incentive, sequence: 0, places: 0, money: 0, revision: 0 })
    .onConflict((conflict) =>
      conflict
        .columns(['program', 'incentive'])
        .doUpdateSet((eb) => ({ revision: eb('gw_totals.revision', '+', 1) })),
    )
    .returningAll()
    .executeTakeFirstOrThrow()
}

/** Keeps what has been handed out; the row must be locked. */
export async function keepTotal(
  tx: Write,
  { program, incentive, sequence, places, money }: Total,
): Promise<void> {
  await tx
    .updateTable('gw_totals')
    .set({ sequence, places, money })
    .where('program', '=', program)
    .where('incentive', '=', incentive)
    .execute()
}

/** The lines of these rewards, by reward. */
export async function loadLines(
  tx: Write,
  program: string,
  incentive: string,
  rewards: Iterable<string>,
): Promise<Map<string, Line>> {
  const found = await inChunks(rewards, (some) =>
    tx
      .selectFrom('gw_lines')
      .selectAll()
      .where('program', '=', program)
      .where('incentive', '=', incentive)
      .where('reward', 'in', some)
      .execute(),
  )
  return new Map(found.map((line) => [line.reward, line]))
}

/** Writes lines as they are now. */
export async function keepLines(tx: Write, lines: readonly Line[]): Promise<void> {
  const sorted = lines
    .map((line) => ({ ...line, odd: oddOf(line) }))
    .toSorted((a, b) => (a.reward < b.reward ? -1 : 1))
  await inChunks(sorted, (some) =>
    tx
      .insertInto('gw_lines')
      .values(some)
      .onConflict((conflict) =>
        conflict.columns(['program', 'incentive', 'reward']).doUpdateSet((eb) => ({
          stands: eb.ref('excluded.stands'),
          given: eb.ref('excluded.given'),
          sequence: eb.ref('excluded.sequence'),
          line: eb.ref('excluded.line'),
          line_id: eb.ref('excluded.line_id'),
          earned: eb.ref('excluded.earned'),
          confirmed: eb.ref('excluded.confirmed'),
          amount: eb.ref('excluded.amount'),
          kept: eb.ref('excluded.kept'),
          is_in: eb.ref('excluded.is_in'),
          odd: eb.ref('excluded.odd'),
          granted: eb.ref('excluded.granted'),
          stale: eb.ref('excluded.stale'),
          body: eb.ref('excluded.body'),
        })),
      )
      .returning('reward')
      .execute(),
  )
}

/** What was given in all of those rewards of which too much was given, by reward. */
export async function loadGranted(
  tx: Write,
  program: string,
  changes: readonly Change[],
): Promise<ReadonlyMap<string, number>> {
  const unsure = changes.flatMap(({ reward }) => (reward && needsGranted(reward) ? [reward] : []))
  if (unsure.length === 0) return new Map()
  const rows = await inChunks(new Set(unsure.map(({ participant }) => participant)), (some) =>
    tx
      .selectFrom('gw_ledger')
      .select(['person', 'body'])
      .where('program', '=', program)
      .where('person', 'in', some)
      .where('type', '=', 'grant')
      .execute(),
  )
  const granted = new Map<string, number>()
  for (const { person, body } of rows) {
    const grant = JSON.parse(body) as { incentive: string; occurrence: string; amount?: number }
    const id = rewardId({ ...grant, participant: person ?? '' })
    granted.set(id, (granted.get(id) ?? 0) + (grant.amount ?? 0))
  }
  return granted
}

/** The line of a reward as it is decided now; `undefined` for one that is not in line and never had a place. */
export function lineOf(
  program: string,
  { reward }: Change,
  id: string,
  known: Line | undefined,
  granted: number | undefined,
): Line | undefined {
  const place = reward && placeInTotal(reward, known?.sequence ?? undefined, granted)
  if (!reward || !place) return known && known.sequence !== null ? { ...known, ...gone } : undefined
  const { incentive, participant, occurrence } = reward
  return {
    program,
    incentive,
    reward: id,
    participant,
    occurrence,
    stands: 1,
    given: Number(place.given),
    sequence: known?.sequence ?? null,
    line: place.line,
    line_id: place.id,
    earned: place.earned,
    confirmed: Number(place.confirmed),
    amount: place.amount ?? null,
    kept: null,
    is_in: 0,
    odd: 0,
    granted: granted ?? null,
    stale: 0,
    body: JSON.stringify(reward),
  }
}

/** Left the line, with its place kept for when it comes back. */
const gone = { stands: 0, kept: null, is_in: 0, stale: 0 }

/** Whether it stands in line with a place. */
export const hasPlace = ({ stands, sequence, given }: Line): boolean =>
  stands === 1 && (sequence !== null || given === 1)

/** Whether it has a place and less than all of its amount, as a column. */
export const oddOf = (line: Line): number =>
  Number(hasPlace(line) && !(line.is_in === 1 && line.kept === line.amount))

/** A line as `shareTotal` reads it; its key is the reward's id. */
export function placeOf(line: Line): TotalPlace {
  const { reward, given, sequence, line: number, line_id: id, earned, amount, confirmed } = line
  const batch = sequence ?? (given === 1 ? 0 : undefined)
  return {
    key: reward,
    given: given === 1,
    ...(batch !== undefined && { sequence: batch }),
    line: number,
    id,
    earned,
    ...(amount !== null && { amount }),
    confirmed: confirmed === 1,
  }
}

/** The reward with what the limit leaves of it. */
export function rewardOf({ body, is_in: isIn, kept, granted }: Line): Reward {
  const reward = JSON.parse(body) as Reward
  const share = isIn === 1 ? { amount: kept ?? undefined } : 'limited'
  return withinTotal(reward, share, granted ?? undefined)
}
