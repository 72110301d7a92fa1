import type { Kysely } from 'kysely'
import type { Tables } from '../store/tables.ts'

/** The orders of a vendor's that were taken in since a time, and by whose code. */
export async function freshOrders(
  db: Kysely<Tables>,
  program: string,
  vendor: string,
  since: number,
): Promise<ReadonlyMap<string, string>> {
  const rows = await db
    .selectFrom('gw_ledger')
    .select(['order_ref', 'code'])
    .where('program', '=', program)
    .where('type', '=', 'conversion')
    .where('id', 'like', 'import-%')
    .where('order_ref', 'like', `${vendor}:%`)
    .where('received_at', '>=', since)
    .execute()
  return new Map(rows.flatMap(({ order_ref: order, code }) => (order === null ? [] : [[order, code ?? '']])))
}
