import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Context } from '../backend/context.ts'
import { rebuild } from '../backend/rebuild/rebuild.ts'
import { purchase, refund, shop, visit } from '../backend/shop.fixture.ts'
import { sqlBackend } from '../backend/sql-backend.ts'
import { importLines } from '../transfer/import-file.ts'
import { readRecord } from '../transfer/import-records.ts'
import { openStore, type Store } from './store.ts'
import { databases, type TestDatabase } from './testing.ts'

describe.each(databases)('event ids in $kind', ({ create }) => {
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

  let programs = 0
  function start() {
    const program = { ...shop, id: `ids-${++programs}` }
    const backend = sqlBackend({ store, program })
    const told = async (source: 'browser' | 'server', ...events: Parameters<typeof backend.record>[0]) =>
      (await backend.record(events, { source })).map(({ status, reason }) => reason ?? status)
    const context: Context = {
      store,
      program,
      publicUrl: undefined,
      now: Date.now,
      random: (bytes) => crypto.getRandomValues(new Uint8Array(bytes)),
    }
    /** As a version before wrote it: under the sender's own id. */
    const age = (id: string) =>
      store.db
        .updateTable('gw_ledger')
        .set({ id })
        .where('program', '=', program.id)
        .where('id', '=', `server:${id}`)
        .execute()
    return { program, backend, told, context, age }
  }
  const friendsOf = async ({ backend }: ReturnType<typeof start>, customer: string) =>
    (await backend.referrals({ customer })).items.map(({ state }) => state)

  it('of a browser take nothing from the server’s orders and refunds, nor from a rebuild', async () => {
    const world = start()
    const { code } = await world.backend.enrol({ id: 'amy' })
    const order = purchase({ id: 'evt-order-1001', code, customer: { id: 'bo' } })
    const back = refund({ id: 'evt-refund-1001', order: order.order })
    // With a customer, in the same batch, and in one before.
    const [[visited], [sold]] = await Promise.all([
      world.told('browser', visit({ id: order.id, customer: { id: 'mallory' } })),
      world.told('server', order),
    ])
    expect([visited, sold]).toEqual(['accepted', 'accepted'])
    await world.told('browser', visit({ id: back.id }))
    expect(await friendsOf(world, 'amy')).toEqual(['converted'])
    expect(await world.told('server', back, back, order)).toEqual(['accepted', 'duplicate', 'duplicate'])
    expect(await friendsOf(world, 'amy')).toEqual(['refunded'])
    expect(await rebuild(world.context, { check: true })).toEqual([])
  })

  it('of a browser’s report and of the server’s may be the same: it is one order', async () => {
    const world = start()
    const { code } = await world.backend.enrol({ id: 'amy' })
    const order = purchase({ code, customer: { id: 'bo' } })
    expect(await world.told('browser', order)).toEqual(['unconfirmed'])
    expect(await world.told('server', order)).toEqual(['accepted'])
    expect(await world.told('browser', order)).toEqual(['duplicate'])
    expect(await friendsOf(world, 'amy')).toEqual(['converted'])
    expect((await world.backend.rewards({ customer: 'amy' })).items).toHaveLength(1)
    expect(await rebuild(world.context, { check: true })).toEqual([])
  })

  it('of a browser take nothing from an import', async () => {
    const world = start()
    const fields = { id: 'bo', order: 'o-1', at: Date.now() - 1000, amount: 100, currency: 'USD' }
    const record = readRecord(fields, { program: world.program.id, conversion: 'purchase' })
    if (record.kind !== 'order') throw new Error('no order')
    await world.told('browser', visit({ id: record.event.id }))
    const run = () =>
      importLines(
        world.backend,
        world.program,
        (async function* () {
          yield { line: 1, fields }
        })(),
        {
          conversion: 'purchase',
          from: 1,
          onProblem: () => {},
          onProgress: () => {},
          isStopped: () => false,
        },
      )
    expect(await run()).toMatchObject({ orders: 1, known: 0 })
    expect(await run()).toMatchObject({ orders: 0, known: 1 })
  })

  it('that an older version stored are known still, and what a browser took from the server then is not', async () => {
    const world = start()
    const { code } = await world.backend.enrol({ id: 'amy' })
    const order = purchase({ code, customer: { id: 'bo' } })
    const back = refund({ order: order.order, amount: 1000 })
    const seen = visit({ code })
    await world.told('server', order, back, seen)
    for (const { id } of [order, back, seen]) await world.age(id)
    expect(await world.told('server', order, back, seen)).toEqual(Array(3).fill('duplicate'))
    expect((await world.backend.participant({ code }))?.stats?.visits).toBe(1)
    expect(await friendsOf(world, 'amy')).toEqual(['converted'])
    const taken = purchase({ code, customer: { id: 'cy' } })
    await world.told('browser', visit({ id: taken.id }))
    expect(await world.told('server', taken)).toEqual(['accepted'])
    expect(await rebuild(world.context, { check: true })).toEqual([])
  })
})
