import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { purchase } from '../backend/shop.fixture.ts'
import { secret, startWire, told, type TestWire } from './wire.fixture.ts'

const reviews = '/v1/shop/admin/reviews'

describe('the queue of reviews', () => {
  let wire: TestWire
  beforeEach(async () => {
    wire = await startWire()
  })
  afterEach(() => wire.close())
  const admin = async (path: string, json?: unknown) =>
    wire.ask(`/v1/shop/admin/${path}`, { key: secret, ...(json !== undefined && { json }) })
  const answer = async (response: Response | Promise<Response>) => (await (await response).json()) as never
  const holdOne = async () => {
    const amy: { code: string } = await answer(
      admin('participants', { customer: { id: 'amy', email: 'amy@gmail.com' } }),
    )
    const customer = { id: 'bo', email: 'a.my@gmail.com' }
    const order = purchase({ code: amy.code, order: 'order-1', customer })
    return answer(admin('events', { events: [order] })) as Promise<{ receipts: unknown[] }>
  }
  const decide = (rest: object) =>
    admin('reviews', { name: 'purchase', order: 'order-1', by: 'Olga', ...rest })

  it('is for the owner alone', async () => {
    const token = await wire.token()
    for (const path of [reviews, `${reviews}/bond`])
      for (const key of [undefined, 'gw_sk_wrong', token]) {
        const got = await wire.ask(path, { ...(key && { key }) })
        const posted = await wire.ask(path, { json: {}, ...(key && { key }) })
        expect([got.status, posted.status]).toEqual([401, 401])
      }
  })

  it('tells the owner that an order is held, why, and what becomes of it', async () => {
    const { receipts } = await holdOne()
    expect(receipts).toMatchObject([{ status: 'held', reason: 'under-review' }])
    expect(await answer(admin('reviews'))).toMatchObject({ items: [{ order: 'order-1', state: 'open' }] })
    const rewards = await answer(admin('rewards'))
    const says = 'The friend’s e-mail leads to the referrer’s own mailbox.'
    expect(rewards).toMatchObject({
      items: [{ state: 'pending', checks: [{ reason: 'own-referral', says }] }],
    })
    expect(await answer(decide({ verdict: 'approve', note: 'Family.' }))).toMatchObject({
      state: 'approved',
      decided: { by: 'Olga', note: 'Family.' },
    })
    expect(JSON.stringify(await answer(admin('rewards')))).not.toContain('checks')
    expect(await answer(admin('reviews'))).toEqual({ items: [] })
    expect(await answer(admin('reviews?state=approved'))).toMatchObject({ items: [{ order: 'order-1' }] })
    expect(await answer(decide({ verdict: 'reopen' }))).toMatchObject({ state: 'open' })
    expect(await answer(admin('reviews?state=all'))).toMatchObject({ items: [{ state: 'open' }] })
  })

  it('tells the customer nothing of the rule', async () => {
    await holdOne()
    const token = await wire.token({ id: 'amy' })
    const mine = await (await wire.ask('/v1/shop/me/rewards', { key: token })).text()
    expect(mine).toContain('under-review')
    expect(mine).not.toMatch(/own-referral|mailbox|checks/)
  })

  it.each([
    [{}, '400 body-invalid'],
    [{ verdict: 'delete' }, '400 body-invalid'],
    [{ verdict: 'approve', by: '' }, '400 body-invalid'],
    [{ verdict: 'approve', note: 'x'.repeat(1001) }, '400 body-invalid'],
    [{ verdict: 'approve', order: 'a\0' }, '400 body-invalid'],
    [{ verdict: 'approve', order: 'order-2' }, '404 order-unknown'],
    [{ verdict: 'approve', name: 'signup' }, '404 order-unknown'],
  ])('refuses %j', async (rest, code) => {
    await holdOne()
    expect(await told(await decide(rest))).toBe(code)
  })

  it('refuses a state that there is not, and a bond that cannot be', async () => {
    expect(await told(await admin('reviews?state=held'))).toBe('400 query-invalid')
    expect(await told(await admin('reviews/bond', { friend: 'p_1', by: 'Olga' }))).toBe('400 body-invalid')
    const own = { friend: 'p_1', referrer: 'p_1', by: 'Olga' }
    expect(await told(await admin('reviews/bond', own))).toBe('400 bond-invalid')
    const unknown = { friend: 'p_1', referrer: null, by: 'Olga' }
    expect(await told(await admin('reviews/bond', unknown))).toBe('404 person-unknown')
  })
})
