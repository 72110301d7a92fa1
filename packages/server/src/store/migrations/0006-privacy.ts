import type { CreateTableBuilder, Transaction } from 'kysely'
import type { Tables } from '../tables.ts'

/** The audit log, and what is remembered of those who were forgotten. */
export async function createPrivacy(db: Transaction<Tables>): Promise<void> {
  const table = (name: keyof Tables): CreateTableBuilder<string, 'program'> =>
    db.schema.createTable(name).addColumn('program', 'text', (column) => column.notNull())

  await table('gw_audit')
    .addColumn('seq', 'bigint', (column) => column.notNull())
    .addColumn('id', 'text', (column) => column.notNull())
    .addColumn('at', 'bigint', (column) => column.notNull())
    .addColumn('actor', 'text', (column) => column.notNull())
    .addColumn('action', 'text', (column) => column.notNull())
    .addColumn('subject', 'text', (column) => column.notNull())
    .addColumn('detail', 'text', (column) => column.notNull())
    .addColumn('previous', 'text', (column) => column.notNull())
    .addColumn('hash', 'text', (column) => column.notNull())
    .addPrimaryKeyConstraint('gw_audit_pk', ['program', 'seq'])
    .execute()
  await db.schema
    .createIndex('gw_audit_subject')
    .on('gw_audit')
    .columns(['program', 'subject', 'seq'])
    .execute()

  await table('gw_audit_heads')
    .addColumn('seq', 'bigint', (column) => column.notNull())
    .addColumn('hash', 'text', (column) => column.notNull())
    .addPrimaryKeyConstraint('gw_audit_heads_pk', ['program'])
    .execute()

  await table('gw_erasures')
    .addColumn('person', 'text', (column) => column.notNull())
    .addColumn('at', 'bigint', (column) => column.notNull())
    .addColumn('asked', 'text', (column) => column.notNull())
    .addPrimaryKeyConstraint('gw_erasures_pk', ['program', 'person'])
    .execute()

  await table('gw_retired')
    .addColumn('digest', 'text', (column) => column.notNull())
    .addPrimaryKeyConstraint('gw_retired_pk', ['program', 'digest'])
    .execute()

  await table('gw_salts')
    .addColumn('purpose', 'text', (column) => column.notNull())
    .addColumn('salt', 'text', (column) => column.notNull())
    .addPrimaryKeyConstraint('gw_salts_pk', ['program', 'purpose'])
    .execute()

  await table('gw_sweeps')
    .addColumn('name', 'text', (column) => column.notNull())
    .addColumn('place', 'text', (column) => column.notNull())
    .addColumn('began_at', 'bigint', (column) => column.notNull())
    .addPrimaryKeyConstraint('gw_sweeps_pk', ['program', 'name'])
    .execute()
}
