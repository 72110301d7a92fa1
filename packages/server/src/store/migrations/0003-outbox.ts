import type { CreateTableBuilder, Transaction } from 'kysely'
import type { OutboxTables } from '../tables/outbox.ts'
import type { Tables } from '../tables.ts'

/** Webhooks, messages and their deliveries, invitations. */
export async function createOutbox(db: Transaction<Tables>): Promise<void> {
  const table = (name: keyof OutboxTables): CreateTableBuilder<string, 'program'> =>
    db.schema.createTable(name).addColumn('program', 'text', (column) => column.notNull())

  await table('gw_webhooks')
    .addColumn('id', 'text', (column) => column.notNull())
    .addColumn('url', 'text', (column) => column.notNull())
    .addColumn('label', 'text')
    .addColumn('types', 'text', (column) => column.notNull())
    .addColumn('include', 'text', (column) => column.notNull())
    .addColumn('secret', 'text', (column) => column.notNull())
    .addColumn('old_secret', 'text')
    .addColumn('old_until', 'bigint')
    .addColumn('state', 'text', (column) => column.notNull())
    .addColumn('reason', 'text')
    .addColumn('created_at', 'bigint', (column) => column.notNull())
    .addColumn('failing_since', 'bigint')
    .addColumn('failures', 'bigint', (column) => column.notNull())
    .addPrimaryKeyConstraint('gw_webhooks_pk', ['program', 'id'])
    .execute()

  await table('gw_outbox')
    .addColumn('id', 'text', (column) => column.notNull())
    .addColumn('type', 'text', (column) => column.notNull())
    .addColumn('at', 'bigint', (column) => column.notNull())
    .addColumn('body', 'text', (column) => column.notNull())
    .addPrimaryKeyConstraint('gw_outbox_pk', ['program', 'id'])
    .execute()
  await db.schema.createIndex('gw_outbox_at').on('gw_outbox').columns(['program', 'at', 'id']).execute()

  await table('gw_deliveries')
    .addColumn('id', 'text', (column) => column.notNull())
    .addColumn('message', 'text', (column) => column.notNull())
    .addColumn('receiver', 'text', (column) => column.notNull())
    .addColumn('at', 'bigint', (column) => column.notNull())
    .addColumn('state', 'text', (column) => column.notNull())
    .addColumn('due', 'bigint', (column) => column.notNull())
    .addColumn('leased_until', 'bigint', (column) => column.notNull())
    .addColumn('tries', 'bigint', (column) => column.notNull())
    .addColumn('tried_at', 'bigint')
    .addColumn('status', 'bigint')
    .addColumn('error', 'text')
    .addColumn('answer', 'text')
    .addPrimaryKeyConstraint('gw_deliveries_pk', ['program', 'id'])
    .execute()
  const indexes = {
    gw_deliveries_due: ['program', 'receiver', 'state', 'due'],
    gw_deliveries_at: ['program', 'receiver', 'at', 'id'],
    gw_deliveries_state: ['program', 'state', 'at'],
    gw_deliveries_message: ['program', 'message'],
  }
  for (const [name, columns] of Object.entries(indexes))
    await db.schema.createIndex(name).on('gw_deliveries').columns(columns).execute()

  await table('gw_mail_keys')
    .addColumn('secret', 'text', (column) => column.notNull())
    .addPrimaryKeyConstraint('gw_mail_keys_pk', ['program'])
    .execute()

  await table('gw_invitations')
    .addColumn('address', 'text', (column) => column.notNull())
    .addColumn('participant', 'text', (column) => column.notNull())
    .addColumn('code', 'text', (column) => column.notNull())
    .addColumn('at', 'bigint', (column) => column.notNull())
    .addColumn('mailed_at', 'bigint')
    .addPrimaryKeyConstraint('gw_invitations_pk', ['program', 'address', 'participant'])
    .execute()
  const byWhom = {
    gw_invitations_participant: ['program', 'participant', 'at'],
    gw_invitations_at: ['program', 'at'],
  }
  for (const [name, columns] of Object.entries(byWhom))
    await db.schema.createIndex(name).on('gw_invitations').columns(columns).execute()

  await table('gw_mail_guards')
    .addColumn('address', 'text', (column) => column.notNull())
    .addColumn('mailed_at', 'bigint', (column) => column.notNull())
    .addColumn('refused_at', 'bigint')
    .addPrimaryKeyConstraint('gw_mail_guards_pk', ['program', 'address'])
    .execute()
}
