import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { sqlBackend } from '../backend/sql-backend.ts'
import { shop, visit } from '../backend/shop.fixture.ts'
import { migrate } from './migrate.ts'
import { migrations } from './migrations.ts'
import { openStore } from './store.ts'
import { databases, type TestDatabase } from './testing.ts'
import type { Write } from './transaction.ts'

describe.each(databases)('opening $kind', ({ create }) => {
  let database: TestDatabase
  beforeEach(async () => void (database = await create()))
  afterEach(() => database.drop())

  it('makes the tables once, whoever opens it at the same time', async () => {
    const stores = await Promise.all(Array.from({ length: 8 }, () => openStore(database.location)))
    expect(stores.flatMap(({ migrated }) => migrated)).toEqual(migrations.map(({ name }) => name))
    await Promise.all(stores.map((store) => store.close()))
  })

  it('makes them once for processes that start together', async () => {
    const script = `
      import { openStore } from ${JSON.stringify(new URL('store.ts', import.meta.url).href)}
      const store = await openStore(${JSON.stringify(database.location)})
      await store.close()
      console.log(store.migrated.length)`
    const ran = await Promise.all(Array.from({ length: 4 }, () => run(script)))
    expect(ran.toSorted()).toEqual(['0', '0', '0', String(migrations.length)])
  })

  it('keeps what was told when it is opened again', async () => {
    const first = await openStore(database.location)
    const event = visit({ visitor: 'v_0001' })
    await sqlBackend({ store: first, program: shop }).record([event])
    await first.close()
    const second = await openStore(database.location)
    const [receipt] = await sqlBackend({ store: second, program: shop }).record([event])
    expect([second.migrated, receipt?.status]).toEqual([[], 'duplicate'])
    await second.close()
  })

  it('undoes a migration that fails, and can try again', async () => {
    const store = await openStore(database.location)
    const extra = (db: Write) => db.schema.createTable('gw_extra').addColumn('program', 'text').execute()
    const good = { name: '9001-good', up: extra }
    const broken = {
      name: '9001-broken',
      async up(db: Write) {
        await extra(db)
        throw new Error('no')
      },
    }
    await expect(migrate(store.db, store.kind, [...migrations, broken])).rejects.toThrow('no')
    expect(await migrate(store.db, store.kind, [...migrations, good])).toEqual(['9001-good'])
    await store.close()
  })

  it('refuses a database that a later version wrote', async () => {
    const store = await openStore(database.location)
    await store.db.insertInto('gw_migrations').values({ name: '9999-future', at: 0 }).execute()
    await store.close()
    await expect(openStore(database.location)).rejects.toMatchObject({
      code: 'store-newer',
      message: expect.stringContaining('9999-future') as string,
    })
  })
})

describe('a store that cannot be opened', () => {
  it('names the file and the remedy', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'goodword-broken-'))
    const file = join(folder, 'goodword.db')
    writeFileSync(file, 'This is no database. '.repeat(100))
    await expect(openStore({ file })).rejects.toMatchObject({
      code: 'store-unavailable',
      message: expect.stringContaining(file) as string,
    })
    rmSync(folder, { recursive: true })
  })

  it('names the address without its password', async () => {
    const failure = openStore({ url: 'postgres://amy:hunter2@127.0.0.1:1/shop' })
    await expect(failure).rejects.toMatchObject({ code: 'store-unavailable' })
    await expect(failure).rejects.not.toThrow('hunter2')
    await expect(failure).rejects.toThrow('127.0.0.1:1/shop')
  })
})

async function run(script: string): Promise<string> {
  const flags = ['--conditions=source', '--input-type=module-typescript', '--eval', script]
  const child = spawn(process.execPath, flags, { stdio: ['ignore', 'pipe', 'inherit'] })
  let output = ''
  child.stdout.on('data', (chunk) => (output += String(chunk)))
  await once(child, 'exit')
  return output.trim()
}
