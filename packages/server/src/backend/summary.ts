import type { ConversionLine, Summary } from '@goodword/adapters'
import type { Context } from './context.ts'
import { totals } from './metrics.ts'

/** Orders on the owner's first screen. */
const lines = 100

/** The program in numbers, and its newest orders. Refunds are taken off the revenue; orders on hold count. */
export async function summarize(context: Context): Promise<Summary> {
  const { program } = context
  const [all, conversions] = await Promise.all([totals(context), newestOrders(context)])
  const money = (amount: number) => ({ amount, currency: program.currency })
  return {
    visits: all.visits,
    shares: all.shares,
    participants: all.participants,
    customers: all.customers,
    referred: all.referred_customers,
    revenue: money(all.revenue),
    referredRevenue: money(all.referred_revenue),
    conversions,
  }
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
