import { randomUUID } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Client } from 'pg'
import type { StoreLocation } from './store.ts'

/** A database of a test's own. */
export interface TestDatabase {
  readonly location: StoreLocation
  drop(): Promise<void>
}

/** The databases that store tests run on: SQLite always, PostgreSQL where DATABASE_URL names one. */
export const databases: readonly { readonly kind: string; create(): Promise<TestDatabase> }[] = [
  { kind: 'SQLite', create: createFile },
  ...(process.env['DATABASE_URL'] ? [{ kind: 'PostgreSQL', create: createSchema }] : []),
]

async function createFile(): Promise<TestDatabase> {
  const folder = mkdtempSync(join(tmpdir(), 'goodword-store-'))
  return {
    location: { file: join(folder, 'goodword.db') },
    drop: async () => rmSync(folder, { recursive: true }),
  }
}

/** A schema of its own in the one database, so that test files can run side by side. */
async function createSchema(): Promise<TestDatabase> {
  const url = new URL(process.env['DATABASE_URL']!)
  const schema = `test_${randomUUID().replaceAll('-', '')}`
  await runOnce(url.href, `create schema ${schema}`)
  url.searchParams.set('options', `-c search_path=${schema}`)
  return {
    location: { url: url.href },
    drop: () => runOnce(process.env['DATABASE_URL']!, `drop schema ${schema} cascade`),
  }
}

async function runOnce(url: string, statement: string): Promise<void> {
  const client = new Client({ connectionString: url })
  await client.connect()
  await client.query(statement)
  await client.end()
}
