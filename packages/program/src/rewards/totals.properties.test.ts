import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { runs } from '../runs.fixture.ts'
import { evaluate } from './evaluate.ts'
import { fullLedgerRows, moment } from './ledger.arbitrary.ts'
import { codes } from './ledger.fixture.ts'
import type { LedgerRow } from './ledger.ts'
import { everyLimit } from './program.arbitrary.ts'
import type { Reward } from './reward.ts'
import { rewardKey } from './settlement.ts'
import { placeInTotal, shareTotal, totalsOf, withinTotal, withoutTotals, type TotalPlace } from './totals.ts'

const keyOf = ({ incentive, participant, occurrence }: Reward) =>
  rewardKey(incentive, participant, occurrence)

/** `evaluate` in two steps: everybody by themselves, and then the limits over everybody. */
function inTwoSteps(rows: readonly LedgerRow[], now: number): readonly Reward[] {
  const { rewards } = evaluate(withoutTotals(everyLimit), { codes, rows }, now)
  const sequences = new Map<string, number>()
  const granted = new Map<string, number>()
  for (const row of new Map(rows.toReversed().map((row) => [row.id, row])).values()) {
    if (row.type !== 'allot' && row.type !== 'grant') continue
    const key = rewardKey(row.incentive, row.participant, row.occurrence)
    if (row.type === 'allot') sequences.set(key, Math.min(row.sequence, sequences.get(key) ?? row.sequence))
    else granted.set(key, (granted.get(key) ?? 0) + (row.amount ?? 0))
  }
  const shares = [...totalsOf(everyLimit)].map(([incentive, cap]) => {
    const places = rewards
      .filter((reward) => reward.incentive === incentive)
      .map((reward) => placeInTotal(reward, sequences.get(keyOf(reward)), granted.get(keyOf(reward))))
      .filter((place): place is TotalPlace => place !== undefined)
    return shareTotal(cap, places)
  })
  const shareOf = (key: string) => shares.map((some) => some.get(key)).find(Boolean)
  return rewards.map((reward) => {
    const share = shareOf(keyOf(reward))
    return share ? withinTotal(reward, share, granted.get(keyOf(reward))) : reward
  })
}

test('limits in total, taken off last, leave what `evaluate` decides in one', () => {
  fc.assert(
    fc.property(fullLedgerRows, moment, (rows, now) => {
      expect(inTwoSteps(rows, now)).toEqual(evaluate(everyLimit, { codes, rows }, now).rewards)
    }),
    runs,
  )
})

test('a program without limits in total is the same without them', () => {
  const program = { ...everyLimit, incentives: everyLimit.incentives.filter(({ limit }) => !limit?.total) }
  expect(withoutTotals(program)).toBe(program)
  expect(withoutTotals(everyLimit)).toBe(withoutTotals(everyLimit))
})
