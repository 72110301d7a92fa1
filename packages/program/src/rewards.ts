import { byOrder, type Order } from './orders.ts'
import type { Reward } from './reward.ts'
import type { Incentive } from './schema/incentive.ts'
import { claimOf, rewardKey, settle, type Claim, type Earned, type Grants } from './settlement.ts'

/** A friend with the orders that they made, and who brought them. */
export interface BroughtFriend {
  readonly friend: string
  readonly referrer: string
  readonly orders: readonly Order[]
}

/** The occurrence of a reward that one order earned. */
export const orderOccurrence = (order: Order): string => `order:${order.key}`

/** What one friend's orders earn under one `each` or `first` incentive, for whichever side it rewards. */
export function rewardsOfFriend(
  incentive: Incentive,
  { friend, referrer, orders }: BroughtFriend,
  grants: Grants,
  now: number,
): Reward[] {
  const { when, to } = incentive
  const participant = to === 'referrer' ? referrer : friend
  const earned = (order: Order): Earned => ({
    participant,
    occurrence: orderOccurrence(order),
    at: order.at,
    friend,
  })
  const counted = orders.filter(({ name }) => name === when.conversion)
  if (when.type !== 'first')
    return counted.map((order) => settle(incentive, earned(order), claimOf(order, now), grants))

  const isGranted = (order: Order): boolean =>
    grants.has(rewardKey(incentive.id, participant, orderOccurrence(order)))
  const line = inLine(counted, isGranted)
  const chosen = line.findIndex(stands)
  return line.flatMap((order, index) => {
    const passedOver = chosen >= 0 && index > chosen
    // It earns nothing, but what was given for it is not forgotten.
    if (passedOver && !isGranted(order)) return []
    const claim: Claim = passedOver ? { state: 'lost', because: 'one-per-friend' } : claimOf(order, now)
    return [settle(incentive, earned(order), claim, grants)]
  })
}

const stands = ({ status }: Order): boolean => status !== 'refunded' && status !== 'rejected'

/**
 * Who comes first where only some can be rewarded: what was granted, then by time. What only a browser reported comes
 * last, so that it never takes the place of an order that the server knows.
 */
function inLine(orders: readonly Order[], isGranted: (order: Order) => boolean): Order[] {
  const places = orders.map((order) => {
    const place = isGranted(order) ? 0 : order.status === 'unconfirmed' ? 2 : 1
    return { order, place }
  })
  return places.sort((a, b) => a.place - b.place || byOrder(a.order, b.order)).map(({ order }) => order)
}
