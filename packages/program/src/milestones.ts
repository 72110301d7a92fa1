import { byOrder, type Order } from './orders.ts'
import type { MilestoneProgress, Reward } from './reward.ts'
import type { Incentive, When } from './schema/incentive.ts'
import type { Program } from './schema/program.ts'
import { rewardKey, settle, type Claim, type Grants } from './settlement.ts'

type Milestone = Incentive & { readonly when: Extract<When, { type: 'milestone' }> }

/** One thing that a milestone counts: an order, or a friend by the best of their orders. */
interface Counted {
  readonly at: number
  readonly ripeAt: number
  readonly state: 'counts' | 'under-review' | 'gone'
  readonly key: string
}

export const isMilestone = (incentive: Incentive): incentive is Milestone =>
  incentive.when.type === 'milestone'

/** The milestones that the referrer works towards, none of them begun. */
export const emptyProgress = (program: Program): MilestoneProgress[] =>
  program.incentives
    .filter(isMilestone)
    .filter(({ to }) => to === 'referrer')
    .map((incentive) => progressOf(incentive, []))

/** How far the orders of a referrer's friends carry them. */
export function progressOf({ id, when }: Milestone, orders: readonly Order[]): MilestoneProgress {
  const net = countedBy(when, orders).filter(({ state }) => state !== 'gone').length
  return {
    incentive: id,
    count: when.count,
    at: when.at,
    have: Math.min(net, when.at),
    reached: net >= when.at,
  }
}

/**
 * The reward of one participant under a milestone, from all orders that count towards it: entitled by what is not
 * refunded, due by what is ripe, reversed where only refunded ones reach the threshold. `undefined` while nothing does
 * and nothing was given.
 */
export function milestoneReward(
  incentive: Milestone,
  participant: string,
  orders: readonly Order[],
  grants: Grants,
  now: number,
): Reward | undefined {
  const { at: threshold } = incentive.when
  const counted = countedBy(incentive.when, orders)
  const occurrence = `at:${threshold}`
  const given = grants.get(rewardKey(incentive.id, participant, occurrence))
  if (counted.length < threshold && !given) return undefined
  const net = counted.filter(({ state }) => state !== 'gone')
  const last = (net.length >= threshold ? net : counted)[threshold - 1]
  const earned = { participant, occurrence, at: last?.at ?? given?.[0]?.at ?? 0 }
  return settle(incentive, earned, claimAt(threshold, net, now), grants)
}

function claimAt(threshold: number, net: readonly Counted[], now: number): Claim {
  if (net.length < threshold) return { state: 'lost', because: 'below-threshold' }
  const sound = net.filter(({ state }) => state === 'counts').map(({ ripeAt }) => ripeAt)
  const due = sound.sort((a, b) => a - b)[threshold - 1]
  if (due === undefined) return { state: 'pending', reason: { code: 'under-review' } }
  return due <= now ? { state: 'due' } : { state: 'pending', reason: { code: 'on-hold', until: due }, due }
}

/** What a milestone counts, by time. What only a browser reported counts for nothing yet. */
function countedBy({ conversion, count }: Milestone['when'], orders: readonly Order[]): Counted[] {
  const confirmed = orders
    .filter(({ name, status }) => name === conversion && status !== 'unconfirmed')
    .sort(byOrder)
  if (count === 'orders') return confirmed.map(countOrder)
  const friends = new Map<string, Counted>()
  for (const order of confirmed) {
    const next = countOrder(order)
    const known = friends.get(order.friend)
    friends.set(order.friend, known ? better(known, next) : next)
  }
  return [...friends.values()].sort((a, b) => a.at - b.at || (a.key < b.key ? -1 : 1))
}

const countOrder = ({ key, at, ripeAt, status }: Order): Counted => ({
  key,
  at,
  ripeAt,
  state: status === 'counts' || status === 'under-review' ? status : 'gone',
})

const weight = { counts: 2, 'under-review': 1, gone: 0 }

/** A friend counts from the first order that stands, and is ripe with the first that is sound. */
function better(known: Counted, next: Counted): Counted {
  if (weight[next.state] <= weight[known.state]) return known
  return known.state === 'gone' ? next : { ...next, at: known.at, key: known.key }
}
