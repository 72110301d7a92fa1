import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { GoodwordError } from '@goodword/program/errors'
import { openBrowser, openPage, openServer, pass } from './testing.ts'

beforeEach(() => void vi.useFakeTimers({ now: Date.UTC(2026, 10, 22) }))
afterEach(() => {
  vi.useRealTimers()
  vi.restoreAllMocks()
})

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

  it('does with every status what is right for it, with and without Retry-After, and counts all', async () => {
    const browser = openBrowser()
    for (let status = 200; status < 600; status += 1) {
      // These cannot carry a body in a test.
      if ([204, 205, 304].includes(status)) continue
      for (const headers of [undefined, { 'retry-after': '20' }]) {
        const server = openServer()
        server.next.push(new Response('{}', { status, ...(headers && { headers }) }))
        vi.clearAllTimers()
        const { tracker } = openPage('/', browser, server)
        tracker.convert('signup')
        await pass(10_000)
        const isDropped = status >= 400 && status < 500 && status !== 408 && status !== 429
        const isAsked = !!headers
        expect([status, server.requests.length]).toEqual([status, isDropped || isAsked ? 1 : 2])
        await pass(20_000)
        expect(tracker.stats()).toEqual({
          accepted: 1,
          queued: 0,
          [isDropped ? `status-${status}` : 'delivered']: 1,
        })
      }
    }
  }, 60_000)

  it('counts every event once, whatever happens to it', async () => {
    const server = openServer()
    vi.spyOn(Math, 'random').mockReturnValue(0.01)
    const troubles = [503, 404, 413, 'offline', 429, 413, 400] as const
    const page = openPage('/?via=AMY42', openBrowser(), server)
    let count = 1
    for (const trouble of troubles) {
      server.next.push(trouble === 'offline' ? trouble : new Response('', { status: trouble }))
      for (let more = 0; more < 10; more += 1) page.tracker.moment('note')
      count += 10
      await pass(200)
    }
    page.tracker.consent('pending')
    page.tracker.moment('later')
    await pass(600_000)
    const { accepted, queued, ...fates } = page.tracker.stats()
    expect(accepted).toBe(count + 1)
    expect(queued).toBeGreaterThan(0)
    expect(Object.values(fates).reduce((sum, some) => sum + some, queued)).toBe(accepted)
    expect(fates['delivered']).toBe(server.events.size)
    page.tracker.consent('granted')
    await pass(600_000)
    const after = page.tracker.stats()
    expect(after.queued).toBe(0)
    expect(after['delivered']).toBe(server.events.size)
  })

  it('counts an event that is told twice once', async () => {
    const server = openServer()
    const { tracker } = openPage('/', openBrowser(), server)
    tracker.capture('?via=AMY42')
    tracker.capture('?via=AMY42')
    await pass(100)
    expect(tracker.stats()).toEqual({ accepted: 1, queued: 0, delivered: 1 })
  })

  it('does not wait for years, nor ask all the time, when the clock was put back', async () => {
    const server = openServer()
    server.next.push('offline')
    const page = openPage('/', openBrowser(), server)
    page.tracker.convert('signup')
    await pass(60)
    expect(server.requests.length).toBe(1)
    vi.setSystemTime(Date.now() - 40 * 86_400_000)
    await page.tracker.flush()
    expect(server.events.size).toBe(1)
  })

  it('believes no turn of another tab that ends in years', async () => {
    const browser = openBrowser()
    const server = openServer()
    browser.localStorage.setItem('goodword.turn', `${Date.now() + 40 * 86_400_000}`)
    openPage('/', browser, server).tracker.convert('signup')
    await pass(100)
    expect(server.events.size).toBe(1)
  })

  it('says in the server’s words why all is refused', async () => {
    const server = openServer()
    server.next.push(Response.json({ detail: 'There is no program "shopp".' }, { status: 404 }))
    const page = openPage('/', openBrowser(), server)
    page.tracker.convert('signup')
    await pass(100)
    expect(page.errors).toMatchObject([{ code: 'events-refused', message: 'There is no program "shopp".' }])
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

  it('removes what is no event of ours, and sends the rest', async () => {
    const browser = openBrowser()
    const server = openServer()
    for (const [key, text] of Object.entries({ a: 'null', b: '{"id":"other"}', c: '{', d: '[]' }))
      browser.localStorage.setItem(`goodword:shop:${key}`, text)
    const id = openPage('/', browser, server).tracker.convert('signup')
    await pass(100)
    expect(server.requests.flat().map((event) => event.id)).toEqual([id])
    expect(waiting(browser)).toBe(0)
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
    expect(page.tracker.stats()).toEqual({ accepted: 1, queued: 0, 'status-404': 1 })
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
    expect(page.tracker.stats()).toEqual({ accepted: 64, queued: 0, delivered: 63, 'status-413': 1 })
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
  }, 60_000)
})
