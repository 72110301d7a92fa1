import { sql, type Transaction } from 'kysely'
import type { Tables } from '../tables.ts'

/** Cases for review, and where visitors and participants were seen. */
export async function createFraud(db: Transaction<Tables>): Promise<void> {
  await db.schema
    .createTable('gw_cases')
    .addColumn('program', 'text', (column) => column.notNull())
    .addColumn('order_key', 'text', (column) => column.notNull())
    .addColumn('reason', 'text', (column) => column.notNull())
    .addColumn('action', 'text', (column) => column.notNull())
    .addColumn('friend', 'text')
    .addColumn('referrer', 'text')
    .addColumn('evidence', 'text', (column) => column.notNull())
    .addColumn('at', 'bigint', (column) => column.notNull())
    .addColumn('state', 'text', (column) => column.notNull())
    .addColumn('decided_at', 'bigint')
    .addColumn('decided_by', 'text')
    .addColumn('note', 'text')
    .addPrimaryKeyConstraint('gw_cases_pk', ['program', 'order_key', 'reason'])
    .execute()
  await db.schema
    .createIndex('gw_cases_state')
    .on('gw_cases')
    .columns(['program', 'state', 'at', 'order_key', 'reason'])
    .execute()
  await db.schema
    .createIndex('gw_cases_friend')
    .on('gw_cases')
    .columns(['program', 'friend'])
    .where(sql.ref('friend'), 'is not', null)
    .execute()

  await db.schema
    .createTable('gw_trace_keys')
    .addColumn('program', 'text', (column) => column.notNull())
    .addColumn('period', 'bigint', (column) => column.notNull())
    .addColumn('key', 'text', (column) => column.notNull())
    .addPrimaryKeyConstraint('gw_trace_keys_pk', ['program', 'period'])
    .execute()

  await db.schema
    .createTable('gw_mailboxes')
    .addColumn('program', 'text', (column) => column.notNull())
    .addColumn('mailbox', 'text', (column) => column.notNull())
    .addColumn('person', 'text', (column) => column.notNull())
    .addPrimaryKeyConstraint('gw_mailboxes_pk', ['program', 'mailbox', 'person'])
    .execute()
  await db.schema
    .createIndex('gw_mailboxes_person')
    .on('gw_mailboxes')
    .columns(['program', 'person'])
    .execute()

  for (const table of ['gw_visitors', 'gw_people'] as const) {
    await db.schema.alterTable(table).addColumn('address', 'text').execute()
    await db.schema.alterTable(table).addColumn('device', 'text').execute()
    await db.schema.alterTable(table).addColumn('traced_at', 'bigint').execute()
    await db.schema
      .createIndex(`${table}_address`)
      .on(table)
      .columns(['program', 'address'])
      .where(sql.ref('address'), 'is not', null)
      .execute()
  }
}
