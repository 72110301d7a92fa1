import type { Review, Seal, Visit } from './ledger.ts'
import { byOrder, byTime, type Order, type OrderStatus } from './orders.ts'
import type { Bond } from './reward.ts'
import { decideTouch, type Touch, type TouchRule } from '../touch.ts'

/** All that decides who brought one friend. */
export interface FriendRows {
  readonly friend: string
  /** Not empty, in any order. */
  readonly orders: readonly Order[]
  /** Those of the visitors that `orders` name. */
  readonly visits: Iterable<Visit>
  readonly seals: readonly Seal[]
  readonly reviews: readonly Review[]
}

/** Who brought a friend, and how firmly that stands. */
export interface BondDecision {
  /** Person key; absent means direct. */
  readonly referrer?: string
  /** When the friend first converted. */
  readonly at: number
  /** `open`: a touch in the window names a code that nobody owns yet, who may still turn out to be the referrer. */
  readonly standing: 'reviewed' | 'sealed' | 'decided' | 'open'
}

/**
 * Who brought a friend: a reviewer's last word, else the first seal, else the touch rule over the window that ends with
 * the friend's first order. Nobody refers themselves.
 */
export function decideBond(
  rule: TouchRule,
  codes: ReadonlyMap<string, string>,
  rows: FriendRows,
): BondDecision {
  const { friend } = rows
  const { at } = firstOrder(rows.orders)
  const review = rows.reviews.toSorted(byTime).at(-1)
  if (review?.subject === 'bond') return { ...bring(friend, review.referrer), at, standing: 'reviewed' }
  const [seal] = rows.seals.toSorted(byTime)
  if (seal) return { ...bring(friend, seal.referrer), at, standing: 'sealed' }
  const touches = [...touchesOf(rows)]
  const known = touches.filter(({ code }) => codes.has(code) && codes.get(code) !== friend)
  const touch = decideTouch(rule, known, at)
  if (touch) return { ...bring(friend, codes.get(touch.code)), at, standing: 'decided' }
  const unknown = touches.filter(({ code }) => !codes.has(code))
  return { at, standing: decideTouch(rule, unknown, at) ? 'open' : 'decided' }
}

/**
 * The order that the attribution window ends with: the first one. Orders that only a browser reported, or that a
 * reviewer rejected, matter only where there is no other.
 */
function firstOrder(orders: readonly Order[]): Order {
  const sorted = orders.toSorted(byOrder)
  return (
    sorted.find(({ status }) => status !== 'unconfirmed' && status !== 'rejected') ??
    sorted.find(({ status }) => status === 'unconfirmed') ??
    sorted[0]!
  )
}

/** A code that came with an order is a touch at the order's own time. */
function* touchesOf({ orders, visits }: FriendRows): Generator<Touch> {
  for (const { code, at } of visits) yield { code, at }
  for (const { code, at } of orders) if (code !== undefined) yield { code, at }
}

const bring = (friend: string, referrer: string | undefined): { referrer?: string } =>
  referrer === undefined || referrer === friend ? {} : { referrer }

/** The seal that should be written for a friend now: when an order that counts is ripe and none is there yet. */
export function decideSeal(bond: BondDecision, rows: FriendRows, now: number): Seal | undefined {
  const { friend } = rows
  if (rows.seals.length > 0 || bond.standing === 'open') return undefined
  const times = rows.orders.filter(({ status }) => status === 'counts').map(({ ripeAt }) => ripeAt)
  const at = times.reduce((first, time) => Math.min(first, time), Infinity)
  if (at > now) return undefined
  return { type: 'seal', id: `seal:${friend}`, at, friend, ...bring(friend, bond.referrer) }
}

/** How a bond shows, see `Bond`, by the states of the friend's orders. */
export function bondState(statuses: readonly OrderStatus[]): Bond['state'] {
  if (statuses.includes('counts')) return 'converted'
  return statuses.includes('under-review') || statuses.includes('unconfirmed') ? 'held' : 'refunded'
}
