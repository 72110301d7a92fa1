import { lastThresholdOf, thresholdsIn, type ForecastIncentive } from './incentive.ts'
import { leastOrder, meanPrice } from './price.ts'

/**
 * The cheapest exact way to count an incentive’s rewards: as many as orders, as many as new friends, by how many
 * friends each referrer has, by following referrers one by one, or by what a whole period came to.
 */
export type Counting = 'orders' | 'friends' | 'cohort' | 'followed' | 'contest'

/** How the rewards of an incentive are counted. What limits all of them together comes later. */
export function countingOf({ when, to, cost, limit = {} }: ForecastIncentive): Counting {
  if (when.type === 'rank' || when.type === 'draw') return 'contest'
  const { perFriend, perParticipant } = limit
  const looksFurther =
    perFriend?.money !== undefined || perParticipant?.money !== undefined || perParticipant?.per !== undefined
  if (looksFurther) return 'followed'
  if (when.type === 'milestone') return when.count === 'friends' ? 'cohort' : 'followed'
  const byOrdinal = typeof cost === 'object' && 'by' in cost && cost.by === 'ordinal'
  if (when.type === 'first') {
    // An order below the first tier earns nothing, and leaves it to the next to be the first.
    if (leastOrder(cost) > 0) return 'followed'
    // A friend has one first order, which no count can limit.
    if (to === 'friend') return 'friends'
    if (perParticipant?.count !== undefined) return 'cohort'
    return byOrdinal ? 'followed' : 'friends'
  }
  const limited = perFriend?.count !== undefined || perParticipant?.count !== undefined
  return limited || byOrdinal ? 'followed' : 'orders'
}

/** From how many friends on no incentive asks for the number any more. */
export function topOf(incentives: readonly ForecastIncentive[]): number {
  const tops = incentives.map((incentive) => {
    const { when, limit } = incentive
    const counting = countingOf(incentive)
    // Who is followed starts with the first friends, so that nobody and somebody must differ.
    if (counting !== 'cohort') return counting === 'followed' ? 1 : 0
    return when.type === 'milestone' ? lastThresholdOf(when) : (limit?.perParticipant?.count ?? 0)
  })
  return Math.max(0, ...tops)
}

/** What a referrer earns on the way from one number of friends to a higher one, where orders are worth `mean`. */
export function earnedBetween(
  incentive: ForecastIncentive,
  from: number,
  to: number,
  mean: number,
): { readonly rewards: number; readonly money: number } {
  const { cost } = incentive
  const [before, after] = [rewardsFor(incentive, from), rewardsFor(incentive, to)]
  const rewards = after - before
  if (typeof cost === 'number') return { rewards, money: rewards * cost }
  let money = 0
  for (let ordinal = before + 1; ordinal <= after; ordinal++) money += meanPrice(cost, mean, ordinal)
  return { rewards, money }
}

function rewardsFor({ when, limit }: ForecastIncentive, friends: number): number {
  const earned = when.type === 'milestone' ? thresholdsIn(when, friends) : friends
  return Math.min(earned, limit?.perParticipant?.count ?? Infinity)
}
