import type { Transaction } from 'kysely'
import type { Tables } from '../tables.ts'

/** Whose orders are whose: a rebuild asks for those of each friend, and would read all orders each time. */
export async function indexOrders(db: Transaction<Tables>): Promise<void> {
  await db.schema.createIndex('gw_orders_friend').on('gw_orders').columns(['program', 'friend']).execute()
}
