import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { metrics } from '../backend/figures/metrics.ts'
import type { Context } from '../backend/context.ts'
import { rebuild } from '../backend/rebuild/rebuild.ts'
import { purchase, shop, visit } from '../backend/shop.fixture.ts'
import { sqlBackend } from '../backend/sql-backend.ts'
import { openStore, type Store } from './store.ts'
import { databases, type TestDatabase } from './testing.ts'

describe.each(databases)('the names that $kind counts under', ({ create }) => {
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

  it('are those that the program and its widget use, whatever browsers say', async () => {
    const program = { ...shop, channels: ['whatsapp', 'poster'] }
    const backend = sqlBackend({ store, program })
    const { code } = await backend.enrol({ id: 'amy' })
    const event = (fields: object) => ({ id: crypto.randomUUID(), at: Date.now(), ...fields })
    const said = ['whatsapp', 'poster', 'qr', ...Array.from({ length: 40 }, (_, i) => `made-up-${i}`)]
    await backend.record([
      ...said.map((channel, i) => visit({ code, channel, visitor: `v_${i}000` })),
      ...['x', 'made-up'].map((channel) => event({ type: 'share', channel, code }) as never),
      ...said.map((variant) => event({ type: 'exposure', experiment: 'button', variant }) as never),
    ])
    // Who came by a channel that there is not, and orders.
    await backend.record(
      [0, 5, 6].map((i) => purchase({ visitor: `v_${i}000`, customer: { id: `friend-${i}` } })),
      { source: 'server' },
    )
    const context: Context = {
      store,
      program,
      publicUrl: undefined,
      now: Date.now,
      random: (bytes) => crypto.getRandomValues(new Uint8Array(bytes)),
    }
    const lines = await metrics(context, Date.now() - 86_400_000, Date.now())
    const byName = Object.fromEntries(
      lines.flatMap(({ kind, name, visits, shares, conversions }) =>
        kind === 'channel' || kind === 'variant' ? [[name, [visits, shares, conversions]]] : [],
      ),
    )
    expect(byName).toEqual({
      whatsapp: [1, 0, 1],
      poster: [1, 0, 0],
      qr: [1, 0, 0],
      x: [0, 1, 0],
      other: [40, 1, 2],
    })
    const rows = await store.db.selectFrom('gw_ledger').select('body').where('type', '=', 'visit').execute()
    expect(JSON.stringify(rows)).toContain('made-up-7')
    expect(await rebuild(context, { check: true })).toEqual([])
  })
})
