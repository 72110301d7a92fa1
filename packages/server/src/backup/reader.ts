import { sql } from 'kysely'
import { DatabaseSync } from 'node:sqlite'
import type { Store } from '../store/store.ts'

/** Reads a whole database as it is at one moment, while others go on writing. */
export interface Reader {
  /** The rows of a query, in pieces that fit into memory. */
  rows(query: string): AsyncIterable<Readonly<Record<string, unknown>>>
  /** What makes both databases sort text alike, by its bytes. */
  readonly byBytes: string
  /** The names of our tables, sorted. */
  readonly tables: readonly string[]
}

/** Runs `work` over a SQLite file, from a snapshot. */
export async function readSqlite<T>(file: string, work: (reader: Reader) => Promise<T>): Promise<T> {
  const database = new DatabaseSync(file, { readOnly: true })
  try {
    // The snapshot begins with the first statement, and hinders nobody.
    database.exec('begin')
    const names = database.prepare("select name from sqlite_master where type = 'table' order by name").all()
    return await work({
      byBytes: '',
      tables: ours(names.map(({ name }) => String(name))),
      async *rows(query) {
        yield* database.prepare(query).iterate()
      },
    })
  } finally {
    database.close()
  }
}

/** Rows that travel at once. */
const batch = 2000

/** Runs `work` over PostgreSQL, from a snapshot. */
export async function readPostgres<T>({ db }: Store, work: (reader: Reader) => Promise<T>): Promise<T> {
  const tables = await db.introspection.getTables()
  return db
    .transaction()
    .setIsolationLevel('repeatable read')
    .execute((tx) =>
      work({
        byBytes: 'collate "C"',
        tables: ours(tables.map(({ name }) => name)).toSorted(),
        async *rows(query) {
          // A cursor: neither side ever holds the whole table, and it is sorted once.
          await sql`declare gw_reader no scroll cursor for ${sql.raw(query)}`.execute(tx)
          for (;;) {
            const { rows } = await sql<
              Record<string, unknown>
            >`fetch ${sql.lit(batch)} from gw_reader`.execute(tx)
            yield* rows
            if (rows.length < batch) break
          }
          await sql`close gw_reader`.execute(tx)
        },
      }),
    )
}

const ours = (names: readonly string[]): string[] => names.filter((name) => name.startsWith('gw_'))
