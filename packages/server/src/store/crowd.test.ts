import type { ReferralBackend } from '@goodword/adapters'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { day, purchase, refund, shop, visit } from '../backend/shop.fixture.ts'
import { sqlBackend } from '../backend/sql-backend.ts'
import { openStore, type Store } from './store.ts'
import { databases, type TestDatabase } from './testing.ts'

const times = <T>(count: number, make: (index: number) => T): T[] =>
  Array.from({ length: count }, (_, index) => make(index))
const server = { source: 'server' } as const

/** Two servers on one database, and many callers of both. */
describe.each(databases)('a crowd on $kind', ({ create }) => {
  let database: TestDatabase
  let stores: Store[]
  let ahead = 0
  let names = 0
  const fresh = (name: string) => `${name}_${++names}`
  let any: (index: number) => ReferralBackend

  beforeAll(async () => {
    database = await create()
    stores = await Promise.all(times(2, () => openStore(database.location)))
    const backends = stores.map((store) =>
      sqlBackend({ store, program: shop, now: () => Date.now() + ahead }),
    )
    any = (index) => backends[index % 2]!
  })
  afterAll(async () => {
    await Promise.all(stores.map((store) => store.close()))
    await database.drop()
  })

  it('pays an order once that 64 callers report at the same time', async () => {
    const amy = { id: fresh('amy') }
    const { code } = await any(0).enrol(amy)
    const { id: _, ...order } = purchase({ code, customer: { id: fresh('bo') } })
    await Promise.all(times(64, (i) => any(i).record([purchase(order)], server)))
    const { items } = await any(0).rewards({ customer: amy.id })
    expect(items.map(({ incentive }) => incentive)).toEqual(['credit'])
  })

  it('takes an event once that 64 callers send at the same time', async () => {
    const { code } = await any(0).enrol({ id: fresh('amy') })
    const event = visit({ code, visitor: fresh('v_') })
    const receipts = (await Promise.all(times(64, (i) => any(i).record([event])))).flat()
    expect(receipts.filter(({ status }) => status === 'accepted')).toHaveLength(1)
    expect((await any(1).participant({ code }))?.stats?.visits).toBe(1)
  })

  it('counts every friend of one referrer who buys at the same time as the others', async () => {
    const amy = { id: fresh('amy') }
    const { code } = await any(0).enrol(amy)
    await Promise.all(
      times(24, (i) => any(i).record([purchase({ code, customer: { id: fresh('bo') } })], server)),
    )
    const { stats, milestones } = (await any(0).participant({ code }))!
    expect([stats?.friends, stats?.coming[0]?.amount, milestones?.[0]?.reached]).toEqual([24, 24_000, true])
    const { items } = await any(0).rewards({ customer: amy.id }, { limit: 100 })
    expect(items.filter(({ incentive }) => incentive === 'free-bag')).toHaveLength(1)
  })

  it('makes one person of a customer who enrols, buys and signs up at the same time', async () => {
    for (const i of times(5, (i) => i)) {
      const bo = { id: fresh('bo'), email: `${fresh('bo')}@example.com` }
      const { code } = await any(i).enrol({ id: fresh('amy') })
      const made = await Promise.all([
        any(0).enrol(bo),
        any(1).enrol(bo),
        any(0).record([purchase({ code, customer: bo })], server),
        any(1).record([purchase({ code, customer: { id: bo.id } })], server),
      ])
      expect(made[0].code).toBe(made[1].code)
      expect((await any(0).participant({ code }))?.stats?.friends).toBe(1)
    }
  })

  it('binds a friend whose visit and order arrive at the same time', async () => {
    const { code } = await any(0).enrol({ id: fresh('amy') })
    await Promise.all(
      times(20, async () => {
        const visitor = fresh('v_')
        const order = purchase({ visitor, customer: { id: fresh('bo') } })
        const seen = visit({ visitor, code, at: order.at - 1000 })
        await Promise.all([any(0).record([order], server), any(1).record([seen])])
      }),
    )
    expect((await any(0).participant({ code }))?.stats?.friends).toBe(20)
  })

  it('binds a friend to one of two referrers whose orders arrive at the same time', async () => {
    const [amy, cy] = [{ id: fresh('amy') }, { id: fresh('cy') }]
    const codes = await Promise.all([amy, cy].map(async (who) => (await any(0).enrol(who)).code))
    await Promise.all(
      times(20, async () => {
        const customer = { id: fresh('bo') }
        await any(0).enrol(customer)
        const now = Date.now()
        const orders = codes.map((code, i) => purchase({ code, customer, at: now - i }))
        await Promise.all(orders.map((order, i) => any(i).record([order], server)))
      }),
    )
    const found = await Promise.all(
      [amy, cy].map(async ({ id }) => {
        const who = { customer: id }
        const [bonds, rewards] = await Promise.all([
          any(0).referrals(who, { limit: 100 }),
          any(0).rewards(who, { limit: 100 }),
        ])
        return [bonds.items.length, rewards.items.filter(({ incentive }) => incentive === 'credit').length]
      }),
    )
    expect(found).toEqual([
      [0, 0],
      [20, 20],
    ])
  })

  it('has one friend of an order that a browser, a server and a refund report at the same time', async () => {
    const amy = { id: fresh('amy') }
    const { code } = await any(0).enrol(amy)
    await Promise.all(
      times(20, async (i) => {
        const order = purchase({ code, visitor: fresh('v_') })
        const told = { ...order, id: fresh('server_event'), customer: { id: fresh('bo') } }
        await Promise.all([
          any(i).record([order]),
          any(i + 1).record([told], server),
          any(i).record([refund({ order: order.order })], server),
        ])
      }),
    )
    const { items } = await any(0).referrals({ customer: amy.id }, { limit: 100 })
    expect(items.map(({ state }) => state)).toEqual(Array(20).fill('refunded'))
    const lines = (await any(0).summary!()).conversions.filter(({ state }) => state === 'refunded')
    expect(lines.length).toBeGreaterThanOrEqual(20)
  })

  it('lets friends who refer each other buy at the same time', async () => {
    const people = await Promise.all(
      times(6, async () => {
        const id = fresh('friend')
        return { id, code: (await any(0).enrol({ id })).code }
      }),
    )
    const orders = people.flatMap(({ id }) =>
      people.map(({ code }, i) => any(i).record([purchase({ code, customer: { id } })], server)),
    )
    const receipts = (await Promise.all(orders)).flat()
    // Some close a circle, which is held for review; none is lost.
    expect(receipts.filter(({ status }) => status !== 'accepted' && status !== 'held')).toEqual([])
  })

  it('ends at the same whichever of an order and its refund is first', async () => {
    const amy = { id: fresh('amy') }
    const { code } = await any(0).enrol(amy)
    await Promise.all(
      times(12, async (i) => {
        const order = purchase({ code, customer: { id: fresh('bo') } })
        const both = [order, refund({ order: order.order })].map((event) => any(i).record([event], server))
        await Promise.all(i % 2 ? both : both.toReversed())
      }),
    )
    const { items } = await any(0).rewards({ customer: amy.id }, { limit: 100 })
    expect(new Set(items.map(({ state }) => state))).toEqual(new Set(['reversed']))
  })

  it('gives a reward once that many mark as given at the same time', async () => {
    const { code } = await any(0).enrol({ id: fresh('amy') })
    await any(0).record([purchase({ code, customer: { id: fresh('bo') } })], server)
    ahead += 15 * day
    const [due] = (await any(0).rewards({ code })).items
    const given = await Promise.all(times(16, (i) => any(i).fulfil!(due!.id, `caller ${i}`)))
    expect(new Set(given.map(({ state }) => state))).toEqual(new Set(['granted']))
    const grants = await stores[0]!.db
      .selectFrom('gw_ledger')
      .select('id')
      .where('id', '=', `grant:${due!.id}`)
      .execute()
    expect(grants).toHaveLength(1)
  })

  it('keeps two programs in one database apart', async () => {
    const other = sqlBackend({ store: stores[0]!, program: { ...shop, id: 'other' } })
    const amy = { id: fresh('amy') }
    const [here, there] = await Promise.all([any(0).enrol(amy), other.enrol(amy)])
    expect(await other.participant({ code: here.code })).toBeUndefined()
    const event = purchase({ code: here.code, customer: { id: fresh('bo') } })
    await any(0).record([event], server)
    expect((await other.record([event], server))[0]?.status).toBe('accepted')
    expect((await other.participant({ code: there.code }))?.stats?.friends).toBe(0)
    expect((await other.summary()).participants).toBe(1)
  })

  it('finds no more friends in a batch of 500 than in 500 batches', async () => {
    const { code } = await any(0).enrol({ id: fresh('amy') })
    const orders = times(500, () => purchase({ code, customer: { id: fresh('bo') } }))
    const receipts = await any(0).record(orders, server)
    expect(receipts.map(({ id }) => id)).toEqual(orders.map(({ id }) => id))
    expect((await any(0).participant({ code }))?.stats?.friends).toBe(500)
    await any(1).record([purchase({ code, customer: { id: fresh('bo') } })], server)
    expect((await any(0).participant({ code }))?.stats?.friends).toBe(501)
  })
})
