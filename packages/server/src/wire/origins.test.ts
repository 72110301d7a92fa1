import { afterAll, beforeAll, expect, it } from 'vitest'
import { secret, startWire, type TestWire } from './wire.fixture.ts'

let wire: TestWire
beforeAll(async () => void (wire = await startWire()))
afterAll(() => wire.close())

const allowed = async (origin: string, path = '/v1/shop', init: object = {}) => {
  const response = await wire.ask(path, { ...init, headers: { origin } })
  return response.headers.get('access-control-allow-origin')
}

it('lets pages of the program’s own site and listed hosts read answers', async () => {
  for (const origin of ['https://shop.example', 'https://www.shop.example'])
    expect(await allowed(origin)).toBe(origin)
})

it('lets no other page read them', async () => {
  const strangers = [
    'https://evil.example',
    'http://shop.example',
    'http://www.shop.example',
    'https://shop.example.evil.example',
    'https://evilshop.example',
    'https://shop.example:8443',
    'null',
    'https://shop.example/',
    '*',
    '',
  ]
  for (const origin of strangers) expect([origin, await allowed(origin)]).toEqual([origin, null])
})

it('answers a preflight of every route for browsers, and none for the owner’s', async () => {
  const options = { method: 'OPTIONS' }
  const origin = 'https://shop.example'
  for (const path of ['', '/events', '/participants', '/me', '/me/rewards', '/leaderboard'])
    expect(await allowed(origin, `/v1/shop${path}`, options)).toBe(origin)
  expect(await allowed(origin, '/v1/shop/admin/summary', options)).toBeNull()
  expect(await allowed(origin, '/v1/shop/admin/summary', { key: secret })).toBeNull()
})

it('tells caches that the answer depends on who asks', async () => {
  expect((await wire.ask('/v1/shop')).headers.get('vary')).toContain('origin')
})

it('shows pages of other sites an error as well', async () => {
  const origin = 'https://shop.example'
  expect(await allowed(origin, '/v1/shop/me')).toBe(origin)
  expect(await allowed(origin, '/v1/shop/nothing')).toBe(origin)
})
