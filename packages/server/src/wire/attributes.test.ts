import { SignJWT } from 'jose'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { readAttributes } from './attributes.ts'
import { identityKey, secret, startWire, told, type TestWire } from './wire.fixture.ts'

let wire: TestWire
beforeEach(async () => {
  wire = await startWire()
})
afterEach(() => wire.close())

/** What the ledger has of attributes. */
async function enrolments(): Promise<unknown[]> {
  const rows = await wire.store.db
    .selectFrom('gw_ledger')
    .select('body')
    .where('program', '=', 'shop')
    .where('type', '=', 'enrolment')
    .orderBy('at')
    .execute()
  return rows.map(({ body }) => (JSON.parse(body) as { attributes: unknown }).attributes)
}
const sign = (claims: Record<string, unknown>) =>
  new SignJWT(claims)
    .setProtectedHeader({ alg: 'HS256' })
    .setSubject('amy')
    .setAudience('shop')
    .setExpirationTime('1h')
    .sign(new TextEncoder().encode(identityKey))
const enrol = async (key: string | undefined, json: unknown = {}) =>
  told(await wire.ask('/v1/shop/participants', { ...(key !== undefined && { key }), json }))

it('keeps the attributes and the role that a signed identity vouches for, once', async () => {
  const attributes = { plan: 'pro', orders: 5, vip: true, teams: ['a', 'b'] }
  const token = await sign({ attributes, role: 'rep' })
  expect([await enrol(token), await enrol(token)]).toEqual(['200', '200'])
  expect(await enrolments()).toEqual([{ ...attributes, role: 'rep' }])
  expect(await enrol(await wire.token({ attributes: { plan: 'free' } }))).toBe('200')
  expect(await enrol(await wire.token())).toBe('200')
  expect(await enrolments()).toEqual([{ ...attributes, role: 'rep' }, { plan: 'free' }])
})

it('takes nobody’s own word for their attributes', async () => {
  const customer = { email: 'amy@example.com', attributes: { plan: 'pro' } }
  expect(await enrol(undefined, { customer, attributes: { plan: 'pro' } })).toBe('200')
  expect(await enrol(await wire.token(), { customer, attributes: { plan: 'pro' } })).toBe('200')
  expect(await enrolments()).toEqual([])
})

it('takes the site’s server’s word, and says what is wrong with it', async () => {
  const ask = async (attributes: unknown) =>
    told(
      await wire.ask('/v1/shop/admin/participants', {
        key: secret,
        json: { customer: { id: 'bo' }, attributes },
      }),
    )
  expect(await ask({ plan: 'pro' })).toBe('200')
  expect(await ask(['pro'])).toBe('400 body-invalid')
  expect(await ask({ plan: { name: 'pro' } })).toBe('400 body-invalid')
  expect(await enrolments()).toEqual([{ plan: 'pro' }])
})

it.each([
  ['a list', []],
  ['a text', 'pro'],
  ['an object in one', { a: {} }],
  ['nothing in one', { a: null }],
  ['a list in a list', { a: [['b']] }],
  ['a long text', { a: 'x'.repeat(201) }],
  ['a long name', { ['x'.repeat(65)]: 1 }],
  ['a long list', { a: Array(21).fill(1) }],
  ['too many', Object.fromEntries(Array.from({ length: 33 }, (_, i) => [`a${i}`, 1]))],
  ['half a character', { a: '\uD800' }],
])('refuses %s for attributes', async (_, attributes) => {
  expect(readAttributes(attributes)).toBeUndefined()
  expect(await enrol(await sign({ attributes }))).toBe('401 token-invalid')
})

it('refuses a role that is none', async () => {
  expect(await enrol(await sign({ role: { name: 'rep' } }))).toBe('401 token-invalid')
  expect(await enrol(await sign({ role: 'x'.repeat(201) }))).toBe('401 token-invalid')
})

it('tells anybody of draws, of which a shop without any has none', async () => {
  const answer = await wire.ask('/v1/shop/draws')
  expect([answer.status, await answer.json()]).toEqual([200, { draws: [] }])
})
