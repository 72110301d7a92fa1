import {
  bondState,
  conversionRules,
  decideOrder,
  type Conversion,
  type LedgerRow,
  type Program,
  type Refund,
  type Review,
} from '@goodword/program'
import type { Selectable } from 'kysely'
import { bulkInsert, bulkSelect } from '../store/bulk.ts'
import type { OrdersTable } from '../store/tables.ts'
import type { Write } from '../store/transaction.ts'
import type { Context } from './context.ts'
import { carriesValue } from './rollups.ts'

/** An order by its name and the owner's number. */
export interface OrderRef {
  readonly name: string
  readonly order: string
}

/** An order as it is kept for those who list and count them. */
export type StoredOrder = Omit<Selectable<OrdersTable>, 'program' | 'revision'>

/** An order’s one key; names have no colon. */
export const orderKey = ({ name, order }: OrderRef): string => `${name}:${order}`

const keys = { name: 'text', order_ref: 'text' } as const
const locking = bulkInsert(
  'gw_orders',
  keys,
  `on conflict (program, name, order_ref) do update set revision = gw_orders.revision + 1
    returning name, order_ref, friend, at, amount, net, state, trusted`,
)

/**
 * Takes the rows of these orders, and makes them first, so that one transaction at a time decides about each. Returns
 * what is known of them so far, by key.
 */
export async function lockOrders(
  tx: Write,
  { store, program }: Context,
  orders: readonly OrderRef[],
): Promise<Map<string, StoredOrder>> {
  const sorted = orders.toSorted((a, b) => (orderKey(a) < orderKey(b) ? -1 : 1)).map(toKey)
  const rows = await store.bulk<StoredOrder>(tx, locking, program.id, sorted)
  return new Map(rows.map((row) => [`${row.name}:${row.order_ref}`, row]))
}

const toKey = ({ name, order }: OrderRef) => ({ name, order_ref: order })

const reading = bulkSelect(
  keys,
  `select name, order_ref, friend, at, amount, net, state, trusted from gw_orders
    where program = :program and name = :name and order_ref = :order_ref`,
)

/** What is kept of these orders. */
export async function readOrders(
  tx: Write,
  { store, program }: Context,
  orders: readonly OrderRef[],
): Promise<readonly StoredOrder[]> {
  return store.bulk<StoredOrder>(tx, reading, program.id, orders.map(toKey))
}

// Their rows are there, see `rememberVisitors`.
const keeping = bulkInsert(
  'gw_orders',
  {
    ...keys,
    friend: 'text',
    at: 'bigint',
    amount: 'bigint',
    net: 'bigint',
    state: 'text',
    trusted: 'bigint',
  },
  `on conflict (program, name, order_ref) do update set friend = excluded.friend, at = excluded.at,
    amount = excluded.amount, net = excluded.net, state = excluded.state, trusted = excluded.trusted`,
)

/** Writes what the ledger says of orders. */
export async function keepOrders(
  tx: Write,
  { store, program }: Context,
  orders: readonly StoredOrder[],
): Promise<void> {
  await store.bulk(tx, keeping, program.id, orders)
}

/** All orders in these rows, as they are to be kept. */
export function ordersIn(program: Program, rows: Iterable<LedgerRow>): StoredOrder[] {
  const rules = conversionRules(program)
  const groups = new Map<
    string,
    OrderRef & { conversions: Conversion[]; refunds: Refund[]; reviews: Review[] }
  >()
  for (const row of rows) {
    if (!('order' in row)) continue
    const key = orderKey(row)
    let group = groups.get(key)
    if (!group) {
      group = { name: row.name, order: row.order, conversions: [], refunds: [], reviews: [] }
      groups.set(key, group)
    }
    if (row.type === 'conversion') group.conversions.push(row)
    else if (row.type === 'refund') group.refunds.push(row)
    else group.reviews.push(row)
  }
  return [...groups.values()].flatMap((group) => {
    const rule = rules.get(group.name)
    const order = rule && decideOrder(rule, group, program.currency)
    if (!order) return []
    const { friend, at, status, gross, net } = order
    // What carries no value in this program is no revenue, whatever its sender says.
    const isMoney = carriesValue(program, group.name)
    return {
      name: group.name,
      order_ref: group.order,
      friend,
      at,
      amount: (isMoney ? gross : undefined) ?? null,
      net: (isMoney ? net : undefined) ?? null,
      state: bondState([status]),
      trusted: group.conversions.some(({ trusted }) => trusted) ? 1 : 0,
    }
  })
}
