import { evaluate, type Bond } from '@goodword/program'
import { bulkSelect } from '../../store/bulk.ts'
import type { Write } from '../../store/transaction.ts'
import { bondsToKeep, readBonds } from '../bond.ts'
import type { Context } from '../context.ts'
import { groupBy } from '../grouping.ts'
import { ordersIn, readOrders } from '../order.ts'
import { countFriend, type Sums } from '../rollups.ts'
import { loadSlice } from '../slice.ts'
import { compareRows, type Difference } from './difference.ts'

/** What the ledger says of some friends, and how the tables differ from it. */
export interface FriendsAnswer {
  /** By friend. */
  readonly bonds: ReadonlyMap<string, Bond>
  readonly differences: readonly Difference[]
}

const ordering = bulkSelect(
  { friend: 'text' },
  'select name, order_ref from gw_orders where program = :program and friend = :friend',
)

/** Decides the bonds and orders of these people from the ledger alone, and adds what they count for to `sums`. */
export async function checkFriends(
  tx: Write,
  context: Context,
  people: ReadonlySet<string>,
  sums: Sums,
): Promise<FriendsAnswer> {
  const { store, program } = context
  const slice = await loadSlice(tx, context, people)
  const answer = evaluate(program, slice, context.now()).bonds
  const isTheirs = ({ friend }: { readonly friend: string | null }): boolean =>
    friend !== null && people.has(friend)
  const bonds = [...bondsToKeep(program, slice, answer).values()].filter(isTheirs)
  const bondOf = new Map(bonds.map((bond) => [bond.friend, bond]))
  const orders = ordersIn(program, slice.rows).filter(isTheirs)
  for (const [friend, theirs] of groupBy(orders, ({ friend }) => friend))
    sums.add(countFriend(theirs, bondOf.get(friend ?? '')))

  type Ref = { readonly name: string; readonly order_ref: string }
  const asked = [...people].map((friend) => ({ friend }))
  const named = await store.bulk<Ref>(tx, ordering, program.id, asked)
  const refs = new Map(
    [...orders, ...named].map(({ name, order_ref: order }) => [`${name}:${order}`, { name, order }]),
  )
  const own = new Set(orders.map(({ name, order_ref: order }) => `${name}:${order}`))
  const stored = (await readOrders(tx, context, [...refs.values()])).filter(
    (row) => isTheirs(row) || own.has(`${row.name}:${row.order_ref}`),
  )
  return {
    bonds: new Map(answer.filter(isTheirs).map((bond) => [bond.friend, bond])),
    differences: [
      ...compareRows(
        'gw_bonds',
        ['friend'],
        [...(await readBonds(tx, context, people)).values()].map((bond) => ({ ...bond })),
        bonds.map((bond) => ({ ...bond })),
      ),
      ...compareRows(
        'gw_orders',
        ['name', 'order_ref'],
        stored
          .filter(({ name, order_ref: order }) => own.has(`${name}:${order}`))
          .map((order) => ({ ...order })),
        orders.map((order) => ({ ...order })),
      ),
    ],
  }
}
