import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import type { Context } from '../backend/context.ts'
import { rebuild } from '../backend/rebuild/rebuild.ts'
import { purchase, shop } from '../backend/shop.fixture.ts'
import { sqlBackend } from '../backend/sql-backend.ts'
import { openStore, type Store } from './store.ts'
import { databases, type TestDatabase } from './testing.ts'

const random = (bytes: number) => crypto.getRandomValues(new Uint8Array(bytes))

describe.each(databases)('a rebuild that another writer interrupts, on $kind', ({ kind, create }) => {
  let database: TestDatabase
  let store: Store
  beforeAll(async () => {
    database = await create()
    store = await openStore(database.location)
  })
  afterAll(async () => {
    await store.close()
    await database.drop()
  })

  /** A program in which two friends have bought. */
  async function start(id: string): Promise<Context> {
    const program = { ...shop, id }
    const backend = sqlBackend({ store, program })
    const { code } = await backend.enrol({ id: 'amy' })
    for (const friend of ['bo', 'cy'])
      await backend.record([purchase({ code, order: `of-${friend}`, customer: { id: friend } })], {
        source: 'server',
      })
    return { store, program, publicUrl: undefined, now: Date.now, random }
  }

  it('says so, and adds nothing twice', async () => {
    const context = await start('interrupted')
    let isInterrupted = false
    const bulk: Store['bulk'] = async (tx, statement, ...rest) => {
      const answer = await store.bulk<never>(tx, statement, ...rest)
      // What a database says whose transactions got in each other's way, after some was counted.
      if (!isInterrupted && statement.sqlite.includes('from gw_orders')) {
        isInterrupted = true
        throw Object.assign(new Error('could not serialize access'), { code: '40001' })
      }
      return answer
    }
    await expect(rebuild({ ...context, store: { ...store, bulk } })).rejects.toMatchObject({
      code: 'store-busy',
      message: expect.stringContaining('Stop the server, and rebuild again') as string,
    })
    expect(isInterrupted).toBe(true)
    expect(await rebuild(context)).toEqual([])
  })

  // SQLite gives one writer at a time its turn: there is nothing to interrupt.
  it.skipIf(kind === 'SQLite')('is the one that gives way, and can be done again', async () => {
    const context = await start('deadlocked')
    const damage = { state: 'refunded' } as const
    await store.db.updateTable('gw_orders').set(damage).where('program', '=', 'deadlocked').execute()
    // In the order in which it will put them right.
    const wrong = (await rebuild(context, { check: true })).map(({ key }) => key['order_ref'])
    expect(wrong).toHaveLength(2)
    const [first, second] = wrong.map(String)
    const lock = (db: typeof store.db, order = '') =>
      db
        .selectFrom('gw_orders')
        .select('order_ref')
        .where('program', '=', 'deadlocked')
        .where('order_ref', '=', order)
        .forUpdate()
        .execute()
    let outcome: Promise<unknown> | undefined
    await store.db.transaction().execute(async (tx) => {
      const [mine] = (await sql<{ pid: number }>`select pg_backend_pid() as pid`.execute(tx)).rows
      await lock(tx, second)
      outcome = rebuild(context).catch((error: unknown) => error)
      // It has put one order right, and waits for the other.
      await vi.waitFor(
        async () => {
          const waiting = sql`select pid from pg_stat_activity where ${mine!.pid} = any(pg_blocking_pids(pid))`
          expect((await waiting.execute(store.db)).rows).toHaveLength(1)
        },
        { timeout: 10_000, interval: 10 },
      )
      await lock(tx, first)
    })
    expect(await outcome).toMatchObject({ code: 'store-busy' })
    expect(await rebuild(context)).toHaveLength(2)
    expect(await rebuild(context)).toEqual([])
  })
})
