import type { ReferralEvent } from '@goodword/program'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openStore, type Store } from '../store/store.ts'
import { purchase, shop, visit } from './shop.fixture.ts'
import { sqlBackend } from './sql-backend.ts'

describe('taking events in', () => {
  let store: Store
  let backend: ReturnType<typeof sqlBackend>
  beforeAll(async () => {
    store = await openStore({ file: ':memory:' })
    backend = sqlBackend({ store, program: shop })
  })
  afterAll(() => store.close())
  const told = async (...events: unknown[]) =>
    (await backend.record(events as ReferralEvent[])).map(({ status, reason }) => reason ?? status)

  it('judges each of a hostile batch alone', async () => {
    let deep: unknown = 1
    for (let i = 0; i < 100_000; i++) deep = [deep]
    const moment = { id: crypto.randomUUID(), at: Date.now(), type: 'moment', name: 'x' }
    const nothing = [null, 7, 'x', [], {}, { id: {} }, { ...visit({}), code: "';drop" }]
    const answers = await told(visit({}), ...nothing, { ...moment, data: { deep } }, visit({}))
    expect(answers).toEqual(['accepted', ...Array(8).fill('event-invalid'), 'accepted'])
  })

  it('keeps every type of event, and nothing that names a customer', async () => {
    const customer = { id: 'secret-id', email: 'secret@example.com', name: 'Secret Name' }
    const base = () => ({ id: crypto.randomUUID(), at: Date.now(), customer })
    await told(
      visit({ customer }),
      purchase({ customer }),
      { ...base(), type: 'share', channel: 'x' },
      { ...base(), type: 'moment', name: 'nice', data: { a: 1 } },
      { ...base(), type: 'exposure', experiment: 'a', variant: 'b' },
      { ...base(), type: 'feedback', score: 9 },
    )
    const rows = await store.db.selectFrom('gw_ledger').selectAll().execute()
    const types = new Set(rows.map(({ type }) => type))
    for (const type of ['visit', 'conversion', 'share', 'moment', 'exposure', 'feedback'])
      expect(types).toContain(type)
    expect(JSON.stringify(rows).toLowerCase()).not.toContain('secret')
  })

  it('takes nothing of a batch that it cannot finish', async () => {
    const [one, two] = [visit({ code: 'HALF1234' }), visit({ code: 'HALF1234' })]
    const failing = sqlBackend({
      store: { ...store, db: store.db },
      program: shop,
      now: () => {
        throw new Error('no clock')
      },
    })
    await expect(failing.record([one, two])).rejects.toThrow('no clock')
    expect(await told(one, two)).toEqual(['accepted', 'accepted'])
  })
})
