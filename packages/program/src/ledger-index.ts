import type { FriendRows } from './bonds.ts'
import type { Grant, Ledger, Review, Seal, Visit } from './ledger.ts'
import { byTime, conversionRules, decideOrder, type Order, type OrderRows } from './orders.ts'
import type { Program } from './schema/program.ts'
import { rewardKey, type Grants } from './settlement.ts'

export type FriendLedger = FriendRows

/** The rows of a ledger where each decision finds its own. */
export interface ReadLedger {
  readonly friends: readonly FriendLedger[]
  /** By key, `<name>:<order>`. */
  readonly orders: ReadonlyMap<string, Order>
  readonly grants: Grants
}

/** Sorts rows to the orders and the friends that they speak of; the second row of an id is passed over. */
export function readLedger(program: Program, { rows, friends: only }: Ledger): ReadLedger {
  const seen = new Set<string>()
  const orderRows = new Map<string, OrderRows>()
  const visits = new Map<string, Visit[]>()
  const seals = new Map<string, Seal[]>()
  const reviews = new Map<string, Review[]>()
  const grants = new Map<string, Grant[]>()
  for (const row of rows) {
    if (seen.has(row.id)) continue
    seen.add(row.id)
    if (row.type === 'conversion') rowsOf(orderRows, row).conversions.push(row)
    else if (row.type === 'refund') rowsOf(orderRows, row).refunds.push(row)
    else if (row.type === 'visit') add(visits, row.visitor, row)
    else if (row.type === 'seal') add(seals, row.friend, row)
    else if (row.type === 'grant') add(grants, rewardKey(row.incentive, row.participant, row.occurrence), row)
    else if (row.subject === 'bond') add(reviews, row.friend, row)
    else rowsOf(orderRows, row).reviews.push(row)
  }
  for (const list of grants.values()) list.sort(byTime)

  const rules = conversionRules(program)
  const orders = new Map<string, Order>()
  const ordersOf = new Map<string, Order[]>()
  for (const [key, group] of orderRows) {
    const rule = rules.get(key.slice(0, key.indexOf(':')))
    const order = rule && decideOrder(rule, group)
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
  return { friends, orders, grants }
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
