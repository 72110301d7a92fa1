import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { parseProgram } from '../../packages/program/src/index.ts'
import { sqlBackend } from '../../packages/server/src/backend/sql-backend.ts'
import type { Store } from '../../packages/server/src/store/store.ts'
import { compareWithLedger } from './comparison.ts'
import { createFile, type Database } from './database.ts'
import { createOrders } from './orders.ts'
import { shop } from './shop.ts'

describe('a store is compared with its ledger', () => {
  let database: Database
  let store: Store
  const sent = new Set<string>()
  beforeEach(async () => {
    sent.clear()
    database = createFile()
    store = await database.open()
    const backend = sqlBackend({ store, program: parseProgram(shop) })
    const { code } = await backend.enrol({ id: 'member-0' })
    const orders = createOrders([code], 'test', 3)
    for (let made = 0; made < 30; made++) {
      for (const { event, by } of orders.next()) {
        await backend.record([event], { source: by })
        sent.add(event.id)
      }
    }
  })
  afterEach(async () => {
    await store.close()
    await database.drop()
  })
  const broken = async () =>
    (await compareWithLedger(database, sent)).claims.filter(({ holds }) => !holds).map(({ name }) => name)

  it('and holds what it says', async () => {
    expect(await broken()).toEqual([])
    expect((await compareWithLedger(database, sent)).rewards).toBeGreaterThan(10)
  })

  it('and is found out when an event that was acknowledged is gone', async () => {
    sent.add('never-stored')
    expect(await broken()).toEqual(['SQLite: acknowledged events that are stored'])
  })

  it('and is found out when a reward is missing, or in another state', async () => {
    const [one, other] = await store.db
      .selectFrom('gw_rewards')
      .select('id')
      .where('program', '=', 'shop')
      .execute()
    const rewards = ['SQLite: rewards as `evaluate` says']
    await store.db
      .updateTable('gw_rewards')
      .set({ amount: 1 })
      .where('program', '=', 'shop')
      .where('id', '=', one!.id)
      .execute()
    expect(await broken()).toEqual(rewards)
    await store.db
      .deleteFrom('gw_rewards')
      .where('program', '=', 'shop')
      .where('id', '=', other!.id)
      .execute()
    expect(await broken()).toEqual(rewards)
  })

  it('and is found out when a friend is bound to nobody', async () => {
    await store.db.deleteFrom('gw_bonds').where('program', '=', 'shop').execute()
    expect(await broken()).toEqual(['SQLite: bonds as `evaluate` says'])
  })
})
