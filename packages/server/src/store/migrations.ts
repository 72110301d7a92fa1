import { sql, type CreateTableBuilder, type Transaction } from 'kysely'
import type { Tables } from './tables.ts'

/** One step of the tables’ history. */
export interface Migration {
  readonly name: string
  up(db: Transaction<Tables>): Promise<void>
}

/**
 * Forward only, run in order, never edited once released. They keep to what SQLite, PostgreSQL and Citus share: every
 * primary and unique key begins with `program`.
 */
export const migrations: readonly Migration[] = [{ name: '0001-spine', up: createSpine }]

async function createSpine(db: Transaction<Tables>): Promise<void> {
  const table = (name: keyof Tables): CreateTableBuilder<string, 'program'> =>
    db.schema.createTable(name).addColumn('program', 'text', (column) => column.notNull())

  await table('gw_people')
    .addColumn('id', 'text', (column) => column.notNull())
    .addColumn('customer_id', 'text')
    .addColumn('email_key', 'text')
    .addColumn('email', 'text')
    .addColumn('name', 'text')
    .addColumn('code', 'text')
    .addColumn('created_at', 'bigint', (column) => column.notNull())
    .addColumn('revision', 'bigint', (column) => column.notNull().defaultTo(0))
    .addPrimaryKeyConstraint('gw_people_pk', ['program', 'id'])
    .addUniqueConstraint('gw_people_customer', ['program', 'customer_id'])
    .addUniqueConstraint('gw_people_email', ['program', 'email_key'])
    .addUniqueConstraint('gw_people_code', ['program', 'code'])
    .execute()

  await table('gw_referrers')
    .addColumn('person', 'text', (column) => column.notNull())
    .addColumn('friends', 'bigint', (column) => column.notNull())
    .addColumn('progress', 'text', (column) => column.notNull())
    .addColumn('revision', 'bigint', (column) => column.notNull())
    .addPrimaryKeyConstraint('gw_referrers_pk', ['program', 'person'])
    .execute()
  await db.schema
    .createIndex('gw_referrers_friends')
    .on('gw_referrers')
    .columns(['program', 'friends', 'person'])
    .execute()

  await table('gw_visitors')
    .addColumn('visitor', 'text', (column) => column.notNull())
    .addColumn('person', 'text')
    .addColumn('revision', 'bigint', (column) => column.notNull().defaultTo(0))
    .addPrimaryKeyConstraint('gw_visitors_pk', ['program', 'visitor'])
    .execute()

  await table('gw_ledger')
    .addColumn('id', 'text', (column) => column.notNull())
    .addColumn('type', 'text', (column) => column.notNull())
    .addColumn('at', 'bigint', (column) => column.notNull())
    .addColumn('received_at', 'bigint', (column) => column.notNull())
    .addColumn('source', 'text', (column) => column.notNull())
    .addColumn('person', 'text')
    .addColumn('visitor', 'text')
    .addColumn('code', 'text')
    .addColumn('name', 'text')
    .addColumn('order_ref', 'text')
    .addColumn('body', 'text', (column) => column.notNull())
    .addPrimaryKeyConstraint('gw_ledger_pk', ['program', 'id'])
    .execute()
  for (const column of ['person', 'visitor', 'order_ref'] as const) {
    await db.schema
      .createIndex(`gw_ledger_${column}`)
      .on('gw_ledger')
      .columns(['program', column])
      .where(sql.ref(column), 'is not', null)
      .execute()
  }
  await db.schema.createIndex('gw_ledger_type').on('gw_ledger').columns(['program', 'type']).execute()

  await table('gw_orders')
    .addColumn('name', 'text', (column) => column.notNull())
    .addColumn('order_ref', 'text', (column) => column.notNull())
    .addColumn('friend', 'text')
    .addColumn('at', 'bigint')
    .addColumn('amount', 'bigint')
    .addColumn('net', 'bigint')
    .addColumn('state', 'text')
    .addColumn('revision', 'bigint', (column) => column.notNull().defaultTo(0))
    .addPrimaryKeyConstraint('gw_orders_pk', ['program', 'name', 'order_ref'])
    .execute()
  await db.schema.createIndex('gw_orders_at').on('gw_orders').columns(['program', 'at']).execute()

  await table('gw_bonds')
    .addColumn('friend', 'text', (column) => column.notNull())
    .addColumn('referrer', 'text', (column) => column.notNull())
    .addColumn('at', 'bigint', (column) => column.notNull())
    .addColumn('state', 'text', (column) => column.notNull())
    .addPrimaryKeyConstraint('gw_bonds_pk', ['program', 'friend'])
    .execute()
  await db.schema
    .createIndex('gw_bonds_referrer')
    .on('gw_bonds')
    .columns(['program', 'referrer', 'at', 'friend'])
    .execute()

  await table('gw_rewards')
    .addColumn('id', 'text', (column) => column.notNull())
    .addColumn('incentive', 'text', (column) => column.notNull())
    .addColumn('participant', 'text', (column) => column.notNull())
    .addColumn('side', 'text', (column) => column.notNull())
    .addColumn('occurrence', 'text', (column) => column.notNull())
    .addColumn('state', 'text', (column) => column.notNull())
    .addColumn('give', 'text', (column) => column.notNull())
    .addColumn('amount', 'bigint')
    .addColumn('at', 'bigint', (column) => column.notNull())
    .addColumn('due', 'bigint')
    .addColumn('friend', 'text')
    .addColumn('reason', 'text', (column) => column.notNull())
    .addPrimaryKeyConstraint('gw_rewards_pk', ['program', 'id'])
    .addUniqueConstraint('gw_rewards_once', ['program', 'incentive', 'participant', 'occurrence'])
    .execute()
  await db.schema.createIndex('gw_rewards_at').on('gw_rewards').columns(['program', 'at', 'id']).execute()
  await db.schema
    .createIndex('gw_rewards_participant')
    .on('gw_rewards')
    .columns(['program', 'participant', 'at', 'id'])
    .execute()

  await table('gw_tallies')
    .addColumn('code', 'text', (column) => column.notNull())
    .addColumn('visits', 'bigint', (column) => column.notNull())
    .addColumn('shares', 'bigint', (column) => column.notNull())
    .addPrimaryKeyConstraint('gw_tallies_pk', ['program', 'code'])
    .execute()
}
