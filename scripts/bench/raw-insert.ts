import { randomUUID } from 'node:crypto'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { pg, type Database } from './database.ts'

const batch = 500
const columns = ['program', 'id', 'type', 'at', 'visitor', 'code', 'body'] as const
const table = `create table raw_events (program text not null, id text not null, type text not null, at bigint not null,
  visitor text, code text, body text not null, primary key (program, id))`

type Row = readonly [string, string, string, number, string, string, string]

function makeRow(index: number): Row {
  const visitor = `v_${randomUUID()}`
  return [
    'shop',
    randomUUID(),
    'visit',
    Date.now(),
    visitor,
    `C${index % 500}`,
    '{"url":"https://shop.example/"}',
  ]
}

/**
 * Rows a second that the database takes when it is only asked to keep them: batches of 500, each committed to disk, into
 * one table with the ledger's columns and a primary key, by one connection. Nothing is looked up, nothing derived.
 */
export async function insertRaw(database: Database, rows: number): Promise<number> {
  const batches = Array.from({ length: Math.max(1, Math.round(rows / batch)) }, (_, index) =>
    Array.from({ length: batch }, (_, row) => makeRow(index * batch + row)),
  )
  const insert = 'file' in database.location ? openFile(database) : await openPostgres(database.location.url)
  const begun = performance.now()
  for (const some of batches) await insert.batch(some)
  const seconds = (performance.now() - begun) / 1000
  await insert.close()
  return (batches.length * batch) / seconds
}

interface Insert {
  batch(rows: readonly Row[]): void | Promise<void>
  close(): void | Promise<void>
}

function openFile({ folder }: Database): Insert {
  const db = new DatabaseSync(join(folder, 'raw.db'))
  db.exec(`pragma journal_mode = wal; pragma synchronous = full; ${table}`)
  const statement = db.prepare(`insert into raw_events values (${columns.map(() => '?').join(', ')})`)
  return {
    batch(rows) {
      db.exec('begin immediate')
      for (const row of rows) statement.run(...row)
      db.exec('commit')
    },
    close: () => db.close(),
  }
}

async function openPostgres(url: string): Promise<Insert> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  await client.query(table)
  const arrays = columns
    .map((name, index) => `$${index + 1}::${name === 'at' ? 'bigint' : 'text'}[]`)
    .join(', ')
  return {
    async batch(rows) {
      await client.query({
        name: 'raw',
        text: `insert into raw_events select * from unnest(${arrays}) on conflict do nothing`,
        values: columns.map((_, index) => rows.map((row) => row[index])),
      })
    },
    close: () => client.end(),
  }
}
