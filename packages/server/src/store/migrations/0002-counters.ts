import { sql, type CreateTableBuilder, type Transaction } from 'kysely'
import type { Tables } from '../tables.ts'

/** Balances, ranks, roll-ups and steps; indexes for settling friend by friend. What is derived is made anew by a rebuild. */
export async function createCounters(db: Transaction<Tables>): Promise<void> {
  const table = (name: keyof Tables): CreateTableBuilder<string, 'program'> =>
    db.schema.createTable(name).addColumn('program', 'text', (column) => column.notNull())
  const count = (name: 'gw_orders' | 'gw_bonds' | 'gw_referrers', column: string) =>
    db.schema
      .alterTable(name)
      .addColumn(column, 'bigint', (added) => added.notNull().defaultTo(0))
      .execute()
  await count('gw_orders', 'trusted')
  await count('gw_referrers', 'bound')
  await count('gw_bonds', 'sealed')
  await db.schema.alterTable('gw_bonds').addColumn('channel', 'text').execute()
  await db.schema.alterTable('gw_people').addColumn('enrolled_at', 'bigint').execute()

  await spreadTallies(db)
  await table('gw_balances')
    .addColumn('person', 'text', (column) => column.notNull())
    .addColumn('earned', 'double precision', (column) => column.notNull())
    .addColumn('coming', 'double precision', (column) => column.notNull())
    .addPrimaryKeyConstraint('gw_balances_pk', ['program', 'person'])
    .execute()
  await table('gw_ranks')
    .addColumn('friends', 'bigint', (column) => column.notNull())
    .addColumn('slot', 'bigint', (column) => column.notNull())
    .addColumn('referrers', 'bigint', (column) => column.notNull())
    .addPrimaryKeyConstraint('gw_ranks_pk', ['program', 'friends', 'slot'])
    .execute()
  await createRollups(table('gw_rollups'))
  await table('gw_steps')
    .addColumn('referrer', 'text', (column) => column.notNull())
    .addColumn('revision', 'bigint', (column) => column.notNull())
    .addColumn('friends', 'text', (column) => column.notNull())
    .addColumn('rows', 'text', (column) => column.notNull())
    .addPrimaryKeyConstraint('gw_steps_pk', ['program', 'referrer', 'revision'])
    .execute()
  await createIndexes(db)
}

/** Sums are doubles: what browsers claim must not overflow an integer and fail. */
async function createRollups(table: CreateTableBuilder<string, 'program'>): Promise<void> {
  let rollups = table
    .addColumn('day', 'bigint', (column) => column.notNull())
    .addColumn('kind', 'text', (column) => column.notNull())
    .addColumn('name', 'text', (column) => column.notNull())
    .addColumn('slot', 'bigint', (column) => column.notNull())
    .addPrimaryKeyConstraint('gw_rollups_pk', ['program', 'day', 'kind', 'name', 'slot'])
  const counts = ['visits', 'shares', 'exposures', 'participants', 'conversions', 'referred', 'customers']
  for (const name of [...counts, 'referred_customers', 'refunds', 'rewards'])
    rollups = rollups.addColumn(name, 'bigint', (column) => column.notNull())
  for (const name of ['revenue', 'referred_revenue', 'reward_money'])
    rollups = rollups.addColumn(name, 'double precision', (column) => column.notNull())
  await rollups.execute()
}

/** A primary key cannot be changed in SQLite: a new table takes the old one's place. */
async function spreadTallies(db: Transaction<Tables>): Promise<void> {
  await db.schema.alterTable('gw_tallies').renameTo('gw_tallies_before').execute()
  await db.schema
    .createTable('gw_tallies')
    .addColumn('program', 'text', (column) => column.notNull())
    .addColumn('code', 'text', (column) => column.notNull())
    .addColumn('slot', 'bigint', (column) => column.notNull())
    .addColumn('visits', 'bigint', (column) => column.notNull())
    .addColumn('shares', 'bigint', (column) => column.notNull())
    .addPrimaryKeyConstraint('gw_tallies_slots', ['program', 'code', 'slot'])
    .execute()
  await sql`insert into gw_tallies (program, code, slot, visits, shares)
    select program, code, 0, visits, shares from gw_tallies_before`.execute(db)
  await db.schema.dropTable('gw_tallies_before').execute()
}

async function createIndexes(db: Transaction<Tables>): Promise<void> {
  // Counting by type is what roll-ups are for; finding a code that nobody owned yet takes its place.
  for (const index of ['gw_ledger_type', 'gw_ledger_person', 'gw_orders_at', 'gw_referrers_friends'])
    await db.schema.dropIndex(index).execute()
  await db.schema
    .createIndex('gw_ledger_person')
    .on('gw_ledger')
    .columns(['program', 'person', 'type', 'id'])
    .where('person', 'is not', null)
    .execute()
  await db.schema
    .createIndex('gw_ledger_code')
    .on('gw_ledger')
    .columns(['program', 'code'])
    .where('code', 'is not', null)
    .execute()
  // Only what a list shows.
  await sql`create index gw_orders_at on gw_orders (program, at) where at is not null`.execute(db)
  await sql`create index gw_referrers_friends on gw_referrers (program, friends, person) where friends > 0`.execute(
    db,
  )
  await db.schema
    .createIndex('gw_bonds_open')
    .on('gw_bonds')
    .columns(['program', 'referrer'])
    .where(sql.ref('sealed'), '=', sql.lit(0))
    .execute()
  await db.schema
    .createIndex('gw_rewards_friend_side')
    .on('gw_rewards')
    .columns(['program', 'participant'])
    .where(sql.ref('side'), '=', sql.lit('friend'))
    .execute()
  await db.schema
    .createIndex('gw_rewards_pending')
    .on('gw_rewards')
    .columns(['program', 'participant', 'due'])
    .where(sql.ref('state'), '=', sql.lit('pending'))
    .execute()
}
