import { SqliteDialect, type Dialect } from 'kysely'
import { mkdirSync } from 'node:fs'
import { dirname } from 'node:path'
import { DatabaseSync, type SQLInputValue } from 'node:sqlite'

/** Milliseconds that a transaction waits for those of other connections. */
const patience = 15_000

/**
 * SQLite in one file beside a write-ahead log. Every commit is on disk before it returns. Makes the file and its
 * folder.
 */
export async function sqliteDialect(file: string): Promise<Dialect> {
  if (file !== ':memory:') mkdirSync(dirname(file), { recursive: true })
  const database = new DatabaseSync(file)
  try {
    // Processes that open a new file together get in each other's way here.
    await whenFree(() => database.exec('pragma journal_mode = wal'))
    database.exec('pragma synchronous = full; pragma foreign_keys = on; pragma busy_timeout = 5000')
    // What is erased is overwritten, not only marked as free.
    database.exec('pragma secure_delete = on')
  } catch (error) {
    database.close()
    throw error
  }
  return withPatience(
    database,
    new SqliteDialect({
      database: {
        close: () => database.close(),
        prepare(sql) {
          const statement = database.prepare(sql)
          const given = (parameters: readonly unknown[]) => parameters as SQLInputValue[]
          return {
            reader: statement.columns().length > 0,
            all: (parameters) => statement.all(...given(parameters)),
            run: (parameters) => statement.run(...given(parameters)),
            iterate: (parameters) => statement.iterate(...given(parameters)),
          }
        },
      },
    }),
  )
}

/**
 * Every transaction takes the write lock when it begins: one that read first and wrote later could be refused in
 * between. SQLite itself would wait for it without letting anything else run, not even the transaction that it waits
 * for, if that is one of the same process.
 */
function withPatience(database: DatabaseSync, dialect: Dialect): Dialect {
  return {
    createAdapter: () => dialect.createAdapter(),
    createIntrospector: (db) => dialect.createIntrospector(db),
    createQueryCompiler: () => dialect.createQueryCompiler(),
    createDriver() {
      const driver = dialect.createDriver()
      driver.beginTransaction = () =>
        whenFree(() => {
          database.exec('pragma busy_timeout = 0')
          try {
            database.exec('begin immediate')
          } finally {
            database.exec('pragma busy_timeout = 5000')
          }
        })
      return driver
    },
  }
}

/** Tries again while another connection is at work. */
async function whenFree(work: () => void): Promise<void> {
  const end = Date.now() + patience
  for (let wait = 1; ; wait = Math.min(wait * 2, 16)) {
    try {
      return work()
    } catch (error) {
      const isBusy = (error as { errcode?: unknown }).errcode === 5
      if (!isBusy || Date.now() > end) throw error
      await new Promise((resolve) => setTimeout(resolve, wait * (0.5 + Math.random())))
    }
  }
}
