import { SqliteDialect, type Dialect } from 'kysely'
import { mkdirSync } from 'node:fs'
import { dirname } from 'node:path'
import { DatabaseSync, type SQLInputValue, type StatementSync } from 'node:sqlite'
import type { Bulk, RunBulk } from './bulk.ts'

/** Milliseconds that a transaction waits for those of other connections. */
const patience = 15_000

/** Memory for pages; of 2 MB, which is what SQLite takes by itself, a batch would push out its own. */
const cacheKilobytes = 65_536

/** Pages of 4 kB in the write-ahead log before they are copied into the file: 32 MB. */
const checkpointPages = 8000

/**
 * SQLite in one file beside a write-ahead log. Every commit is on disk before it returns. Makes the file and its
 * folder.
 */
export async function openSqlite(
  file: string,
): Promise<{ readonly dialect: Dialect; readonly bulk: RunBulk }> {
  if (file !== ':memory:') mkdirSync(dirname(file), { recursive: true })
  const database = new DatabaseSync(file)
  try {
    // Processes that open a new file together get in each other's way here.
    await whenFree(() => database.exec('pragma journal_mode = wal'))
    database.exec('pragma synchronous = full; pragma foreign_keys = on; pragma busy_timeout = 5000')
    // Pages that a batch touches stay in memory, and go from the log into the file some dozen batches at a time.
    database.exec(`pragma cache_size = -${cacheKilobytes}; pragma wal_autocheckpoint = ${checkpointPages}`)
    // What is erased is overwritten, not only marked as free.
    database.exec('pragma secure_delete = on')
  } catch (error) {
    database.close()
    throw error
  }
  const prepare = preparedBy(database)
  const plain = new SqliteDialect({
    database: {
      close: () => database.close(),
      prepare(sql) {
        const statement = prepare(sql)
        const given = (parameters: readonly unknown[]) => parameters as SQLInputValue[]
        return {
          reader: statement.columns().length > 0,
          all: (parameters) => statement.all(...given(parameters)),
          run: (parameters) => statement.run(...given(parameters)),
          iterate: (parameters) => statement.iterate(...given(parameters)),
        }
      },
    },
  })
  return { dialect: withPatience(database, plain), bulk: bulkBy(prepare) }
}

type Prepare = (sql: string) => StatementSync

/** Statements that are kept prepared. */
const mostPrepared = 300

function preparedBy(database: DatabaseSync): Prepare {
  const known = new Map<string, StatementSync>()
  return (sql) => {
    const found = known.get(sql)
    if (found) return found
    const statement = database.prepare(sql)
    // A list of another length is another text: such statements come and go.
    if (known.size >= mostPrepared) known.delete(known.keys().next().value!)
    known.set(sql, statement)
    return statement
  }
}

/** The one connection is the transaction's own while it lasts. */
function bulkBy(prepare: Prepare): RunBulk {
  return async <Row>(
    _tx: unknown,
    { sqlite, parameters, returns }: Bulk,
    program: string,
    rows: readonly object[],
  ) => {
    if (rows.length === 0) return []
    const statement = prepare(sqlite)
    const answers: Row[] = []
    const given: SQLInputValue[] = []
    for (const row of rows) {
      const values = row as Readonly<Record<string, SQLInputValue>>
      for (const [index, name] of parameters.entries())
        given[index] = name === 'program' ? program : (values[name] ?? null)
      if (!returns) statement.run(...given)
      else for (const answer of statement.all(...given)) answers.push(answer as Row)
    }
    return answers
  }
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
      // A full disk has undone the transaction already: to undo it again would hide why.
      driver.rollbackTransaction = async () => {
        if (database.isTransaction) database.exec('rollback')
      }
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
