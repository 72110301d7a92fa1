import type { ReferralEvent } from '@goodword/program'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openStore, type Store } from '../../store/store.ts'
import { day, purchase, shop, visit } from '../shop.fixture.ts'
import { codeAlphabet } from '../code.ts'
import { sqlBackend, type SqlBackend } from '../sql-backend.ts'

describe('the queue of events', () => {
  let store: Store
  let commits: number
  let backend: SqlBackend
  beforeEach(async () => {
    store = await openStore({ file: ':memory:' })
    commits = 0
    const { bulk } = store
    const counting: Store = {
      ...store,
      bulk: (tx, statement, ...rest) => {
        if (statement.sqlite.startsWith('insert into gw_ledger')) commits++
        return bulk(tx, statement, ...rest)
      },
    }
    backend = sqlBackend({ store: counting, program: shop })
  })
  afterEach(() => store.close())
  const countRows = async () => (await store.db.selectFrom('gw_ledger').select('id').execute()).length

  it('writes what arrives together together', async () => {
    const receipts = await Promise.all(Array.from({ length: 200 }, () => backend.record([visit({})])))
    expect(receipts.flat().every(({ status }) => status === 'accepted')).toBe(true)
    expect(commits).toBe(1)
    expect(await countRows()).toBe(200)
  })

  it('accepts an event once that two callers of one batch send', async () => {
    const event = visit({})
    const receipts = await Promise.all([backend.record([event]), backend.record([event])])
    expect(receipts.flat().map(({ status }) => status)).toEqual(['accepted', 'duplicate'])
  })

  it('refuses at once what is more than may wait, and takes it when there is room', async () => {
    const small = sqlBackend({ store, program: shop, queue: { events: 10 } })
    const first = small.record(Array.from({ length: 8 }, () => visit({})))
    await expect(small.record([visit({}), visit({}), visit({})])).rejects.toMatchObject({
      code: 'overloaded',
    })
    expect(await first).toHaveLength(8)
    expect(await small.record([visit({}), visit({}), visit({})])).toHaveLength(3)
  })

  it('refuses a few long events as it refuses many short ones', async () => {
    const small = sqlBackend({ store, program: shop, queue: { bytes: 5000 } })
    const moment = { ...visit({}), type: 'moment', name: 'x', data: { text: 'x'.repeat(6000) } }
    await expect(small.record([moment as ReferralEvent])).rejects.toMatchObject({ code: 'overloaded' })
  })

  it('fails only the caller whose events cannot be written', async () => {
    const { bulk } = store
    const poisoned: Store = {
      ...store,
      bulk: (tx, statement, program, rows) => {
        if (statement.sqlite.startsWith('insert into gw_ledger') && JSON.stringify(rows).includes('poison'))
          throw new Error('a row that nobody takes')
        return bulk(tx, statement, program, rows)
      },
    }
    const exposed = sqlBackend({ store: poisoned, program: shop })
    const answers = await Promise.allSettled([
      exposed.record([visit({})]),
      exposed.record([visit({ url: 'https://shop.example/poison' }), visit({})]),
      exposed.record([visit({})]),
    ])
    expect(answers.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled'])
    expect(await countRows()).toBe(2)
  })

  it('finishes what it took when it is closed, and takes nothing more', async () => {
    const taken = backend.record([visit({})])
    // Until the queue has it; before that it is nobody's.
    for (let turn = 0; turn < 20; turn++) await Promise.resolve()
    const closed = backend.close()
    await expect(backend.record([visit({})])).rejects.toMatchObject({ code: 'overloaded' })
    await closed
    expect((await taken)[0]?.status).toBe('accepted')
    expect(await countRows()).toBe(1)
  })

  it('says that the database is gone, and acknowledges nothing', async () => {
    const gone = await openStore({ file: ':memory:' })
    const orphan = sqlBackend({ store: gone, program: shop })
    await gone.close()
    await expect(orphan.record([visit({})])).rejects.toMatchObject({ code: 'store-unavailable' })
  })

  it('binds a friend whose code nobody owned when they ordered', async () => {
    const { code } = await backend.enrol({ id: 'amy' })
    await store.db.updateTable('gw_people').set({ code: null }).execute()
    await backend.record([visit({ code, visitor: 'v_0001' })])
    await backend.record([purchase({ visitor: 'v_0001', customer: { id: 'bo' } })], { source: 'server' })
    let bytes: number[] = []
    const again = sqlBackend({
      store,
      program: shop,
      random: (length) => {
        bytes = code.split('').map((letter) => codeAlphabet.indexOf(letter))
        return new Uint8Array(length).map((_, index) => bytes[index % bytes.length]!)
      },
    })
    const amy = await again.enrol({ id: 'amy' })
    expect([amy.code, amy.stats?.friends]).toEqual([code, 1])
  })

  it('seals a bond as it was when it was ripe, though a visit of before comes later', async () => {
    let now = Date.now()
    const later = sqlBackend({ store, program: shop, now: () => now })
    const [amy, cy] = await Promise.all(['amy', 'cy'].map((id) => later.enrol({ id })))
    const seen = { visitor: 'v_0001' }
    await later.record([visit({ ...seen, code: amy!.code, at: now - 2000 })])
    await later.record([purchase({ ...seen, at: now, customer: { id: 'bo' } })], { source: 'server' })
    const before = now - 1000
    now += 15 * day
    await later.record([visit({ ...seen, code: cy!.code, at: before })])
    const friends = async (code: string) => (await later.referrals({ code })).items.length
    expect([await friends(amy!.code), await friends(cy!.code)]).toEqual([1, 0])
  })

  it('keeps a second report of an order, and says that the order is known', async () => {
    const { id: _, ...order } = purchase({ customer: { id: 'bo' } })
    const tell = async (amount: number, source: 'browser' | 'server') => {
      const [receipt] = await backend.record([purchase({ ...order, amount })], { source })
      return receipt?.reason ?? receipt?.status
    }
    expect(await tell(4200, 'browser')).toBe('unconfirmed')
    expect(await tell(4200, 'browser')).toBe('order-known')
    expect(await tell(4200, 'server')).toBe('accepted')
    expect(await tell(9900, 'server')).toBe('order-known')
    expect(await tell(4200, 'browser')).toBe('order-known')
    expect(await countRows()).toBe(5)
  })
})
