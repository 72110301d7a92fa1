import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { GoodwordError } from '@goodword/program/errors'
import { startTracker } from './start.ts'
import { openBrowser, openPage, openServer, pass } from './testing.ts'

beforeEach(() => void vi.useFakeTimers({ now: Date.UTC(2026, 10, 22) }))
afterEach(() => void vi.useRealTimers())

const waiting = (browser: ReturnType<typeof openBrowser>) =>
  Object.keys(browser.localStorage).filter((key) => key.startsWith('goodword:shop:')).length

describe('what is sent', () => {
  it('sends a visit and a conversion as the wire has them', async () => {
    const server = openServer()
    const { tracker } = openPage('/?via=AMY42&ch=x', openBrowser(), server)
    const id = tracker.convert('purchase', {
      order: 1234,
      amount: 4200,
      currency: 'USD',
      customer: { id: '42' },
    })
    await pass(100)
    const { visitor } = tracker.attribution()!
    const [conversion, visit] = server.requests[0]!
    expect(visit).toMatchObject({
      type: 'visit',
      code: 'AMY42',
      channel: 'x',
      visitor,
      url: 'https://www.shop.example/',
    })
    expect(conversion).toEqual({
      id,
      type: 'conversion',
      at: Date.UTC(2026, 10, 22),
      code: 'AMY42',
      visitor,
      name: 'purchase',
      order: '1234',
      amount: 4200,
      currency: 'USD',
      customer: { id: '42' },
    })
  })

  it('names an order after its event when the page has no number for it', async () => {
    const server = openServer()
    const id = openPage('/', openBrowser(), server).tracker.convert('signup')
    await pass(100)
    expect(server.events.get(id)).toMatchObject({ order: id })
    expect(server.events.get(id)).not.toHaveProperty('code')
  })

  it('leaves a share with the code of the sharer', async () => {
    const server = openServer()
    const { tracker } = openPage('/?via=AMY42', openBrowser(), server)
    const own = tracker.record({ type: 'share', channel: 'whatsapp', code: 'BO7' })
    const unknown = tracker.record({ type: 'share', channel: 'whatsapp' })
    await pass(100)
    expect(server.events.get(own)?.code).toBe('BO7')
    expect(server.events.get(unknown)?.code).toBeUndefined()
  })

  it('counts a reload of the landing page once, and a visit half an hour later again', async () => {
    const browser = openBrowser()
    const server = openServer()
    for (let reload = 0; reload < 3; reload += 1) openPage('/?via=AMY42', browser, server)
    await pass(30 * 60_000)
    expect(server.events.size).toBe(1)
    openPage('/?via=AMY42', browser, server)
    await pass(100)
    expect(server.events.size).toBe(2)
  })
})

describe('a server in trouble', () => {
  it('keeps events over a reload until they are received', async () => {
    const browser = openBrowser()
    const down = openServer()
    down.next.push(...Array.from({ length: 9 }, () => 'offline' as const))
    const id = openPage('/?via=AMY42', browser, down).tracker.convert('signup')
    await pass(60)
    expect(waiting(browser)).toBe(2)
    vi.clearAllTimers()
    const up = openServer()
    openPage('/', browser, up)
    await pass(100)
    expect(up.events.get(id)).toMatchObject({ type: 'conversion', code: 'AMY42' })
    expect(waiting(browser)).toBe(0)
  })

  it.each([500, 502, 503, 408, 429])('tries again after a %d', async (status) => {
    const server = openServer()
    server.next.push(new Response('', { status }))
    const id = openPage('/', openBrowser(), server).tracker.convert('signup')
    await pass(3_000)
    expect(server.events.has(id)).toBe(true)
    expect(server.requests.length).toBe(2)
  })

  it('never sends before Retry-After, whatever the page asks', async () => {
    const server = openServer()
    server.next.push(new Response('', { status: 429, headers: { 'retry-after': '120' } }))
    const page = openPage('/', openBrowser(), server)
    page.tracker.convert('signup')
    await pass(119_000)
    await page.tracker.flush()
    page.fire('online')
    page.fire('pagehide')
    expect(server.requests.length).toBe(1)
    await pass(2_000)
    expect(server.events.size).toBe(1)
  })

  it('does not take somebody else’s 200 for a receipt', async () => {
    const server = openServer()
    const receipts: unknown[] = []
    server.next.push(
      new Response('<h1>Log in to our Wi-Fi'),
      Response.json(null),
      Response.json({ receipts }),
    )
    const id = openPage('/', openBrowser(), server).tracker.convert('signup')
    await pass(60_000)
    expect(server.events.has(id)).toBe(true)
    expect(server.requests.length).toBe(4)
  })

  it('gives up what is refused for good, counts it and says so', async () => {
    const browser = openBrowser()
    const server = openServer()
    server.next.push(new Response('', { status: 404 }))
    const page = openPage('/', browser, server)
    page.tracker.convert('signup')
    await pass(60_000)
    expect(server.requests.length).toBe(1)
    expect(waiting(browser)).toBe(0)
    expect(page.tracker.dropped).toEqual({ 'status-404': 1 })
    expect((page.errors[0] as GoodwordError).code).toBe('events-refused')
  })

  it('tells what the server rejected, and why', async () => {
    const server = openServer()
    const detail = 'The program has no conversion "sigup".'
    const receipts = [{ id: 'x', status: 'rejected', reason: 'conversion-unknown', detail }]
    server.next.push(Response.json({ receipts }, { status: 202 }))
    const page = openPage('/', openBrowser(), server)
    page.tracker.convert('sigup')
    await pass(100)
    expect(page.errors).toMatchObject([{ code: 'conversion-unknown', message: detail }])
  })

  it('splits what is too large by halves until only the culprit is dropped', async () => {
    const server = openServer()
    const fetch = vi.fn<typeof server.fetch>(async (url, init) =>
      JSON.stringify(init).includes('culprit') ? new Response('', { status: 413 }) : server.fetch(url, init),
    )
    const page = openPage('/', openBrowser(), { ...server, fetch })
    for (let count = 0; count < 64; count += 1) {
      vi.setSystemTime(Date.now() + 1)
      page.tracker.moment(count === 40 ? 'culprit' : 'fine')
    }
    await pass(60_000)
    expect(server.events.size).toBe(63)
    expect(page.tracker.dropped).toEqual({ 'status-413': 1 })
    expect(fetch.mock.calls.length).toBeLessThan(20)
  })

  it('loses nothing in three hours of outage', async () => {
    const server = openServer()
    server.next.push(...Array.from({ length: 10_000 }, () => 'offline' as const))
    const { tracker } = openPage('/', openBrowser(), server)
    for (let minute = 0; minute < 180; minute += 1) {
      tracker.convert('signup')
      await pass(60_000)
    }
    expect(server.requests.length).toBeLessThan(500)
    server.next.length = 0
    await pass(300_000)
    expect(server.events.size).toBe(180)
  })
})

describe('batches and limits', () => {
  it('stays below 60,000 bytes a request, in bytes and not in letters', async () => {
    const server = openServer()
    const sizes: number[] = []
    const page = openPage('/', openBrowser(), {
      ...server,
      fetch: (url, init) => {
        sizes.push(new TextEncoder().encode(init?.body as string).length)
        return server.fetch(url, init)
      },
    })
    for (let count = 0; count < 30; count += 1) page.tracker.moment('note', { text: '✓'.repeat(3_000) })
    await pass(5_000)
    expect(server.events.size).toBe(30)
    expect(Math.max(...sizes)).toBeLessThanOrEqual(60_000)
  })

  it('keeps a thousand events, the oldest visits going first and conversions last', async () => {
    const browser = openBrowser()
    const server = openServer()
    const { tracker } = openPage('/', browser, server, { consent: 'granted' }, { setTimeout: () => 0 })
    for (let count = 0; count < 600; count += 1) {
      tracker.record({ type: 'visit', code: `C${count}`, url: 'https://shop.example/' })
      tracker.convert('signup')
      vi.setSystemTime(Date.now() + 1)
    }
    expect(waiting(browser)).toBe(1000)
    expect(tracker.dropped).toEqual({ full: 200 })
    await tracker.flush()
    const types = [...server.events.values()].map(({ type }) => type)
    expect(types.filter((type) => type === 'conversion').length).toBe(600)
    expect([...server.events.values()].some(({ code }) => code === 'C199')).toBe(false)
  })

  it('makes at most 200 requests in ten seconds of an endless loop', async () => {
    const server = openServer()
    const { tracker } = openPage('/', openBrowser(), server)
    for (let tick = 0; tick < 1000; tick += 1) {
      tracker.moment('loop')
      await tracker.flush()
      await pass(10)
    }
    expect(server.requests.length).toBeLessThanOrEqual(200)
    await pass(1_000)
    expect(server.events.size).toBe(1000)
  })
})

describe('leaving', () => {
  it('sends at once when the page goes, with a request that outlives it', () => {
    const server = openServer()
    const inits: RequestInit[] = []
    const page = openPage('/', openBrowser(), {
      ...server,
      fetch: (url, init) => {
        inits.push(init!)
        return server.fetch(url, init)
      },
    })
    page.tracker.convert('signup')
    page.fire('pagehide')
    expect(inits).toMatchObject([{ method: 'POST', keepalive: true }])
    expect(inits[0]).not.toHaveProperty('headers')
  })

  it('does not send again what is on its way', async () => {
    const server = openServer()
    const fetch = vi.fn<typeof server.fetch>(async () => new Promise<Response>(() => undefined))
    const page = openPage('/', openBrowser(), { ...server, fetch })
    page.tracker.convert('signup')
    await pass(100)
    page.tracker.convert('purchase')
    page.fire('pagehide')
    page.fire('pagehide')
    const bodies = fetch.mock.calls.map(
      ([, init]) => JSON.parse(init?.body as string) as { events: unknown[] },
    )
    expect(bodies).toMatchObject([{ events: [{ name: 'signup' }] }, { events: [{ name: 'purchase' }] }])
  })

  it('says farewell without its sender, but not without consent', async () => {
    const server = openServer()
    const browser = openBrowser()
    const page = openPage('/', browser, server, { consent: 'denied' })
    const environment = { window: page.window, now: Date.now }
    const never = async () => new Promise<never>(() => undefined)
    const tracker = startTracker({ program: 'shop', api: '/' }, environment, never)
    page.fire('pagehide')
    expect(server.requests).toEqual([])
    const id = tracker.convert('signup')
    tracker.consent('pending')
    page.fire('pagehide')
    expect(server.requests).toEqual([])
    tracker.consent('granted')
    page.fire('pagehide')
    await pass(0)
    expect([...server.events.keys()]).toEqual([id])
    expect(waiting(browser)).toBe(1)
  })

  it('lets two tabs share a queue without overwriting each other', async () => {
    const browser = openBrowser()
    const server = openServer()
    const [one, two] = [openPage('/', browser, server), openPage('/', browser, server)]
    const ids = Array.from({ length: 50 }, (_, count) => (count % 2 ? one : two).tracker.convert('signup'))
    expect(waiting(browser)).toBe(50)
    await pass(1_000)
    expect([...server.events.keys()].sort()).toEqual(ids.sort())
    expect(waiting(browser)).toBe(0)
  })
})
