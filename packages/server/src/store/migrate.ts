import { GoodwordError } from '@goodword/program'
import { sql, type Kysely } from 'kysely'
import { migrations, type Migration } from './migrations.ts'
import type { Tables } from './tables.ts'

/** Any number, as long as every Goodword takes the same one. */
const advisoryLock = 4_673_663_673

/**
 * Brings the tables up to date, in one transaction and under a lock, so that several servers may start at once; returns
 * the names of what it ran. Rejects with `store-newer` when the database knows a migration that this version does not.
 */
export async function migrate(
  db: Kysely<Tables>,
  kind: 'sqlite' | 'postgres',
  list: readonly Migration[] = migrations,
  now: () => number = Date.now,
): Promise<string[]> {
  return db.transaction().execute(async (tx) => {
    // SQLite needs none: its transaction holds the only write lock.
    if (kind === 'postgres') await sql`select pg_advisory_xact_lock(${sql.lit(advisoryLock)})`.execute(tx)
    await tx.schema
      .createTable('gw_migrations')
      .ifNotExists()
      .addColumn('name', 'text', (column) => column.primaryKey())
      .addColumn('at', 'bigint', (column) => column.notNull())
      .execute()
    const done = new Set(
      (await tx.selectFrom('gw_migrations').select('name').execute()).map(({ name }) => name),
    )
    refuseNewer(done, list)
    const missing = list.filter(({ name }) => !done.has(name))
    for (const { name, up } of missing) {
      await up(tx)
      await tx.insertInto('gw_migrations').values({ name, at: now() }).execute()
    }
    return missing.map(({ name }) => name)
  })
}

function refuseNewer(done: ReadonlySet<string>, list: readonly Migration[]): void {
  const known = new Set(list.map(({ name }) => name))
  const strange = [...done].filter((name) => !known.has(name))
  if (strange.length === 0) return
  throw new GoodwordError(
    'store-newer',
    `The database was written by a later version of Goodword (it has ${strange.join(', ')}). Use that version or a newer one.`,
  )
}
