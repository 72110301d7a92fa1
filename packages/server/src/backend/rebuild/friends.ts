import { evaluate, type Bond, type LedgerRow } from '@goodword/program'
import { inChunks, type Write } from '../../store/transaction.ts'
import type { Context } from '../context.ts'
import { decideOrder, orderKey } from '../order.ts'
import { loadSlice } from '../slice.ts'
import { compareRows, type Difference, type Row } from './difference.ts'

/** What the ledger says of some friends, and how the tables differ from it. */
export interface FriendsAnswer {
  /** By friend. */
  readonly bonds: ReadonlyMap<string, Bond>
  readonly differences: readonly Difference[]
}

/** Decides the bonds and orders of these people from the ledger alone. */
export async function checkFriends(
  tx: Write,
  context: Context,
  people: ReadonlySet<string>,
): Promise<FriendsAnswer> {
  const { program } = context
  const slice = await loadSlice(tx, program.id, people, [])
  const bonds = evaluate(program, slice, context.now()).bonds.filter(({ friend }) => people.has(friend))
  const storedBonds = await inChunks(people, (some) =>
    tx
      .selectFrom('gw_bonds')
      .select(['friend', 'referrer', 'at', 'state'])
      .where('program', '=', program.id)
      .where('friend', 'in', some)
      .execute(),
  )
  const expected = bonds.map(({ friend, referrer, at, state }): Row => ({ friend, referrer, at, state }))
  return {
    bonds: new Map(bonds.map((bond) => [bond.friend, bond])),
    differences: [
      ...compareRows('gw_bonds', ['friend'], storedBonds, expected),
      ...(await checkOrders(tx, context, people, slice.rows)),
    ],
  }
}

async function checkOrders(
  tx: Write,
  { program, now }: Context,
  people: ReadonlySet<string>,
  rows: readonly LedgerRow[],
): Promise<Difference[]> {
  const byOrder = new Map<string, LedgerRow[]>()
  for (const row of rows) {
    if (!('name' in row) || !('order' in row)) continue
    const known = byOrder.get(orderKey(row))
    if (known) known.push(row)
    else byOrder.set(orderKey(row), [row])
  }
  const expected = [...byOrder].flatMap(([key, reports]): Row[] => {
    const facts = decideOrder(program, reports, now())
    const name = key.slice(0, key.indexOf(':'))
    if (!facts || !people.has(facts.friend)) return []
    return [{ name, order_ref: key.slice(name.length + 1), ...facts }]
  })
  const select = () =>
    tx
      .selectFrom('gw_orders')
      .select(['name', 'order_ref', 'friend', 'at', 'amount', 'net', 'state'])
      .where('program', '=', program.id)
  const theirs = new Set(expected.map(({ name, order_ref: order }) => `${name}:${order}`))
  const named = await inChunks(new Set(expected.map(({ order_ref: order }) => String(order))), (some) =>
    select().where('order_ref', 'in', some).execute(),
  )
  return compareRows(
    'gw_orders',
    ['name', 'order_ref'],
    named.filter(({ name, order_ref: order }) => theirs.has(`${name}:${order}`)),
    expected,
  )
}
