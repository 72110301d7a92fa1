import type { Period } from '../schema/limit.ts'
import type { ForecastIncentive } from './incentive.ts'
import { priceOf } from './price.ts'

/** How many of a calendar period there are in a month. */
export const periodsPerMonth: Readonly<Record<Period, number>> = {
  day: 365.25 / 12,
  week: 365.25 / 84,
  month: 1,
  quarter: 1 / 3,
  year: 1 / 12,
}

/** What somebody got of one incentive, as far as its limits look. */
export interface Given {
  /** Thresholds of a milestone that are reached. */
  reached: number
  /** Rewards that got past the count per friend. */
  ordinal: number
  count: number
  money: number
  /** The period that count and money are of. */
  period: number
}

export const nothingYet = (): Given => ({ reached: 0, ordinal: 0, count: 0, money: 0, period: 0 })

/**
 * One reward is asked for, by an order of `money` at `time`, in months: what the limits leave of it, in minor units,
 * or `undefined`. The same stages in the same order as those that decide real rewards: count per friend, tier, money
 * per friend, participant.
 */
export function claim(
  { when, cost, limit }: ForecastIncentive,
  friend: Given,
  owner: Given,
  money: number,
  time: number,
): number | undefined {
  const { perFriend, perParticipant } = limit ?? {}
  if (friend.count >= (when.type === 'first' ? 1 : (perFriend?.count ?? Infinity))) return undefined
  const wish = priceOf(cost, money, owner.ordinal + 1)
  const isNothing = wish === 0 && typeof cost === 'object'
  // An order that gives nothing takes no place, so that the next may be the first; where tiers go by number, it does.
  if (isNothing && !('by' in cost && cost.by === 'ordinal')) return undefined
  friend.count++
  owner.ordinal++
  if (isNothing) return undefined
  const leftForFriend = perFriend?.money === undefined ? Infinity : perFriend.money - friend.money
  if (leftForFriend <= 0) return undefined
  friend.money += wish
  const asked = Math.min(wish, leftForFriend)
  const period = perParticipant?.per ? Math.floor(time * periodsPerMonth[perParticipant.per]) : 0
  if (owner.period !== period) Object.assign(owner, { period, count: 0, money: 0 })
  const left = perParticipant?.money === undefined ? Infinity : perParticipant.money - owner.money
  if (owner.count >= (perParticipant?.count ?? Infinity) || left <= 0) return undefined
  owner.count++
  owner.money += asked
  return Math.min(asked, left)
}
