import type { Reward, RewardState } from '../rewards/reward.ts'

/** How many rewards, and what they are worth in minor units. */
export interface RewardTotal {
  readonly count: number
  readonly amount: number
}

/** Rewards by their state. Of what is `owed-back` the amount is what is to come back, not what was given. */
export type RewardTotals = Readonly<Record<RewardState, RewardTotal>>

/** What is promised, and what is to come back. Never set off one against the other: they are different people. */
export interface Liability {
  /** Promised and not given: pending and due. */
  readonly promised: RewardTotal
  /** Given, and then refunded. */
  readonly owedBack: RewardTotal
}

const add = (a: RewardTotal, b: RewardTotal): RewardTotal => ({
  count: a.count + b.count,
  amount: a.amount + b.amount,
})

/** Reward liability: rewards that are pending or due, which accountants call accrued; those owed back apart. */
export const rewardLiability = (totals: RewardTotals): Liability => ({
  promised: add(totals.pending, totals.due),
  owedBack: totals['owed-back'],
})

/**
 * Adds up rewards by state. One without an amount, such as a product, is worth the unit cost of its incentive in
 * `unitCosts` (incentive id → minor units), else nothing.
 */
export function totalRewards(
  rewards: Iterable<Pick<Reward, 'incentive' | 'state' | 'amount'>>,
  unitCosts: ReadonlyMap<string, number> = new Map(),
): RewardTotals {
  const none: RewardTotal = { count: 0, amount: 0 }
  const totals = { pending: none, due: none, granted: none, reversed: none, 'owed-back': none }
  for (const { incentive, state, amount = unitCosts.get(incentive) ?? 0 } of rewards)
    totals[state] = add(totals[state], { count: 1, amount })
  return totals
}
