import type { Conversion, LedgerRow, Program, Refund } from '@goodword/program'
import { evaluate } from '@goodword/program'
import type { Write } from '../store/transaction.ts'

/** An order by its name and the owner's number. */
export interface OrderRef {
  readonly name: string
  readonly order: string
}

/** An order’s one key; names have no colon. */
export const orderKey = ({ name, order }: OrderRef): string => `${name}:${order}`

/** Takes the rows of these orders, and makes them first, so that one transaction at a time decides about each. */
export async function lockOrders(tx: Write, program: string, orders: readonly OrderRef[]): Promise<void> {
  const sorted = orders.toSorted((a, b) => (orderKey(a) < orderKey(b) ? -1 : 1))
  for (const { name, order } of sorted) {
    await tx
      .insertInto('gw_orders')
      .values({ ...blank, program, name, order_ref: order })
      .onConflict((conflict) =>
        conflict
          .columns(['program', 'name', 'order_ref'])
          .doUpdateSet((eb) => ({ revision: eb('gw_orders.revision', '+', 1) })),
      )
      .execute()
  }
}

const blank = { friend: null, at: null, amount: null, net: null, state: null, revision: 0 }

/** Writes what the ledger says of these orders for those who list and count them. */
export async function keepOrders(
  tx: Write,
  program: Program,
  orders: readonly OrderRef[],
  rows: readonly LedgerRow[],
  now: number,
): Promise<void> {
  const reports = new Map<string, LedgerRow[]>(orders.map((order) => [orderKey(order), []]))
  for (const row of rows) if ('name' in row && 'order' in row) reports.get(orderKey(row))?.push(row)
  for (const ref of orders) {
    const decided = decideOrder(program, reports.get(orderKey(ref)) ?? [], now)
    if (!decided) continue
    await tx
      .updateTable('gw_orders')
      .set(decided)
      .where('program', '=', program.id)
      .where('name', '=', ref.name)
      .where('order_ref', '=', ref.order)
      .execute()
  }
}

export interface OrderFacts {
  readonly friend: string
  readonly at: number
  readonly amount: number | null
  readonly net: number | null
  readonly state: 'held' | 'converted' | 'refunded'
}

/** One order of all its rows: who, how much and what is left of it, and whether it counts. */
export function decideOrder(
  program: Program,
  rows: readonly LedgerRow[],
  now: number,
): OrderFacts | undefined {
  const [facts] = rows
    .filter((row) => row.type === 'conversion')
    .sort((a, b) => Number(b.trusted) - Number(a.trusted) || a.at - b.at || (a.id < b.id ? -1 : 1))
  if (!facts) return undefined
  const { friend, at } = facts
  // What carries no value in this program is no revenue, whatever its sender says.
  const rule = program.conversions.find(({ name }) => name === facts.name)
  const amount = rule?.value ? (facts.amount ?? null) : null
  const state = stateOf(program, rows, now)
  return { friend, at, amount, net: amount === null ? null : netOf(facts, amount, rows), state }
}

/** Asks the rules themselves: an order counts when it would, had somebody brought the friend. */
function stateOf(program: Program, rows: readonly LedgerRow[], now: number): OrderFacts['state'] {
  const somebody = 'anybody'
  const bound = rows.map((row) => (row.type === 'conversion' ? { ...row, code: somebody } : row))
  const { bonds } = evaluate(program, { codes: new Map([[somebody, somebody]]), rows: bound }, now)
  return bonds[0]?.state ?? 'held'
}

function netOf({ currency }: Conversion, amount: number, rows: readonly LedgerRow[]): number {
  const refunds = rows.filter(
    (row) =>
      row.type === 'refund' &&
      (row.currency === undefined || currency === undefined || row.currency === currency),
  ) as Refund[]
  return refunds.reduce((left, refund) => Math.max(0, left - (refund.amount ?? amount)), amount)
}
