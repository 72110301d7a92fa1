import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openStore, type Store } from '../../store/store.ts'
import { day, purchase, refund, shop, visit } from '../shop.fixture.ts'
import { sqlBackend } from '../sql-backend.ts'

const server = { source: 'server' } as const

describe('what the owner sees', () => {
  let store: Store
  let ahead: number
  let backend: ReturnType<typeof sqlBackend>
  beforeEach(async () => {
    ahead = 0
    store = await openStore({ file: ':memory:' })
    backend = sqlBackend({ store, program: shop, now: () => Date.now() + ahead })
  })
  afterEach(() => store.close())

  it('lists a reward under the state that it has now, though nobody wrote since its hold ended', async () => {
    const { code } = await backend.enrol({ id: 'amy', name: 'Amy Winters', email: 'amy@example.com' })
    await backend.record([purchase({ code, customer: { id: 'bo' } })], server)
    const count = async (state: 'pending' | 'due') => (await backend.allRewards({ state })).items.length
    expect([await count('pending'), await count('due')]).toEqual([1, 0])
    ahead = 14 * day + 1000
    expect([await count('pending'), await count('due')]).toEqual([0, 1])
    const [reward] = (await backend.allRewards()).items
    expect(reward).toMatchObject({
      state: 'due',
      reason: { code: 'earned' },
      participant: { name: 'Amy Winters', email: 'amy@example.com' },
    })
  })

  it('seals a bond when its hold ends: a visit that arrives later binds nobody', async () => {
    const [amy, cy] = [await backend.enrol({ id: 'amy' }), await backend.enrol({ id: 'cy' })]
    const at = Date.now()
    await backend.record(
      [purchase({ code: amy.code, visitor: 'v_0001', customer: { id: 'bo' }, at })],
      server,
    )
    ahead = 15 * day
    await backend.record([visit({ code: cy.code, visitor: 'v_0001', at })])
    await backend.record([visit({ code: cy.code, visitor: 'v_0001', at: at - 1 })])
    expect((await backend.referrals({ customer: 'amy' })).items).toHaveLength(1)
    expect((await backend.referrals({ customer: 'cy' })).items).toHaveLength(0)
  })

  it('moves a bond while it is open, and the reward with it', async () => {
    const [amy, cy] = [await backend.enrol({ id: 'amy' }), await backend.enrol({ id: 'cy' })]
    const at = Date.now()
    await backend.record([visit({ code: amy.code, visitor: 'v_0001', at: at - 2000 })])
    await backend.record([purchase({ visitor: 'v_0001', customer: { id: 'bo' }, at })], server)
    await backend.record([visit({ code: cy.code, visitor: 'v_0001', at: at - 1000 })])
    expect((await backend.rewards({ customer: 'amy' })).items).toEqual([])
    expect((await backend.rewards({ customer: 'cy' })).items).toHaveLength(1)
    expect((await backend.participant({ code: amy.code }))?.stats?.friends).toBe(0)
  })

  it('sums a program up: visits, people, and money after refunds', async () => {
    const { code } = await backend.enrol({ id: 'amy', name: 'Amy Winters' })
    const [one, two, three] = ['bo', 'cy', 'di'].map((id) =>
      purchase({ customer: { id, name: `${id} Larsen` }, ...(id !== 'di' && { code }) }),
    ) as [ReturnType<typeof purchase>, ReturnType<typeof purchase>, ReturnType<typeof purchase>]
    const signup = purchase({ name: 'signup', customer: { id: 'bo' } })
    await backend.record([visit({ code }), one, two, three, signup], server)
    await backend.record([refund({ order: one.order, amount: 1200 }), refund({ order: two.order })], server)
    const summary = await backend.summary()
    expect(summary).toMatchObject({
      visits: 1,
      participants: 1,
      customers: 2,
      referred: 1,
      revenue: { amount: 7200, currency: 'USD' },
      referredRevenue: { amount: 3000, currency: 'USD' },
    })
    expect(summary.conversions.map(({ order, state }) => [order, state])).toContainEqual([
      two.order,
      'refunded',
    ])
    expect(summary.conversions.find(({ order }) => order === one.order)).toMatchObject({
      friend: 'bo Larsen',
      referrer: 'Amy Winters',
      money: { amount: 4200, currency: 'USD' },
    })
  })

  it('adds up the largest amounts that a browser may claim', async () => {
    // Minor units.
    const amount = 10 ** 12
    await backend.record(
      Array.from({ length: 3 }, (_, i) => purchase({ amount, customer: { id: `c${i}` } })),
      server,
    )
    expect((await backend.summary()).revenue.amount).toBe(3 * amount)
  })

  it('refuses to give what is not there, or not due', async () => {
    await expect(backend.fulfil('nothing', 'me')).rejects.toMatchObject({ code: 'reward-unknown' })
    await expect(backend.fulfil('a\0b', 'me')).rejects.toMatchObject({ code: 'reward-unknown' })
    const { code } = await backend.enrol({ id: 'amy' })
    await backend.record([purchase({ code, customer: { id: 'bo' } })], server)
    const [held] = (await backend.allRewards()).items
    await expect(backend.fulfil(held!.id, 'me')).rejects.toMatchObject({ code: 'not-due' })
  })

  it('refuses a page that it cannot find', async () => {
    await backend.enrol({ id: 'amy' })
    const who = { customer: 'amy' }
    const queries = [{ limit: 0 }, { limit: 101 }, { limit: 1.5 }, { cursor: 'x' }, { cursor: '1.AA' }]
    for (const query of queries)
      await expect(backend.rewards(who, query)).rejects.toMatchObject({ code: 'query-invalid' })
  })
})
