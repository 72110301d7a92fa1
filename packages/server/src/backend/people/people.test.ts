import type { ReferralBackend } from '@goodword/adapters'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openStore, type Store } from '../../store/store.ts'
import { purchase, shop, visit } from '../shop.fixture.ts'
import { sqlBackend } from '../sql-backend.ts'

const server = { source: 'server' } as const

describe('who is who', () => {
  let store: Store
  let backend: ReferralBackend
  beforeEach(async () => {
    store = await openStore({ file: ':memory:' })
    backend = sqlBackend({ store, program: shop })
  })
  afterEach(() => store.close())

  it('joins an id to the e-mail that a customer gave before they signed in', async () => {
    const { code } = await backend.enrol({ email: 'Amy@Example.com' })
    await backend.enrol({ id: '42', email: 'amy@example.com', name: 'Amy Winters' })
    expect(await backend.participant({ customer: '42' })).toMatchObject({ code, name: 'Amy Winters' })
  })

  it('does not join an e-mail to a second id', async () => {
    const amy = await backend.enrol({ id: '1', email: 'family@example.com' })
    const bo = await backend.enrol({ id: '2', email: 'family@example.com' })
    expect(bo.code).not.toBe(amy.code)
    expect((await backend.participant({ email: 'family@example.com' }))?.code).toBe(amy.code)
  })

  it('lets nobody who only types an e-mail rename the person behind it', async () => {
    await backend.enrol({ id: '42', email: 'amy@example.com', name: 'Amy Winters' })
    await backend.enrol({ email: 'amy@example.com', name: 'Rude Word' })
    expect((await backend.participant({ customer: '42' }))?.name).toBe('Amy Winters')
  })

  it('does not believe a browser that claims a purchase for somebody else', async () => {
    const { code } = await backend.enrol({ id: 'thief' })
    await backend.record([purchase({ code, customer: { id: 'victim' }, order: 'guessed' })])
    await backend.record([purchase({ customer: { id: 'victim' }, order: 'real' })], server)
    const { items } = await backend.referrals({ customer: 'thief' })
    expect(items.map(({ state }) => state)).toEqual(['held'])
  })

  it('does not let a browser join an e-mail to an id', async () => {
    const signup = { ...purchase({ name: 'signup' }), customer: { id: 'thief', email: 'amy@example.com' } }
    await backend.record([signup])
    const amy = await backend.enrol({ id: 'amy', email: 'amy@example.com' })
    expect((await backend.participant({ email: 'amy@example.com' }))?.id).toBe(amy.id)
  })

  it('keeps what somebody did before they had a name', async () => {
    const { code } = await backend.enrol({ id: 'amy' })
    const visitor = 'v_0001'
    await backend.record([visit({ code, visitor, at: Date.now() - 1000 })])
    await backend.record([purchase({ name: 'signup', visitor })])
    await backend.record([purchase({ visitor, customer: { id: 'bo', name: 'Bo Larsen' } })], server)
    const { items } = await backend.referrals({ customer: 'amy' })
    expect(items.map(({ friend }) => friend)).toEqual(['Bo L.'])
  })

  it('tells two customers of one browser apart', async () => {
    const { code } = await backend.enrol({ id: 'amy' })
    const visitor = 'v_0001'
    const orders = ['bo', 'cy'].map((id) => purchase({ code, visitor, customer: { id } }))
    await backend.record(orders, server)
    expect((await backend.referrals({ customer: 'amy' })).items).toHaveLength(2)
  })

  it('knows a code in any case', async () => {
    const { code } = await backend.enrol({ id: 'amy' })
    await backend.record([purchase({ code: code.toLowerCase(), customer: { id: 'bo' } })], server)
    expect((await backend.participant({ code: code.toLowerCase() }))?.stats?.friends).toBe(1)
  })

  it('knows nobody by a key that no database could hold', async () => {
    for (const key of ['a\0b', '\ud800', '']) {
      expect(await backend.participant({ customer: key })).toBeUndefined()
      expect(await backend.participant({ code: key })).toBeUndefined()
    }
  })

  it('says what is missing of a customer who cannot be enrolled', async () => {
    await expect(backend.enrol({ name: 'Amy' })).rejects.toMatchObject({ code: 'customer-invalid' })
    await expect(backend.enrol({ email: 'amy' })).rejects.toThrow(/email/)
  })
})
