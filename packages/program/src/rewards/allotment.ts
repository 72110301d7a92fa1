import { decide, type TotalLine } from './evaluate.ts'
import type { Allotment, Ledger } from './ledger.ts'
import type { Passing } from './limits.ts'
import { compare } from './orders.ts'
import type { Program } from '../schema/program.ts'

/**
 * The places in limits over everybody, such as budgets, that should be handed out at `now`: to those in line, by time and
 * then by id, while there is room. Write them together, and before the next batch is asked for: `sequence` is 1 more than
 * the ledger's highest. A reward without one is `limited`.
 */
export function allotsDue(program: Program, ledger: Ledger, now: number): Allotment[] {
  const rows = [...ledger.rows]
  let sequence = 0
  for (const row of rows) if (row.type === 'allot') sequence = Math.max(sequence, row.sequence)
  const { totals } = decide(program, { ...ledger, rows }, now)
  return totals.flatMap(handOut).map(({ candidate }) => allotmentOf(candidate, sequence + 1, now))
}

/** Who gets a place: the first in line, until the count or the money is gone. */
function handOut({ cap, kept, waiting }: TotalLine): Passing[] {
  let [count, money] = [0, 0]
  for (const { amount = 0 } of kept) [count, money] = [count + 1, money + amount]
  const line = waiting.filter(
    ({ candidate: { claim } }) => claim.state !== 'waiting' || claim.reason !== 'unconfirmed',
  )
  const chosen: Passing[] = []
  for (const passing of line.sort(byEarned)) {
    if (count >= cap.count || money >= cap.money) break
    chosen.push(passing)
    count++
    money += passing.amount ?? 0
  }
  return chosen
}

const byEarned = ({ candidate: a }: Passing, { candidate: b }: Passing): number =>
  a.at - b.at || compare(a.id, b.id) || compare(a.key, b.key)

/** The row that gives a candidate its place; its id is its own, whoever writes it. */
const allotmentOf = (
  { key, rule, participant, occurrence }: Passing['candidate'],
  sequence: number,
  at: number,
): Allotment => ({
  type: 'allot',
  id: `allot:${key}`,
  at,
  incentive: rule.incentive.id,
  participant,
  occurrence,
  sequence,
})
