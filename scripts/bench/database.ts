import { randomUUID } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type * as Pg from 'pg'
import { openStore, type Store, type StoreLocation } from '../../packages/server/src/store/store.ts'
import { startPostgres } from '../postgres.ts'
import { root } from '../steps.ts'
import { shop } from './shop.ts'

export type Kind = 'sqlite' | 'postgres'

/** The driver that the server has. */
export const pg = createRequire(join(root, 'packages/server/package.json'))('pg') as typeof Pg

/** An empty database of a bench's own, and a data folder with the program's file. */
export interface Database {
  readonly kind: Kind
  readonly title: 'SQLite' | 'PostgreSQL'
  readonly folder: string
  readonly programFile: string
  readonly location: StoreLocation
  /** For a server that is to use it. */
  readonly env: NodeJS.ProcessEnv
  open(): Promise<Store>
  drop(): Promise<void>
}

/** Where databases come from: one PostgreSQL for all of a bench, started only if it is asked for. */
export interface Databases {
  create(kind: Kind): Promise<Database>
  close(): Promise<void>
}

/** `DATABASE_URL` names the PostgreSQL to use; without it, one is started. */
export function createDatabases(): Databases {
  let postgres: Promise<{ readonly url: string; stop?(): Promise<void> }> | undefined
  const given = process.env['DATABASE_URL']
  return {
    async create(kind) {
      if (kind === 'sqlite') return createFile()
      postgres ??= given ? Promise.resolve({ url: given }) : startPostgres()
      return createSchema((await postgres).url)
    },
    close: async () => (await postgres)?.stop?.(),
  }
}

function createFolder(): Pick<Database, 'folder' | 'programFile'> {
  const folder = mkdtempSync(join(tmpdir(), 'goodword-bench-'))
  const programFile = join(folder, 'program.json')
  writeFileSync(programFile, JSON.stringify(shop))
  return { folder, programFile }
}

/** A SQLite file in a folder of its own. */
export function createFile(): Database {
  const place = createFolder()
  const location = { file: join(place.folder, 'goodword.db') }
  const { DATABASE_URL: _, ...env } = process.env
  return {
    ...place,
    kind: 'sqlite',
    title: 'SQLite',
    location,
    env,
    open: () => openStore(location),
    drop: async () => rmSync(place.folder, { recursive: true, force: true }),
  }
}

/** A schema of its own in that database. */
export async function createSchema(postgres: string): Promise<Database> {
  const place = createFolder()
  const schema = `bench_${randomUUID().replaceAll('-', '')}`
  await runOnce(postgres, `create schema ${schema}`)
  const url = new URL(postgres)
  url.searchParams.set('options', `-c search_path=${schema}`)
  const location = { url: url.href }
  return {
    ...place,
    kind: 'postgres',
    title: 'PostgreSQL',
    location,
    env: { ...process.env, DATABASE_URL: url.href },
    open: () => openStore(location),
    async drop() {
      await runOnce(postgres, `drop schema ${schema} cascade`)
      rmSync(place.folder, { recursive: true, force: true })
    },
  }
}

async function runOnce(url: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  await client.query(statement)
  await client.end()
}
