import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { visit } from '../backend/shop.fixture.ts'
import { createLimiter, type Limits } from './limits.ts'
import { secret, startWire, told, type TestWire } from './wire.fixture.ts'

describe('requests are limited', () => {
  let wire: TestWire
  const limits: Partial<Limits> = { events: 3, enrol: 2, read: 3, own: 2, admin: 3, redirect: 3, guess: 2 }
  beforeEach(async () => void (wire = await startWire({ limits })))
  afterEach(() => wire.close())
  const times = async (count: number, ask: () => Promise<Response>) => {
    const answers: string[] = []
    for (let time = 0; time < count; time++) answers.push(await told(await ask()))
    return answers
  }
  const ask =
    (path: string, init: object = {}) =>
    () =>
      wire.ask(path, { address: '203.0.113.7', ...init })

  it.each([
    ['events', 3, '/v1/shop/events', { json: { events: [visit({})] } }],
    ['enrolments', 2, '/v1/shop/participants', { json: { customer: { email: 'a@example.com' } } }],
    ['reading', 3, '/v1/shop', {}],
    ['the owner’s, by key', 3, '/v1/shop/admin/summary', { key: secret }],
    ['links', 3, '/r/shop/NOBODY77', {}],
  ])('%s', async (_, most, path, init) => {
    const answers = await times(most + 2, ask(path, init))
    expect(answers.slice(0, most).filter((answer) => answer.startsWith('429'))).toEqual([])
    expect(answers.slice(most)).toEqual(['429 rate-limited', '429 rate-limited'])
    const others = await times(1, ask(path, { ...init, address: '198.51.100.1' }))
    expect(others[0]?.startsWith('429')).toBe(path.includes('admin'))
  })

  it('by participant, wherever they come from', async () => {
    const [amy, bo] = [await wire.token(), await wire.token({ id: 'bo' })]
    let last = 0
    const me = (key: string) => () => wire.ask('/v1/shop/me', { key, address: `203.0.113.${++last}` })
    expect(await times(3, me(amy))).toEqual([
      '404 participant-unknown',
      '404 participant-unknown',
      '429 rate-limited',
    ])
    expect(await times(1, me(bo))).toEqual(['404 participant-unknown'])
  })

  it('for wrong keys, whatever they are', async () => {
    let guess = 0
    const answers = await times(4, () => ask('/v1/shop/admin/summary', { key: `gw_sk_${++guess}` })())
    expect(answers).toEqual(['401 key-wrong', '401 key-wrong', '429 rate-limited', '429 rate-limited'])
  })

  it('each kind apart, and a page of the site is told when to come back', async () => {
    const headers = { origin: 'https://shop.example' }
    await times(3, ask('/v1/shop'))
    const response = await ask('/v1/shop', { headers })()
    expect(response.status).toBe(429)
    expect(Number(response.headers.get('retry-after'))).toBeGreaterThanOrEqual(1)
    expect(Number(response.headers.get('retry-after'))).toBeLessThanOrEqual(60)
    expect(response.headers.get('access-control-expose-headers')).toContain('retry-after')
    expect(response.headers.get('access-control-allow-origin')).toBe('https://shop.example')
    expect(response.headers.get('ratelimit')).toMatch(/^"read";r=0;t=\d+$/)
    const tell = ask('/v1/shop/events', { json: { events: [visit({})] } })
    const [first, second] = [await tell(), await tell()]
    expect([first.status, first.headers.get('ratelimit')]).toEqual([202, null])
    expect(second.headers.get('ratelimit')).toMatch(/^"events";r=1;t=\d+$/)
  })

  it('not at all where they are switched off, or nobody knows who asks', async () => {
    const open = await startWire({ limits: false })
    expect(await times(10, () => open.ask('/v1/shop', { address: '203.0.113.7' }))).toEqual(
      Array(10).fill('200'),
    )
    await open.close()
    expect(await times(10, () => wire.ask('/v1/shop'))).toEqual(Array(10).fill('200'))
  })

  it('and a forwarded address is believed from the owner’s own proxies only', async () => {
    let last = 0
    const spoofed = () =>
      wire.ask('/v1/shop', { address: '10.0.0.1', headers: { 'x-forwarded-for': `203.0.113.${++last}` } })
    expect((await times(4, spoofed)).at(-1)).toBe('429 rate-limited')
  })
})

describe('a limiter', () => {
  it('counts anew a minute after somebody’s first request, whoever else comes meanwhile', async () => {
    let now = 5
    const { take } = createLimiter({ read: 2 }, () => now)
    const ask = (who: string) =>
      take('read', 'shop', who).then(
        (left) => left ?? 'fine',
        ({ cause }: { cause: { retryAfter: number } }) => cause.retryAfter,
      )
    // Somebody long before them, so that what is over is not swept just when theirs is.
    await ask('eve')
    now += 30_000
    expect([await ask('amy'), await ask('amy'), await ask('amy')]).toEqual(['fine', '"read";r=0;t=60', 60])
    now += 59_001
    expect([await ask('amy'), await ask('bo')]).toEqual([1, 'fine'])
    now += 998
    expect([await ask('amy'), await ask('bo')]).toEqual([1, '"read";r=0;t=60'])
    now += 1
    expect([await ask('amy'), await ask('bo')]).toEqual(['fine', 60])
    now += 60_000
    expect([await ask('amy'), await ask('bo')]).toEqual(['fine', 'fine'])
  })
})
