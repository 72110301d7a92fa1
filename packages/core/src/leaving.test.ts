import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { startTracker } from './start.ts'
import { openBrowser, openPage, openServer, pass } from './testing.ts'

beforeEach(() => void vi.useFakeTimers({ now: Date.UTC(2026, 10, 22) }))
afterEach(() => {
  vi.useRealTimers()
  vi.restoreAllMocks()
})

const waiting = (browser: ReturnType<typeof openBrowser>) =>
  Object.keys(browser.localStorage).filter((key) => key.startsWith('goodword:shop:')).length

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
    await pass(0)
    for (let count = 0; count < 600; count += 1) {
      tracker.record({ type: 'visit', code: `C${count}`, url: 'https://shop.example/' })
      tracker.convert('signup')
      vi.setSystemTime(Date.now() + 1)
    }
    expect(waiting(browser)).toBeLessThanOrEqual(1100)
    await tracker.flush()
    expect(tracker.stats()).toEqual({ accepted: 1200, queued: 0, delivered: 1000, full: 200 })
    const types = [...server.events.values()].map(({ type }) => type)
    expect(types.filter((type) => type === 'conversion').length).toBe(600)
    expect([...server.events.values()].some(({ code }) => code === 'C199')).toBe(false)
  })

  it('bounds what waits for consent, a conversion going last', async () => {
    const server = openServer()
    const { tracker } = openPage('/', openBrowser(), server, { consent: 'pending' })
    const id = tracker.convert('signup')
    for (let count = 0; count < 1_500; count += 1) tracker.moment('loop')
    const { accepted, queued, full } = tracker.stats()
    expect(queued).toBeLessThanOrEqual(1_100)
    expect([accepted, queued + full!]).toEqual([1_501, 1_501])
    tracker.consent('granted')
    await tracker.flush()
    expect(tracker.stats()['delivered']).toBe(1_000)
    expect(server.events.has(id)).toBe(true)
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

/** Web Locks, as far as we use them: one holder of a name at a time, in order. */
function openLocks() {
  let last: Promise<unknown> = Promise.resolve()
  return {
    request: async (_name: string, hold: () => Promise<void>) => {
      const before = last
      const held = (async () => {
        await before
        return hold()
      })()
      last = held.catch(() => undefined)
      return held
    },
  }
}

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

  it('has sent 50 ms after something happened, hidden or not, and once', async () => {
    const server = openServer()
    const page = openPage('/', openBrowser(), server)
    page.tracker.convert('signup')
    page.fire('visibilitychange')
    await pass(50)
    expect(server.events.size).toBe(1)
    await pass(1_000)
    page.fire('pagehide')
    expect(server.requests.length).toBe(1)
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
    const tracker = startTracker(
      { program: 'shop', api: '/', params: ['via'], days: 90, consent: 'auto' },
      environment,
      never,
    )
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

  it('sends from one tab at a time, and nothing twice, by the browser’s locks', async () => {
    vi.useRealTimers()
    const browser = openBrowser()
    const server = openServer()
    let open = 0
    let most = 0
    const slow = {
      ...server,
      fetch: async (url: unknown, init?: RequestInit) => {
        most = Math.max(most, (open += 1))
        await new Promise((done) => setTimeout(done, 5))
        open -= 1
        return server.fetch(url as string, init)
      },
    }
    const navigator = { locks: openLocks() }
    const pages = Array.from({ length: 5 }, () => openPage('/', browser, slow, {}, { navigator }))
    for (let count = 0; count < 100; count += 1) {
      pages[count % 5]!.tracker.convert('signup')
      if (count % 20 === 0) await new Promise((done) => setTimeout(done, 60))
    }
    await vi.waitFor(() => expect(server.events.size).toBe(100), 5_000)
    await vi.waitFor(async () => {
      await Promise.all(pages.map(async ({ tracker }) => tracker.flush()))
      const fates = pages.map(({ tracker }) => tracker.stats())
      for (const { accepted, delivered = 0, elsewhere = 0 } of fates)
        expect(delivered + elsewhere).toBe(accepted)
    })
    expect(server.requests.flat().length).toBe(100)
    expect(most).toBe(1)
  })

  it('sends without the locks that a sandboxed frame is refused', async () => {
    const server = openServer()
    const locks = { request: async () => Promise.reject(new DOMException('denied', 'SecurityError')) }
    const page = openPage('/', openBrowser(), server, {}, { navigator: { locks } })
    page.tracker.convert('signup')
    await pass(100)
    expect(server.events.size).toBe(1)
    expect(page.errors).toEqual([])
  })

  it('sends cookies across origins once the server has said that it renews them, and no longer than it does', async () => {
    const server = openServer()
    const modes: unknown[] = []
    let credentials: string | undefined = 'include'
    const fetch = async (url: unknown, init?: RequestInit): Promise<Response> => {
      modes.push(init?.credentials)
      const answer = (await (await server.fetch(url as string, init)).json()) as object
      return Response.json({ ...answer, credentials })
    }
    const { tracker } = openPage('/', openBrowser(), { ...server, fetch })
    for (let count = 0; count < 4; count += 1) {
      if (count === 2) credentials = undefined
      tracker.convert('signup')
      await pass(1_000)
    }
    // Left out is `same-origin`.
    expect(modes).toEqual([undefined, 'include', 'include', undefined])
  })

  it('waits its turn where there are no locks, and takes it over from a tab that died', async () => {
    const browser = openBrowser()
    const server = openServer()
    browser.localStorage.setItem('goodword.turn', `${Date.now() + 20_000}`)
    openPage('/', browser, server).tracker.convert('signup')
    await pass(10_000)
    expect(server.events.size).toBe(0)
    await pass(15_000)
    expect(server.events.size).toBe(1)
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
