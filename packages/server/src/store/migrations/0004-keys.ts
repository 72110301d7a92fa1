import type { Transaction } from 'kysely'
import type { Tables } from '../tables.ts'

/** Secret keys by their digest. */
export async function createKeys(db: Transaction<Tables>): Promise<void> {
  await db.schema
    .createTable('gw_keys')
    .addColumn('program', 'text', (column) => column.notNull())
    .addColumn('id', 'text', (column) => column.notNull())
    .addColumn('kind', 'text', (column) => column.notNull())
    .addColumn('hash', 'text', (column) => column.notNull())
    .addColumn('label', 'text', (column) => column.notNull())
    .addColumn('slot', 'bigint')
    .addColumn('created_at', 'bigint', (column) => column.notNull())
    .addColumn('expires_at', 'bigint')
    .addColumn('revoked_at', 'bigint')
    .addColumn('last_used_at', 'bigint')
    .addPrimaryKeyConstraint('gw_keys_pk', ['program', 'id'])
    .addUniqueConstraint('gw_keys_hash', ['program', 'hash'])
    .addUniqueConstraint('gw_keys_slot', ['program', 'slot'])
    .execute()
}
