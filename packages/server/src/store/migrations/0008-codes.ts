import type { Transaction } from 'kysely'
import type { Tables } from '../tables.ts'

/** Codes that participants chose. */
export async function createCodes(db: Transaction<Tables>): Promise<void> {
  await db.schema
    .createTable('gw_codes')
    .addColumn('program', 'text', (column) => column.notNull())
    .addColumn('code', 'text', (column) => column.notNull())
    .addColumn('skeleton', 'text', (column) => column.notNull())
    .addColumn('person', 'text', (column) => column.notNull())
    .addColumn('since', 'bigint', (column) => column.notNull())
    .addPrimaryKeyConstraint('gw_codes_pk', ['program', 'code'])
    .addUniqueConstraint('gw_codes_skeleton', ['program', 'skeleton'])
    .execute()
  await db.schema
    .createIndex('gw_codes_person')
    .on('gw_codes')
    .columns(['program', 'person', 'since'])
    .execute()
}
