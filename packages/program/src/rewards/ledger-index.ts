import type { FriendRows } from './bonds.ts'
import type { Attributes } from '../audience/condition.ts'
import type { Close, Enrolment, Grant, Ledger, Review, Seal, Visit } from './ledger.ts'
import { byTime, conversionRules, decideOrder, type Order, type OrderRows } from './orders.ts'
import type { Program } from '../schema/program.ts'
import { rewardKey, type Grants } from './settlement.ts'

export type FriendLedger = FriendRows

/** The rows of a ledger where each decision finds its own. */
export interface ReadLedger {
  readonly friends: readonly FriendLedger[]
  /** By key, `<name>:<order>`. */
  readonly orders: ReadonlyMap<string, Order>
  readonly grants: Grants
  /** By person key. */
  readonly attributes: ReadonlyMap<string, Attributes | undefined>
  /** The batch in which a reward got its place, by `rewardKey`. */
  readonly sequences: ReadonlyMap<string, number>
  /** By incentive, one for each period. */
  readonly closes: ReadonlyMap<string, ReadonlyMap<string, Close>>
}

/** Sorts rows to the orders and the friends that they speak of; the second row of an id is passed over. */
export function readLedger(program: Program, { rows, friends: only }: Ledger): ReadLedger {
  const seen = new Set<string>()
  const orderRows = new Map<string, OrderRows>()
  const visits = new Map<string, Visit[]>()
  const seals = new Map<string, Seal[]>()
  const reviews = new Map<string, Review[]>()
  const grants = new Map<string, Grant[]>()
  const enrolments = new Map<string, Enrolment>()
  const sequences = new Map<string, number>()
  const closes = new Map<string, Map<string, Close>>()
  for (const row of rows) {
    if (seen.has(row.id)) continue
    seen.add(row.id)
    if (row.type === 'conversion') rowsOf(orderRows, row).conversions.push(row)
    else if (row.type === 'refund') rowsOf(orderRows, row).refunds.push(row)
    else if (row.type === 'visit') add(visits, row.visitor, row)
    else if (row.type === 'seal') add(seals, row.friend, row)
    else if (row.type === 'grant') add(grants, rewardKey(row.incentive, row.participant, row.occurrence), row)
    else if (row.type === 'enrolment')
      enrolments.set(row.participant, laterOf(enrolments.get(row.participant), row))
    else if (row.type === 'allot') {
      const key = rewardKey(row.incentive, row.participant, row.occurrence)
      sequences.set(key, Math.min(row.sequence, sequences.get(key) ?? row.sequence))
    } else if (row.type === 'close') addClose(closes, row)
    else if (row.subject === 'bond') add(reviews, row.friend, row)
    else rowsOf(orderRows, row).reviews.push(row)
  }
  for (const list of grants.values()) list.sort(byTime)

  const rules = conversionRules(program)
  const orders = new Map<string, Order>()
  const ordersOf = new Map<string, Order[]>()
  for (const [key, group] of orderRows) {
    const rule = rules.get(key.slice(0, key.indexOf(':')))
    const order = rule && decideOrder(rule, group, program.currency)
    if (!order || only?.has(order.friend) === false) continue
    orders.set(key, order)
    add(ordersOf, order.friend, order)
  }
  const friends = [...ordersOf].map(([friend, orders]): FriendLedger => {
    const visitors = new Set(orders.map(({ visitor }) => visitor))
    return {
      friend,
      orders,
      visits: [...visitors].flatMap((visitor) => (visitor === undefined ? [] : (visits.get(visitor) ?? []))),
      seals: seals.get(friend) ?? [],
      reviews: reviews.get(friend) ?? [],
    }
  })
  const attributes = new Map([...enrolments].map(([who, { attributes }]) => [who, attributes]))
  return { friends, orders, grants, attributes, sequences, closes }
}

/** The last word on somebody's attributes. */
export const laterOf = (known: Enrolment | undefined, row: Enrolment): Enrolment =>
  known && byTime(known, row) > 0 ? known : row

/** Keeps the first decision on each period. */
export function addClose(closes: Map<string, Map<string, Close>>, row: Close): void {
  let periods = closes.get(row.incentive)
  if (!periods) closes.set(row.incentive, (periods = new Map()))
  const known = periods.get(row.period)
  if (!known || byTime(row, known) < 0) periods.set(row.period, row)
}

function rowsOf(groups: Map<string, OrderRows>, { name, order }: { name: string; order: string }): OrderRows {
  const key = `${name}:${order}`
  let rows = groups.get(key)
  if (!rows) groups.set(key, (rows = { conversions: [], refunds: [], reviews: [] }))
  return rows
}

function add<T>(groups: Map<string, T[]>, key: string, row: T): void {
  const group = groups.get(key)
  if (group) group.push(row)
  else groups.set(key, [row])
}
