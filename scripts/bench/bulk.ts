import { DatabaseSync, type SQLInputValue } from 'node:sqlite'
import { pg, type Database } from './database.ts'

/** Writes rows past the server, as fast as the database takes them, and without waiting for the disk. */
export interface Bulk {
  insert(table: string, rows: readonly object[]): Promise<void>
  /** Leaves the database as it would be after a day of use. */
  finish(): Promise<void>
}

/** Opens a database whose tables are there already. */
export async function openBulk({ location }: Database): Promise<Bulk> {
  return 'file' in location ? openFile(location.file) : openPostgres(location.url)
}

function openFile(file: string): Bulk {
  const db = new DatabaseSync(file)
  db.exec('pragma synchronous = off; pragma cache_size = -262144')
  return {
    async insert(table, rows) {
      if (rows.length === 0) return
      const columns = Object.keys(rows[0]!)
      const places = columns.map(() => '?').join(', ')
      const statement = db.prepare(`insert into ${table} (${columns.join(', ')}) values (${places})`)
      db.exec('begin immediate')
      // By name: rows of one list may be written in different orders.
      for (const row of rows as readonly Readonly<Record<string, SQLInputValue>>[])
        statement.run(...columns.map((column) => row[column] ?? null))
      db.exec('commit')
    },
    async finish() {
      // No `analyze`: the server never does that either.
      db.exec('pragma wal_checkpoint(truncate)')
      db.close()
    },
  }
}

async function openPostgres(url: string): Promise<Bulk> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  await client.query('set synchronous_commit = off')
  return {
    async insert(table, rows) {
      if (rows.length === 0) return
      const columns = Object.keys(rows[0]!).join(', ')
      const from = `json_populate_recordset(null::${table}, $1::json)`
      await client.query(`insert into ${table} (${columns}) select ${columns} from ${from}`, [
        JSON.stringify(rows),
      ])
    },
    async finish() {
      await client.query('vacuum analyze')
      await client.query('checkpoint')
      await client.end()
    },
  }
}
