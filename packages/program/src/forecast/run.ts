import { bringFriends, churn, sizeOf, type Brought, type Cohort } from './cohort.ts'
import { holdContests } from './contests.ts'
import { countingOf, earnedBetween, topOf, type Counting } from './counting.ts'
import { binomial, poisson } from './draw.ts'
import type { ForecastIncentive } from './incentive.ts'
import { exp } from './logarithm.ts'
import { chanceToEarn, meanPrice } from './price.ts'
import type { Random } from './random.ts'
import type { Behaviour } from './rates.ts'
import { followReferrers, type Following, type Start } from './referrers.ts'
import { keepWithinTotals } from './totals.ts'

/** What one run is made of. */
export interface RunInput {
  readonly incentives: readonly ForecastIncentive[]
  readonly customers: number
  readonly months: number
  /** All people who could ever become customers. */
  readonly market: number
  readonly behaviour: Behaviour
  readonly random: Random
  /** Referrers who are followed one by one, at most. */
  readonly follow: number
}

/** What happened in one run. */
export interface Run {
  readonly months: readonly RunMonth[]
  /** Months that customers were there for, added up. */
  readonly customerMonths: number
}

/** One month of a run. Amounts in minor units, not rounded. */
export interface RunMonth {
  readonly shares: number
  /** Friends who followed a link. */
  readonly leads: number
  /** Friends who became customers, and whose first order stands. */
  readonly referred: number
  /** Customers at the month's end. */
  readonly active: number
  /** Friends' orders that stand. */
  readonly orders: number
  /** What they are worth. */
  readonly revenue: number
  /** Rewards that stand, by the index of their incentive, and what they cost. */
  readonly rewards: number[]
  readonly costs: number[]
  /** Rewards of orders that will be given back before the hold is over, likewise. */
  readonly doomed: number[]
  readonly doomedCosts: number[]
}

/** Simulates one world, month by month, with all its customers. */
export function runOnce(input: RunInput): Run {
  const { incentives, customers, market, behaviour, random } = input
  const { refundRate, sharesPerMonth, ordersPerMonth, clicksPerShare, conversionRate, leaves } = behaviour
  const counting = incentives.map(countingOf)
  const chancesToEarn = incentives.map(({ cost }) => chanceToEarn(cost, behaviour.orderValue))
  // Of those that earn anything.
  const prices = incentives.map(
    ({ cost }, index) => meanPrice(cost, behaviour.orderValue, 1) / (chancesToEarn[index]! || 1),
  )
  const top = topOf(incentives)
  const own: Cohort = [customers]
  const referred: Cohort = [0]
  const months: RunMonth[] = []
  const starts: Start[] = []
  const friendsPerShare: number[] = []
  let [customerMonths, known] = [0, customers]

  for (let month = 0; month < input.months; month++) {
    const [ownThere, friendsThere] = [sizeOf(own), sizeOf(referred)]
    const there = ownThere + friendsThere
    const tries = clicksPerShare * conversionRate
    const room = roomLeft(there * sharesPerMonth * tries, known, market)
    const mean = tries * room * (1 - refundRate)
    const byFriends = incentives.map(() => ({ rewards: 0, money: 0 }))
    const firsts: number[] = []
    const brought: Brought = (from, to, people) => {
      for (const [index, incentive] of incentives.entries()) {
        if (counting[index] !== 'cohort') continue
        const { rewards, money } = earnedBetween(incentive, from, to, behaviour.orderValue)
        byFriends[index]!.rewards += people * rewards
        byFriends[index]!.money += people * money
      }
      if (from === 0) firsts[to] = (firsts[to] ?? 0) + people
    }
    const chances = { shares: sharesPerMonth, friendsPerShare: mean, atMost: market - known }
    const byOwn = bringFriends(own, top, chances, random, brought)
    const left = { ...chances, atMost: chances.atMost - byOwn.friends }
    const byReferred = bringFriends(referred, top, left, random, brought)
    const shares = byOwn.shares + byReferred.shares
    const friends = byOwn.friends + byReferred.friends
    // Friends whose first order is given back, and those who never order: of the same shares, and apart from the rest.
    const returned = poisson(shares * tries * room * refundRate, random)
    const others = poisson(shares * clicksPerShare * (1 - conversionRate * room), random)
    // The offer comes with an order, so that each share of a friend is one; the other orders come on top.
    const later = byReferred.shares + poisson(friendsThere * (ordersPerMonth - sharesPerMonth), random)
    const stand = binomial(later, 1 - refundRate, random)
    churn(own, leaves, random)
    churn(referred, leaves, random)
    referred[0]! += friends

    const stands = { orders: friends + stand, friends, cohort: 0, followed: 0, contest: 0 }
    const gone = { orders: returned + later - stand, friends: returned, cohort: 0, followed: 0, contest: 0 }
    const counted = counting.map((how, index) => {
      if (how === 'cohort') return byFriends[index]!
      const rewards = binomial(stands[how], chancesToEarn[index]!, random)
      return { rewards, money: rewards * prices[index]! }
    })
    const doomed = counting.map((how, index) => gone[how] * chancesToEarn[index]!)
    months.push({
      shares,
      leads: friends + returned + others,
      referred: friends,
      active: sizeOf(own) + sizeOf(referred),
      orders: stands.orders,
      revenue: stands.orders * behaviour.orderValue,
      rewards: counted.map(({ rewards }) => rewards),
      costs: counted.map(({ money }) => money),
      doomed,
      doomedCosts: doomed.map((rewards, index) => rewards * prices[index]!),
    })
    for (const [friends, people] of firsts.entries()) if (people) starts.push({ month, friends, people })
    friendsPerShare.push(mean)
    customerMonths += there
    known += friends
  }
  const followed = incentives.filter((_, index) => counting[index] === 'followed')
  settleRewards(input, counting, months, (earned) => {
    if (followed.length === 0) return
    const following = { behaviour, friendsPerShare, incentives: followed, random, earned }
    followReferrers(starts, input.follow, following)
  })
  return { months, customerMonths }
}

/** Adds what only the whole run can tell: who is followed, what is over the limits in total, and contests at the last. */
function settleRewards(
  { incentives, behaviour, random }: RunInput,
  counting: readonly Counting[],
  months: readonly RunMonth[],
  follow: (earned: Following['earned']) => void,
): void {
  const indexes = new Map(incentives.map((incentive, index) => [incentive, index]))
  follow((incentive, month, rewards, money) => {
    const index = indexes.get(incentive)!
    months[month]!.rewards[index]! += rewards
    months[month]!.costs[index]! += money
  })
  const { refundRate, orderValue } = behaviour
  // What limits let through is given back as often as anything else. Milestones wait for orders that stand.
  for (const month of months)
    for (const [index, { when }] of incentives.entries()) {
      const isKnown = counting[index] === 'orders' || counting[index] === 'friends'
      if (isKnown || (when.type !== 'each' && when.type !== 'first') || refundRate === 1) continue
      month.doomed[index] = (month.rewards[index]! * refundRate) / (1 - refundRate)
      month.doomedCosts[index] = (month.costs[index]! * refundRate) / (1 - refundRate)
    }
  keepWithinTotals(months, incentives)
  holdContests(months, incentives, orderValue, random)
}

/**
 * The fraction of would-be friends who are not customers yet. Every one of the `expected` reaches somebody of the
 * market at random: some reach a customer, and some the same friend.
 */
function roomLeft(expected: number, known: number, market: number): number {
  const left = Math.max(0, market - known)
  const crowd = expected / market
  const fresh = crowd < 1e-4 ? 1 - crowd / 2 : (1 - exp(-crowd)) / crowd
  return (left / market) * fresh
}
