import { GoodwordError } from '@goodword/program'
import { Kysely } from 'kysely'
import { migrate } from './migrate.ts'
import type { RunBulk } from './bulk.ts'
import { openSqlite } from './sqlite.ts'
import { pipelined } from './pipelined.ts'
import type { Tables } from './tables.ts'
import type { Write } from './transaction.ts'

/** Where a store is: a SQLite file (`:memory:` keeps nothing), or the URL of a PostgreSQL database. */
export type StoreLocation = { readonly file: string } | { readonly url: string }

/** An open database with its tables in place; many programs share one. */
export interface Store {
  readonly kind: 'sqlite' | 'postgres'
  readonly db: Kysely<Tables>
  /** Statements for many rows at once; inside of a transaction only. */
  readonly bulk: RunBulk
  /** Runs `work` in one transaction; see `write`, which tries again as well. */
  transaction<T>(work: (tx: Write) => Promise<T>): Promise<T>
  /** The names of the migrations that opening it ran. */
  readonly migrated: readonly string[]
  close(): Promise<void>
}

/**
 * Opens a database and brings its tables up to date; several servers may do so at once.
 *
 * Rejects with `store-unavailable` when it cannot be opened, `store-newer` when a later version wrote it.
 */
export async function openStore(location: StoreLocation): Promise<Store> {
  const kind = 'file' in location ? 'sqlite' : 'postgres'
  let db: Kysely<Tables> | undefined
  try {
    const { dialect, bulk } =
      'file' in location ? await openSqlite(location.file) : await postgres(location.url)
    db = new Kysely<Tables>({ dialect })
    const migrated = await migrate(db, kind)
    const opened = db
    return {
      kind,
      db: opened,
      bulk,
      migrated,
      // SQLite answers before anything else could be asked.
      transaction: (work) =>
        kind === 'postgres' ? pipelined(opened, dialect, work) : opened.transaction().execute(work),
      close: () => opened.destroy(),
    }
  } catch (cause) {
    await db?.destroy()
    if (cause instanceof GoodwordError) throw cause
    throw unavailable(location, cause)
  }
}

/** Who uses a file never loads the driver. */
const postgres = async (url: string) => (await import('./postgres.ts')).openPostgres(url)

function unavailable(location: StoreLocation, cause: unknown): GoodwordError {
  // Several tries at once, IPv4 and IPv6, fail as one error without a message.
  const first: unknown = cause instanceof AggregateError ? cause.errors[0] : cause
  const why = first instanceof Error ? first.message : String(first)
  const [what, remedy] =
    'file' in location
      ? [`The database file "${location.file}"`, 'Use a file in a folder that this user may write to.']
      : [`The database at ${withoutPassword(location.url)}`, 'Check DATABASE_URL, and that it is running.']
  return new GoodwordError('store-unavailable', `${what} could not be opened: ${why}. ${remedy}`, { cause })
}

function withoutPassword(text: string): string {
  const url = URL.parse(text)
  return url ? `${url.protocol}//${url.host}${url.pathname}` : 'an address that is no URL'
}
