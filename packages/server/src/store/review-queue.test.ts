import { describe, expect, it } from 'vitest'
import { day, refund } from '../backend/shop.fixture.ts'
import { minute, server, useScenes } from './fraud.fixture.ts'
import { databases } from './testing.ts'

describe.each(databases)('the queue of reviews on $kind', ({ create }) => {
  const { start, fresh, clock, stores } = useScenes(create)

  async function held() {
    const shop = start()
    const { code } = await shop.backend.enrol({ id: fresh('amy'), email: 'amy@gmail.com', name: 'Amy' })
    const order = await shop.bring(code, {
      customer: { id: fresh('bo'), email: 'a.my@gmail.com', name: 'Bo' },
    })
    const { reviews, audit } = shop.backend.owner
    const decide = (verdict: 'approve' | 'reject' | 'reopen', rest: object = {}) =>
      reviews.decide({ name: 'purchase', order, verdict, by: 'Olga', ...rest })
    return { ...shop, code, order, reviews, audit, decide }
  }

  it('says what was seen, of whom and why, and of each order once', async () => {
    const { reviews, order } = await held()
    const { items } = await reviews.list({ state: 'open' })
    expect(items).toMatchObject([
      {
        name: 'purchase',
        order,
        state: 'open',
        money: { amount: 4200, currency: 'USD' },
        friend: { name: 'Bo' },
        referrer: { name: 'Amy' },
        because: [
          {
            reason: 'own-referral',
            says: 'The friend’s e-mail leads to the referrer’s own mailbox.',
            holds: true,
            evidence: { sign: 'mailbox' },
          },
        ],
      },
    ])
  })

  it('makes what is approved due, and what is rejected free for the next', async () => {
    const { stateOf, order, decide, reviews } = await held()
    clock.now += 15 * day
    expect(await stateOf(order)).toEqual(['credit pending', 'welcome pending'])
    expect(await decide('approve', { note: 'A cousin.' })).toMatchObject({
      state: 'approved',
      decided: { by: 'Olga', note: 'A cousin.' },
    })
    expect(await stateOf(order)).toEqual(['credit due', 'welcome due'])
    expect((await reviews.list({ state: 'open' })).items).toEqual([])
    await decide('reject')
    expect(await stateOf(order)).toEqual(['credit reversed', 'welcome reversed'])
  })

  it('holds again what is taken back, and lets it be decided anew', async () => {
    const { stateOf, order, decide, reviews } = await held()
    clock.now += 15 * day
    await decide('approve')
    expect(await decide('reopen')).toMatchObject({ state: 'open' })
    expect(await stateOf(order)).toEqual(['credit pending', 'welcome pending'])
    expect((await reviews.list({ state: 'open' })).items).toHaveLength(1)
    await decide('approve')
    expect(await stateOf(order)).toEqual(['credit due', 'welcome due'])
  })

  it('is sure of one last word when many decide at once, and writes each deed down', async () => {
    const { order, program, other, stateOf, decide, reviews, audit } = await held()
    clock.now += 15 * day
    const verdicts = ['approve', 'reject', 'approve', 'reject', 'reopen', 'approve'] as const
    await Promise.all(
      verdicts.map((verdict, index) =>
        index % 2
          ? decide(verdict)
          : other.owner.reviews.decide({ name: 'purchase', order, verdict, by: 'Oscar' }),
      ),
    )
    const [item] = (await reviews.list()).items
    const expected = { open: 'pending', approved: 'due', rejected: 'reversed' }[item!.state]
    expect(await stateOf(order)).toEqual([`credit ${expected}`, `welcome ${expected}`])
    const rows = await stores[0]!.db
      .selectFrom('gw_ledger')
      .select('at')
      .where('program', '=', program.id)
      .where('type', '=', 'review')
      .execute()
    expect(new Set(rows.map(({ at }) => at)).size).toBe(rows.length)
    const deeds = (await audit.list({ limit: 100 })).items.filter(({ action }) => action.startsWith('order.'))
    expect(deeds).toHaveLength(rows.length)
  })

  it('writes nothing for the same word twice', async () => {
    const { decide, audit } = await held()
    await decide('reject')
    await decide('reject')
    const deeds = (await audit.list({ limit: 100 })).items.filter(({ action }) => action === 'order.rejected')
    expect(deeds).toHaveLength(1)
  })

  it('takes a decision about an order that no rule pointed at', async () => {
    const { bring, code, reviews, stateOf } = await held()
    const order = await bring(code)
    const item = await reviews.decide({ name: 'purchase', order, verdict: 'reject', by: 'Olga' })
    expect(item).toMatchObject({ state: 'rejected', because: [{ reason: 'by-hand', holds: false }] })
    expect(await stateOf(order)).toEqual(['credit reversed', 'welcome reversed'])
    await reviews.decide({ name: 'purchase', order, verdict: 'reopen', by: 'Olga' })
    expect(await stateOf(order)).toContain('credit pending')
  })

  it('knows no order that nobody reported, nor one of another program', async () => {
    const { order } = await held()
    const { backend: other, program } = start()
    const unknown = { name: 'purchase', order, verdict: 'approve', by: 'Olga' } as const
    await expect(other.owner.reviews.decide(unknown)).rejects.toMatchObject({ code: 'order-unknown' })
    expect((await other.owner.reviews.list()).items).toEqual([])
    const left = await stores[0]!.db
      .selectFrom('gw_orders')
      .select('order_ref')
      .where('program', '=', program.id)
      .execute()
    expect(left).toEqual([])
  })

  it('asks again when something odd comes after the decision', async () => {
    const { bring, backend, code, reviews, stateOf } = await held()
    const order = await bring(code)
    const ask = async () => (await reviews.list({ state: 'open' })).items.find((item) => item.order === order)
    await backend.record([refund({ order, amount: 4200, currency: 'EUR', at: clock.now })], server)
    expect(await ask()).toMatchObject({ because: [{ reason: 'refund-currency', holds: false }] })
    const decision = { name: 'purchase', order, by: 'Olga' }
    clock.now += minute
    expect(await reviews.decide({ ...decision, verdict: 'approve' })).toMatchObject({ state: 'approved' })
    clock.now += minute
    await backend.record([refund({ order, amount: 1, currency: 'EUR', at: clock.now })], server)
    expect(await ask()).toMatchObject({ state: 'open' })
    clock.now += minute
    expect(await reviews.decide({ ...decision, verdict: 'approve' })).toMatchObject({ state: 'approved' })
    expect(await stateOf(order)).toContain('credit pending')
  })

  it('moves a friend to whoever brought them, and to nobody', async () => {
    const { backend, bring, code, reviews, enrol } = await held()
    const customer = { id: fresh('bo') }
    const cy = await enrol('cy')
    const order = await bring(code, { customer })
    const friends = async (of: string) => (await backend.participant({ code: of }))?.stats?.friends
    const { items } = await backend.allRewards({ limit: 100 })
    const friend = items.find(({ id, to }) => to === 'friend' && id.includes(order))!.participant!.id
    await reviews.decideBond({ friend, referrer: cy.id, by: 'Olga' })
    expect([await friends(code), await friends(cy.code)]).toEqual([0, 1])
    await reviews.decideBond({ friend, referrer: null, by: 'Olga' })
    expect(await friends(cy.code)).toBe(0)
    await expect(reviews.decideBond({ friend, referrer: friend, by: 'Olga' })).rejects.toMatchObject({
      code: 'bond-invalid',
    })
    await expect(reviews.decideBond({ friend: 'p_x', referrer: null, by: 'Olga' })).rejects.toMatchObject({
      code: 'person-unknown',
    })
  })

  it('comes page by page, the newest first', async () => {
    const { code, bring, reviews } = await held()
    for (let index = 0; index < 4; index++) {
      clock.now += minute
      await bring(code, { customer: { id: fresh('bo'), email: `amy+${index}@gmail.com` } })
    }
    const first = await reviews.list({ limit: 3 })
    const second = await reviews.list({ limit: 3, cursor: first.next! })
    const times = [...first.items, ...second.items].map(({ at }) => at)
    expect([first.items.length, second.items.length, second.next]).toEqual([3, 2, undefined])
    expect(times).toEqual(times.toSorted((a, b) => b - a))
  })
})
