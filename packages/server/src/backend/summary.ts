import type { ConversionLine, Summary } from '@goodword/adapters'
import type { Context } from './context.ts'
import { sum } from './money-totals.ts'

/** Orders on the owner's first screen. */
const lines = 100

/** The program in numbers, and its newest orders. Refunds are taken off the revenue; orders on hold count. */
export async function summarize(context: Context): Promise<Summary> {
  const { program } = context
  const [visits, shares, participants, orders, referred, conversions] = await Promise.all([
    countEvents(context, 'visit'),
    countEvents(context, 'share'),
    countParticipants(context),
    totalOrders(context),
    totalReferred(context),
    newestOrders(context),
  ])
  const money = (amount: number | null) => ({ amount: amount ?? 0, currency: program.currency })
  return {
    visits,
    shares,
    participants,
    customers: orders.customers,
    referred: referred.customers,
    revenue: money(orders.revenue),
    referredRevenue: money(referred.revenue),
    conversions,
  }
}

async function countEvents({ store, program }: Context, type: 'visit' | 'share'): Promise<number> {
  const { count } = await store.db
    .selectFrom('gw_ledger')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .where('program', '=', program.id)
    .where('type', '=', type)
    .executeTakeFirstOrThrow()
  return count
}

async function countParticipants({ store, program }: Context): Promise<number> {
  const { count } = await store.db
    .selectFrom('gw_people')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .where('program', '=', program.id)
    .where('code', 'is not', null)
    .executeTakeFirstOrThrow()
  return count
}

/** People with an order that counts, and what their orders come to after refunds. */
function totalOrders({ store, program }: Context) {
  return store.db
    .selectFrom('gw_orders')
    .select((eb) => [eb.fn.count<number>('friend').distinct().as('customers'), sum('net').as('revenue')])
    .where('program', '=', program.id)
    .where('state', '=', 'converted')
    .executeTakeFirstOrThrow()
}

function totalReferred({ store, program }: Context) {
  return store.db
    .selectFrom('gw_orders')
    .innerJoin('gw_bonds', (join) =>
      join
        .onRef('gw_bonds.program', '=', 'gw_orders.program')
        .onRef('gw_bonds.friend', '=', 'gw_orders.friend'),
    )
    .select((eb) => [
      eb.fn.count<number>('gw_orders.friend').distinct().as('customers'),
      sum('gw_orders.net').as('revenue'),
    ])
    .where('gw_orders.program', '=', program.id)
    .where('gw_orders.state', '=', 'converted')
    .executeTakeFirstOrThrow()
}

async function newestOrders({ store, program }: Context): Promise<ConversionLine[]> {
  const rows = await store.db
    .selectFrom('gw_orders as order')
    .leftJoin('gw_bonds as bond', (join) =>
      join.onRef('bond.program', '=', 'order.program').onRef('bond.friend', '=', 'order.friend'),
    )
    .leftJoin('gw_people as friend', (join) =>
      join.onRef('friend.program', '=', 'order.program').onRef('friend.id', '=', 'order.friend'),
    )
    .leftJoin('gw_people as referrer', (join) =>
      join.onRef('referrer.program', '=', 'order.program').onRef('referrer.id', '=', 'bond.referrer'),
    )
    .select(['order.name', 'order.order_ref', 'order.at', 'order.amount', 'order.state'])
    .select(['friend.name as friend_name', 'friend.email as friend_email'])
    .select(['referrer.name as referrer_name', 'referrer.email as referrer_email', 'referrer.code'])
    .where('order.program', '=', program.id)
    .where('order.at', 'is not', null)
    .orderBy('order.at', 'desc')
    .orderBy('order.name')
    .orderBy('order.order_ref')
    .limit(lines)
    .execute()
  return rows.map((row): ConversionLine => {
    const friend = row.friend_name ?? row.friend_email
    const referrer = row.referrer_name ?? row.referrer_email ?? row.code
    return {
      name: row.name,
      order: row.order_ref,
      at: row.at ?? 0,
      state: row.state ?? 'held',
      ...(row.amount !== null && { money: { amount: row.amount, currency: program.currency } }),
      ...(friend !== null && { friend }),
      ...(referrer !== null && { referrer }),
    }
  })
}
