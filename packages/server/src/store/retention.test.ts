import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Context } from '../backend/context.ts'
import { day, purchase, shop, visit } from '../backend/shop.fixture.ts'
import { sqlBackend, type SqlBackend } from '../backend/sql-backend.ts'
import { retentionJob } from '../privacy/retention.ts'
import { openStore, type Store } from './store.ts'
import { databases, type TestDatabase } from './testing.ts'

describe.each(databases)('retention on $kind', ({ create }) => {
  let database: TestDatabase
  let store: Store
  let backend: SqlBackend
  let context: Context
  let ahead = 0
  const random = (bytes: number) => crypto.getRandomValues(new Uint8Array(bytes))
  const job = retentionJob({ batch: 3 })

  beforeEach(async () => {
    ahead = 0
    database = await create()
    store = await openStore(database.location)
    const now = () => Date.now() + ahead
    backend = sqlBackend({ store, program: shop, now })
    context = { store, program: shop, publicUrl: undefined, now, random }
  })
  afterEach(async () => {
    await store.close()
    await database.drop()
  })

  /** Runs until there is no more; returns how often. */
  async function run(): Promise<number> {
    for (let runs = 1; ; runs++) if (!(await job.run(context))) return runs
  }
  const visits = () =>
    store.db
      .selectFrom('gw_ledger')
      .select(['visitor', 'body', 'code'])
      .where('program', '=', 'shop')
      .where('type', '=', 'visit')
      .orderBy('visitor')
      .execute()

  it('reduces visits of more than 13 months to what counts, in bounded steps', async () => {
    const { code } = await backend.enrol({ id: 'amy' })
    const url = 'https://shop.example/?secret=zebra'
    for (let i = 0; i < 10; i++)
      await backend.record([visit({ code, visitor: `v_old_${i}`, url, channel: 'sms' })])
    expect(await run()).toBeGreaterThan(3)
    expect((await visits()).every(({ visitor, body }) => visitor && body.includes('zebra'))).toBe(true)
    ahead = 397 * day
    await backend.record([visit({ code, visitor: 'v_new', url, at: Date.now() + ahead })])
    expect(await run()).toBeGreaterThan(3)
    const after = await visits()
    const kept = after.filter(({ visitor }) => visitor !== null)
    expect(kept.map(({ visitor }) => visitor)).toEqual(['v_new'])
    const old = after.filter(({ visitor }) => visitor === null)
    expect(old.map(({ body, code }) => [body, code])).toEqual(
      Array.from({ length: 10 }, () => ['{"channel":"sms"}', code]),
    )
    const known = await store.db
      .selectFrom('gw_visitors')
      .select('visitor')
      .where('program', '=', 'shop')
      .execute()
    expect(known).toEqual([{ visitor: 'v_new' }])
    expect((await backend.participant({ code }))?.stats?.visits).toBe(11)
    expect(await run()).toBe(1)
  })

  it('leaves what bonds and rewards rest on', async () => {
    const { code } = await backend.enrol({ id: 'amy' })
    await backend.record([visit({ code, visitor: 'v_buyer', url: 'https://shop.example/?zebra' })])
    await backend.record([purchase({ visitor: 'v_buyer', customer: { id: 'bo' } })], { source: 'server' })
    const before = await backend.referrals({ code })
    ahead = 500 * day
    await run()
    expect(await visits()).toEqual([{ visitor: 'v_buyer', body: '{}', code }])
    await backend.record([purchase({ customer: { id: 'bo' }, at: Date.now() + ahead })], { source: 'server' })
    expect((await backend.referrals({ code })).items.map(({ id }) => id)).toEqual(
      before.items.map(({ id }) => id),
    )
  })

  it('forgets hashes of addresses when their keys are gone', async () => {
    const traced = { address: 'hash-a', device: 'hash-d', traced_at: Date.now() }
    await backend.enrol({ id: 'amy' })
    await backend.record([visit({ visitor: 'v_traced', code: 'NOBODY' })])
    for (const table of ['gw_people', 'gw_visitors'] as const)
      await store.db.updateTable(table).set(traced).where('program', '=', 'shop').execute()
    const left = async () =>
      Promise.all(
        (['gw_people', 'gw_visitors'] as const).map(async (table) => {
          const row = await store.db
            .selectFrom(table)
            .select(['address', 'device', 'traced_at'])
            .executeTakeFirst()
          return Object.values(row!).filter((value) => value !== null).length
        }),
      )
    await run()
    expect(await left()).toEqual([3, 3])
    ahead = 15 * day
    await run()
    expect(await left()).toEqual([0, 0])
  })
})
