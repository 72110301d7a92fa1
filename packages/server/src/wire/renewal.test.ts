import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { sharedDomain } from './renewal.ts'
import { startWire, type TestWire } from './wire.fixture.ts'

let wire: TestWire
beforeAll(async () => void (wire = await startWire({ publicUrl: 'https://refer.shop.example' })))
afterAll(() => wire.close())

const at = Date.now() - 60_000
const cookie = `goodword=v_0123456789.AMY42.${at.toString(36)}.x`

const send = async (origin: string, headers: Record<string, string> = {}) => {
  const response = await wire.ask('/v1/shop/events', {
    json: {
      events: [{ id: `e${Math.random()}`, type: 'moment', at, name: 'note', visitor: 'v_0123456789' }],
    },
    headers: { origin, ...headers },
  })
  const answer = (await response.json()) as { credentials?: string }
  return {
    credentials: answer.credentials,
    get: (name: string) => response.headers.get(name),
    status: response.status,
  }
}

describe('a page of the API’s own site', () => {
  it('gets its cookie again from the server, for as long as a referral counts and for the script to read', async () => {
    const answer = await send('https://www.shop.example', { cookie: `a=1; ${cookie}` })
    expect(answer.credentials).toBe('include')
    expect(answer.get('access-control-allow-origin')).toBe('https://www.shop.example')
    expect(answer.get('access-control-allow-credentials')).toBe('true')
    expect(answer.get('set-cookie')).toBe(
      `${cookie}; Path=/; Max-Age=2592000; SameSite=Lax; Domain=shop.example; Secure`,
    )
  })

  it('gets none that it did not have: nobody but the tracker knows whether the visitor allows it', async () => {
    for (const none of [
      {},
      { cookie: 'goodword=' },
      { cookie: 'goodword=<script>' },
      { cookie: 'a=goodword=x' },
    ]) {
      const answer = await send('https://www.shop.example', none)
      expect([answer.credentials, answer.get('set-cookie')]).toEqual(['include', null])
    }
  })

  it('keeps of two cookies the visitor of the first and the touch that counts, and no touch past its days', async () => {
    const old = `goodword=v_old.BO7.${(at - 1).toString(36)}.`
    const both = await send('https://shop.example', { cookie: `${old}; ${cookie}` })
    expect(both.get('set-cookie')).toContain(`goodword=v_old.AMY42.${at.toString(36)}.x;`)
    const past = await send('https://shop.example', { cookie: 'goodword=v_old.BO7.1.' })
    expect(past.get('set-cookie')).toContain('goodword=v_old;')
  })
})

describe('any other page', () => {
  it.each(['null', 'https://evil.example', 'http://www.shop.example'])(
    '%s reads its receipts without cookies, so that its console stays clean',
    async (origin) => {
      const answer = await send(origin, { cookie })
      expect([answer.status, answer.credentials]).toEqual([202, undefined])
      expect(answer.get('access-control-allow-origin')).toBe('*')
      expect(answer.get('access-control-allow-credentials')).toBeNull()
      expect(answer.get('set-cookie')).toBeNull()
    },
  )

  it('reads nothing else, and is granted no preflight', async () => {
    const headers = { origin: 'null' }
    for (const [path, init] of [
      ['/v1/shop', {}],
      ['/v1/shop/me', {}],
      ['/v1/shop/events', { method: 'OPTIONS' }],
      ['/v1/shop/participants', { json: { customer: { email: 'bo@shop.example' } } }],
    ] as const) {
      const answer = await wire.ask(path, { ...init, headers })
      expect([path, answer.headers.get('access-control-allow-origin')]).toEqual([path, null])
    }
  })
})

it.each([
  ['https://www.shop.example', 'https://refer.shop.example', 'shop.example'],
  ['https://shop.example', 'https://refer.shop.example', 'shop.example'],
  ['https://a.b.shop.example', 'https://c.b.shop.example', 'b.shop.example'],
  ['https://www.shop.example', 'https://www.shop.example', 'shop.example'],
  ['http://localhost:3000', 'http://localhost:4000', ''],
  ['http://127.0.0.1:3000', 'http://127.0.0.1:4000', ''],
  ['http://[::1]:3000', 'http://[::1]:4000', ''],
  ['http://127.0.0.1', 'http://10.0.0.1', undefined],
  ['http://shop.example', 'https://shop.example', undefined],
  ['https://shop.example', 'https://refer.example', undefined],
  ['https://evilshop.example', 'https://shop.example', undefined],
  ['http://localhost', 'http://shop.example', undefined],
])('%s and %s share %s', (origin, api, domain) => {
  expect(sharedDomain(origin, api)).toBe(domain)
})
