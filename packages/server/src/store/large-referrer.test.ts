import { evaluate, parseProgram, type LedgerRow } from '@goodword/program'
import { rewardId } from '@goodword/adapters'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { readRow } from '../backend/ledger.ts'
import { rewardAt } from '../backend/reward-list.ts'
import { manyFriends } from '../backend/referrer.ts'
import { purchase, refund, shop as plain, visit } from '../backend/shop.fixture.ts'
import { sqlBackend, type SqlBackend } from '../backend/sql-backend.ts'
import { openStore, type Store } from './store.ts'
import { databases, type TestDatabase } from './testing.ts'

/** A milestone at every other friend: a server that missed one of them decides otherwise. */
const shop = parseProgram({
  ...plain,
  incentives: plain.incentives.map((incentive) =>
    incentive.when.type === 'milestone'
      ? { ...incentive, when: { ...incentive.when, at: manyFriends, repeat: { every: 2, upTo: 1000 } } }
      : incentive,
  ),
})
const server = { source: 'server' } as const

describe.each(databases)('a referrer with many friends on $kind', ({ create }) => {
  let database: TestDatabase
  let stores: Store[]
  let servers: SqlBackend[]
  beforeAll(async () => {
    database = await create()
    stores = [await openStore(database.location), await openStore(database.location)]
    servers = stores.map((store) => sqlBackend({ store, program: shop }))
  })
  afterAll(async () => {
    await Promise.all(stores.map((store) => store.close()))
    await database.drop()
  })

  const orderBy = (code: string, friend: number) =>
    purchase({ code, order: `order-${friend}`, customer: { id: `friend-${friend}` } })

  /** Rows that a server read of the ledger, one friend after the other, while `work` ran. */
  async function reading(store: Store, work: (backend: SqlBackend) => Promise<unknown>): Promise<number> {
    let rows = 0
    const watched: Store = {
      ...store,
      bulk: async (...given) => {
        const answer = await store.bulk(...given)
        if (given[1].sqlite.startsWith('select * from gw_ledger')) rows += answer.length
        return answer as never
      },
    }
    const backend = sqlBackend({ store: watched, program: shop })
    await work(backend)
    await work(backend)
    rows = 0
    await work(backend)
    return rows
  }

  it('is decided alike by two servers that take turns', async () => {
    const { code } = await servers[0]!.enrol({ id: 'amy' })
    await servers[0]!.record(
      Array.from({ length: manyFriends + 60 }, (_, i) => orderBy(code, i)),
      server,
    )
    for (let turn = 0; turn < 6; turn++) {
      const backend = servers[turn % 2]!
      await Promise.all([
        backend.record([orderBy(code, 1000 + turn)], server),
        backend.record([refund({ order: `order-${turn}` })], server),
        backend.record([visit({ code, visitor: `v_turn_${turn}` })]),
      ])
    }
    await Promise.all(
      Array.from({ length: 20 }, (_, i) => servers[i % 2]!.record([orderBy(code, 2000 + i)], server)),
    )
    const { db } = stores[0]!
    const ledger = (await db.selectFrom('gw_ledger').selectAll().execute()).flatMap((row): LedgerRow[] =>
      [readRow(row)].filter((read) => read !== undefined),
    )
    const people = await db.selectFrom('gw_people').select(['id', 'code']).execute()
    const codes = new Map(people.flatMap(({ id, code }) => (code === null ? [] : [[code, id] as const])))
    const now = Date.now()
    const { rewards } = evaluate(shop, { rows: ledger, codes }, now)
    const kept = await db.selectFrom('gw_rewards').selectAll().execute()
    expect(new Map(kept.map((row) => [row.id, rewardAt(row, now)]))).toEqual(
      new Map(rewards.map((reward) => [rewardId(reward), reward])),
    )
    expect((await servers[1]!.participant({ code }))?.stats?.friends).toBe(manyFriends + 60 + 26 - 6)
  })

  it('costs an order no more than the order’s own rows', async () => {
    const { code } = (await servers[0]!.participant({ customer: 'amy' }))!
    let next = 5000
    const rows = await reading(stores[0]!, (backend) => backend.record([orderBy(code, next++)], server))
    expect(rows).toBeLessThan(10)
  })
})
