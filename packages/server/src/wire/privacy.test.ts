import { afterAll, beforeAll, expect, it } from 'vitest'
import { purchase } from '../backend/shop.fixture.ts'
import { secret, startWire, told, type TestWire } from './wire.fixture.ts'

let wire: TestWire
beforeAll(async () => void (wire = await startWire()))
afterAll(() => wire.close())

const enrol = async (id: string): Promise<string> => {
  const customer = { id, email: `${id}@example.com`, name: `${id} Example` }
  const response = await wire.ask('/v1/shop/admin/participants', { key: secret, json: { customer } })
  return ((await response.json()) as { code: string }).code
}
const json = async (path: string, init: Parameters<TestWire['ask']>[1]) =>
  (await (await wire.ask(path, init)).json()) as Record<string, unknown>

it('gives a customer all that is kept about them, and forgets them when they say so', async () => {
  const code = await enrol('zoe')
  await wire.ask('/v1/shop/admin/events', {
    key: secret,
    json: { events: [purchase({ code, customer: { id: 'bo', name: 'Bo Long' } })] },
  })
  const key = await wire.token({ id: 'zoe' })
  const all = await wire.ask('/v1/shop/me/export', { key })
  const text = await all.text()
  expect(JSON.parse(text)).toMatchObject({
    program: 'shop',
    person: { customer: 'zoe', code },
    referrals: [{}],
  })
  expect(text).not.toContain('Bo Long')
  expect(await json('/v1/shop/me', { method: 'DELETE', key })).toEqual({ erased: true })
  expect(await json('/v1/shop/me', { method: 'DELETE', key })).toEqual({ erased: false })
  expect(await told(await wire.ask('/v1/shop/me/export', { key }))).toBe('404 person-unknown')
  const link = await wire.ask(`/r/shop/${code}`)
  expect([link.status, link.headers.get('location')]).toEqual([302, expect.not.stringContaining(code)])
})

it('does the same for the owner, by any key, and writes down who did it', async () => {
  const code = await enrol('yve')
  for (const query of ['customer=yve', 'email=yve@example.com', `code=${code}`])
    expect(await json(`/v1/shop/admin/people/export?${query}`, { key: secret })).toMatchObject({
      person: { customer: 'yve' },
    })
  const erase = (body: object) => wire.ask('/v1/shop/admin/people/erase', { key: secret, json: body })
  const wrong = [
    {},
    { customer: 'yve' },
    { by: 'Cy' },
    { customer: 'yve', code, by: 'Cy' },
    { customer: 7, by: 'Cy' },
  ]
  for (const body of wrong) expect(await told(await erase(body))).toBe('400 body-invalid')
  expect(await (await erase({ email: 'yve@example.com', by: 'Cy' })).json()).toMatchObject({ erased: true })
  const log = await json('/v1/shop/admin/audit?limit=1', { key: secret })
  expect(log).toMatchObject({ items: [{ actor: 'key', action: 'person.erased', detail: { by: 'Cy' } }] })
  expect(JSON.stringify(log)).not.toContain('yve')
  expect(await json('/v1/shop/admin/audit?verify=1', { key: secret })).toMatchObject({
    verdict: { ok: true },
  })
})

it('is for the owner, and for each customer alone', async () => {
  await enrol('xia')
  const key = await wire.token({ id: 'xia' })
  for (const path of ['people/export?customer=xia', 'audit'])
    for (const given of [undefined, key])
      expect(await told(await wire.ask(`/v1/shop/admin/${path}`, given ? { key: given } : {}))).toMatch(
        /^401/,
      )
  expect(await told(await wire.ask('/v1/shop/me', { method: 'DELETE' }))).toBe('401 token-missing')
  expect(await told(await wire.ask('/v1/shop/me', { method: 'DELETE', key: secret }))).toBe(
    '401 token-invalid',
  )
  expect(wire.errors).toEqual([])
})
