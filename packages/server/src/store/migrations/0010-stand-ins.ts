import { sql, type Transaction } from 'kysely'
import type { Tables } from '../tables.ts'

/** Whether a program has codes that stand in for one that somebody brought along (`since` below 0): mostly not. */
export async function indexStandIns(db: Transaction<Tables>): Promise<void> {
  await db.schema
    .createIndex('gw_codes_stand_in')
    .on('gw_codes')
    .columns(['program', 'person'])
    .where(sql.ref('since'), '<', sql.lit(0))
    .execute()
}
