import { bondState, decideBond, type BondDecision } from '../bonds.ts'
import type { Review, Seal, Visit } from '../ledger.ts'
import { byOrder, orderStatuses, type Order, type OrderStatus } from '../orders.ts'
import type { Bond } from '../reward.ts'
import type { TouchRule } from '../../touch.ts'
import { createGroups } from './groups.ts'
import { createSorted, type Sorted } from './sorted.ts'

/** A friend: their orders, and who brought them. */
export interface Friend {
  readonly friend: string
  readonly orders: Iterable<Order>
  readonly seals: Seal[]
  readonly reviews: Review[]
  /** While they have an order. */
  bond: BondDecision | undefined
}

interface Known extends Friend {
  /** What the attribution window ends with comes first. */
  readonly orders: Sorted<Order>
  /** Those that carry a code, by time. */
  readonly coded: Sorted<Order>
  readonly visitors: Map<string, number>
  /** How many orders have each. */
  readonly statuses: Record<OrderStatus, number>
}

/** Who brought whom. */
export interface People {
  get(friend: string): Friend | undefined
  all(): Iterable<Friend>
  /** Puts an order in place of another one of the same friend. Returns whether the bond may be another now. */
  replace(friend: string, before: Order | undefined, after: Order | undefined): boolean
  /** Adds a visit; returns the friends whose bond may be another now. */
  visit(row: Visit): Iterable<Friend>
  seal(row: Seal): Friend
  review(row: Extract<Review, { subject: 'bond' }>): Friend
  /** The friends that a code may bring. */
  touchedBy(code: string): Iterable<Friend>
  /** Decides the bond anew. */
  decide(friend: Friend): BondDecision | undefined
  bondOf(friend: Friend): Bond | undefined
}

const noOrders = { counts: 0, 'under-review': 0, unconfirmed: 0, refunded: 0, rejected: 0 } as const

/** Nobody yet. `codes` is looked at whenever a bond is decided. */
export function createPeople(rule: TouchRule, codes: ReadonlyMap<string, string>): People {
  const people = new Map<string, Known>()
  const visits = new Map<string, Visit[]>()
  /** The friends who ordered from a browser. */
  const browsers = createGroups<Known>()
  const visitorsBy = createGroups<string>()
  const ordersBy = createGroups<Known>()

  const person = (friend: string): Known => {
    let known = people.get(friend)
    if (!known) {
      const lines = { orders: createSorted(byWindow), coded: createSorted(byOrder) }
      const rows = { seals: [], reviews: [], visitors: new Map(), statuses: { ...noOrders } }
      people.set(friend, (known = { friend, ...lines, ...rows, bond: undefined }))
    }
    return known
  }
  /** Returns whether it names a browser that the friend was not known by. */
  function put(known: Known, order: Order): boolean {
    known.orders.add(order)
    known.statuses[order.status] += 1
    if (order.code !== undefined) {
      known.coded.add(order)
      ordersBy.add(order.code, known)
    }
    if (order.visitor === undefined) return false
    const isNew = !known.visitors.has(order.visitor)
    count(known.visitors, order.visitor, 1)
    browsers.add(order.visitor, known)
    return isNew
  }
  /** Returns whether it was the last that named its browser. */
  function take(known: Known, order: Order): boolean {
    known.orders.delete(order)
    known.statuses[order.status] -= 1
    if (order.code !== undefined) known.coded.delete(order)
    if (order.visitor === undefined) return false
    count(known.visitors, order.visitor, -1)
    if (known.visitors.has(order.visitor)) return false
    browsers.delete(order.visitor, known)
    return true
  }
  function* touches(known: Known, until: number): Generator<Order> {
    for (const order of known.coded) {
      if (order.at > until) return
      yield order
    }
  }
  return {
    get: (friend) => people.get(friend),
    all: () => people.values(),
    replace(friend, before, after) {
      const known = person(friend)
      const first = known.orders.first()
      const isGone = before !== undefined && take(known, before)
      const isNew = after !== undefined && put(known, after)
      const now = known.orders.first()
      const isTouch = (order?: Order): boolean => order?.code !== undefined && order.at <= (now?.at ?? 0)
      return first?.at !== now?.at || isGone || isNew || isTouch(before) || isTouch(after)
    },
    visit(row) {
      const known = visits.get(row.visitor)
      if (known) known.push(row)
      else visits.set(row.visitor, [row])
      visitorsBy.add(row.code, row.visitor)
      return [...browsers.of(row.visitor)].filter((known) => isOpenTo(known, row))
    },
    seal(row) {
      const known = person(row.friend)
      known.seals.push(row)
      return known
    },
    review(row) {
      const known = person(row.friend)
      known.reviews.push(row)
      return known
    },
    *touchedBy(code) {
      const found = new Set(ordersBy.of(code))
      for (const visitor of visitorsBy.of(code)) for (const known of browsers.of(visitor)) found.add(known)
      yield* found
    },
    decide({ friend }) {
      const known = person(friend)
      const first = known.orders.first()
      if (!first) return undefined
      const { seals, reviews } = known
      const orders = new Set([first, ...touches(known, first.at)])
      const theirs = [...known.visitors.keys()].flatMap((visitor) => visits.get(visitor) ?? [])
      return decideBond(rule, codes, { friend, orders: [...orders], visits: theirs, seals, reviews })
    },
    bondOf({ friend, bond }) {
      if (bond?.referrer === undefined) return undefined
      const { referrer, at } = bond
      const { statuses } = person(friend)
      const present = orderStatuses.filter((status) => statuses[status] > 0)
      return { friend, referrer, at, state: bondState(present) }
    },
  }
}

/** Whether a visit may still bind: nothing was sealed or reviewed, and it is not after the first order. */
const isOpenTo = ({ seals, reviews, orders }: Known, { at }: Visit): boolean =>
  seals.length === 0 && reviews.length === 0 && at <= (orders.first()?.at ?? -Infinity)

const byWindow = (a: Order, b: Order): number => windowRank(a) - windowRank(b) || byOrder(a, b)
const windowRank = ({ status }: Order): number =>
  status === 'unconfirmed' ? 1 : status === 'rejected' ? 2 : 0

function count<T>(counts: Map<T, number>, key: T, by: number): void {
  const next = (counts.get(key) ?? 0) + by
  if (next === 0) counts.delete(key)
  else counts.set(key, next)
}
