import { claim, nothingYet, type Given } from './claim.ts'
import { poisson } from './draw.ts'
import { thresholdsIn, type ForecastIncentive } from './incentive.ts'
import { orderSpread } from './price.ts'
import type { Random } from './random.ts'
import type { Behaviour } from './rates.ts'

/** Referrers who brought their first friends in the same month, and equally many: so many `people`. */
export interface Start {
  readonly month: number
  readonly friends: number
  readonly people: number
}

/** One run's world, as those see it who are followed one by one. */
export interface Following {
  readonly behaviour: Behaviour
  /** Mean of the friends that come of one share, month by month. */
  readonly friendsPerShare: readonly number[]
  readonly incentives: readonly ForecastIncentive[]
  readonly random: Random
  /** So much was earned in a month; not whole numbers where one referrer stands for several. */
  readonly earned: (incentive: ForecastIncentive, month: number, rewards: number, money: number) => void
}

/** Somebody who is followed: what they have so far, and what they got for it, incentive by incentive. */
interface Person {
  friends: number
  orders: number
  money: number
  active: boolean
  /** As the one whose reward it is. */
  readonly given: Given[]
  /** As the friend whose order it was. */
  readonly caused: Given[]
}

const create = (incentives: readonly unknown[]): Person => ({
  friends: 0,
  orders: 0,
  money: 0,
  active: true,
  given: incentives.map(nothingYet),
  caused: incentives.map(nothingYet),
})

/**
 * Follows referrers one by one, for the incentives that look at their friends' later orders. At most about `atMost` of
 * them: where there are more, some of each start stand for the rest, which makes the result as likely too high as too
 * low, and a little more uncertain than it is.
 */
export function followReferrers(starts: readonly Start[], atMost: number, following: Following): void {
  const all = starts.reduce((sum, { people }) => sum + people, 0)
  for (const start of starts) {
    const followed = all <= atMost ? start.people : Math.ceil((start.people * atMost) / all)
    for (let each = 0; each < followed; each++) followOne(start, start.people / followed, following)
  }
}

function followOne(start: Start, weight: number, following: Following): void {
  const { behaviour, friendsPerShare, incentives, random, earned } = following
  const referrer = create(incentives)
  const friends: Person[] = []

  const order = (friend: Person, month: number): void => {
    const money = worth(behaviour, random)
    const isFirst = friend.orders === 0
    for (const person of [friend, referrer]) {
      person.orders++
      person.money += money
      if (isFirst) person.friends++
    }
    for (let index = 0; index < incentives.length; index++) {
      const incentive = incentives[index]!
      const owner = incentive.to === 'friend' ? friend : referrer
      const [byFriend, byOwner] = [friend.caused[index]!, owner.given[index]!]
      const times = timesEarned(incentive, { friend, owner, byFriend, byOwner })
      const per = incentive.limit?.perParticipant?.per
      const time = per === 'day' || per === 'week' ? month + random() : month
      for (let each = 0; each < times; each++) {
        const amount = claim(incentive, byFriend, byOwner, money, time)
        if (amount !== undefined) earned(incentive, month, weight, amount * weight)
      }
    }
  }

  for (let month = start.month; month < friendsPerShare.length; month++) {
    for (const friend of friends) {
      if (!friend.active) continue
      const orders = poisson(behaviour.ordersPerMonth * (1 - behaviour.refundRate), random)
      for (let each = 0; each < orders; each++) order(friend, month)
      friend.active = random() >= behaviour.leaves
    }
    const arriving =
      month === start.month ? start.friends : arrivals(referrer, behaviour, friendsPerShare[month]!, random)
    for (let arrived = 0; arrived < arriving; arrived++) {
      const friend = create(incentives)
      order(friend, month)
      friends.push(friend)
    }
    referrer.active &&= random() >= behaviour.leaves
    if (!referrer.active && !friends.some(({ active }) => active)) return
  }
}

interface Sides {
  readonly friend: Person
  readonly owner: Person
  readonly byFriend: Given
  readonly byOwner: Given
}

/** How many rewards an order asks for; of a friend's first ones all do, and the limit takes one. */
function timesEarned({ when }: ForecastIncentive, sides: Sides): number {
  if (when.type !== 'milestone') return 1
  const { friend, owner, byFriend, byOwner } = sides
  const [person, given] = when.per === 'friend' ? [friend, byFriend] : [owner, byOwner]
  const reached = thresholdsIn(when, person[when.count])
  const times = reached - given.reached
  given.reached = reached
  return times
}

function arrivals(referrer: Person, behaviour: Behaviour, friendsPerShare: number, random: Random): number {
  return referrer.active ? poisson(poisson(behaviour.sharesPerMonth, random) * friendsPerShare, random) : 0
}

const worth = ({ orderValue }: Behaviour, random: Random): number =>
  Math.round(orderValue * (orderSpread.least + (orderSpread.most - orderSpread.least) * random()))
