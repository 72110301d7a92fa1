import * as fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { openBrowser, openPage, openServer, pass } from './testing.ts'

const day = 86_400_000
const deny = (): never => {
  throw new DOMException('denied', 'SecurityError')
}
const noStorage = {
  get localStorage() {
    return deny()
  },
}

beforeEach(() => void vi.useFakeTimers({ now: Date.UTC(2026, 10, 22) }))
afterEach(() => void vi.useRealTimers())

describe('keeping the code', () => {
  it('keeps it in a first-party cookie before anything is sent', () => {
    const server = openServer()
    const page = openPage('/?via=AMY42&ch=whatsapp', openBrowser(), server)
    expect(page.cookies()).toMatch(/^goodword=v_[0-9a-z]{16}\.AMY42\.[0-9a-z]+\.whatsapp$/)
    expect(server.requests).toEqual([])
    expect(page.tracker.attribution()).toMatchObject({ code: 'AMY42', channel: 'whatsapp', at: Date.now() })
    expect(page.tracker.$touch.get()?.code).toBe('AMY42')
  })

  it('leaves no trace on a page without a code', () => {
    const browser = openBrowser()
    const page = openPage('/', browser)
    expect(page.cookies()).toBe('')
    expect(browser.localStorage.length).toBe(0)
    expect(page.tracker.attribution()).toBeUndefined()
  })

  it('remembers it and the visitor on the next page', () => {
    const browser = openBrowser()
    const first = openPage('/?via=AMY42', browser).tracker.attribution()
    expect(openPage('/pricing', browser).tracker.attribution()).toEqual(first)
  })

  it('lets the last code count under last touch, the first under first touch', () => {
    for (const [touch, code] of [
      ['last', 'BO7'],
      ['first', 'AMY42'],
    ] as const) {
      const browser = openBrowser()
      openPage('/?via=AMY42', browser, openServer(), { touch })
      vi.advanceTimersByTime(1000)
      expect(openPage('/?via=BO7', browser, openServer(), { touch }).tracker.attribution()?.code).toBe(code)
    }
  })

  it('forgets it after its days, also while the page stays open', () => {
    // In memory, because a cookie expires by itself.
    const options = { days: 30, consent: 'pending' } as const
    const { tracker } = openPage('/?via=AMY42', openBrowser(), openServer(), options)
    vi.setSystemTime(Date.now() + 30 * day)
    expect(tracker.attribution()?.code).toBe('AMY42')
    vi.setSystemTime(Date.now() + 1)
    expect(tracker.attribution()).toBeUndefined()
    expect(tracker.$touch.get()).toBeUndefined()
  })

  it.each([-2_000, 60_000])('leaves a cookie alone that the server set %d ms from now', (milliseconds) => {
    const browser = openBrowser()
    const at = Date.now() + milliseconds
    const value = `goodword=v_0123456789abcdef.AMY42.${at.toString(36)}.x`
    browser.document.cookie = `${value}; Path=/`
    const page = openPage('/?via=AMY42', browser, openServer(), { consent: 'pending' })
    page.tracker.consent('granted')
    page.tracker.capture()
    expect(page.cookies()).toBe(value)
    expect(page.tracker.attribution()).toMatchObject({ code: 'AMY42', visitor: 'v_0123456789abcdef' })
  })

  it('sees a code that comes with a navigation inside the page', () => {
    const page = openPage('/')
    page.navigate('/offer?via=AMY42')
    expect(page.tracker.attribution()?.code).toBe('AMY42')
    vi.advanceTimersByTime(1)
    page.navigate('/#/later?via=BO7', 'hashchange')
    expect(page.tracker.$touch.get()?.code).toBe('BO7')
  })

  it('listens to the Navigation API where there is one', () => {
    const navigation = new EventTarget()
    const browser = openBrowser()
    const page = openPage('/', browser, openServer(), {}, { navigation })
    browser.happyDOM.setURL('https://www.shop.example/?via=AMY42')
    navigation.dispatchEvent(new Event('currententrychange'))
    expect(page.tracker.attribution()?.code).toBe('AMY42')
  })
})

describe('blocked storage', () => {
  it('falls back to storage without cookies, and to memory without both', () => {
    const browser = openBrowser()
    const noCookies = {
      document: Object.create(browser.document, { cookie: { get: deny, set: deny } }) as Document,
    }
    Object.defineProperty(noCookies.document, 'location', { value: browser.location })
    Object.defineProperty(noCookies.document, 'addEventListener', { value: () => undefined })
    const stored = openPage('/?via=AMY42', browser, openServer(), {}, noCookies)
    expect(stored.tracker.attribution()?.code).toBe('AMY42')
    expect(browser.localStorage.getItem('goodword')).toContain('AMY42')
    expect(openPage('/', browser, openServer(), {}, noCookies).tracker.attribution()?.code).toBe('AMY42')

    const both = { ...noCookies }
    Object.defineProperty(both, 'localStorage', { get: deny })
    const server = openServer()
    const page = openPage('/?via=BO7', openBrowser(), server, {}, both)
    expect(page.tracker.attribution()?.code).toBe('BO7')
    expect(page.errors).toEqual([])
  })

  it('still delivers without storage', async () => {
    const server = openServer()
    const page = openPage('/?via=AMY42', openBrowser(), server, {}, noStorage)
    page.tracker.convert('signup')
    await pass(100)
    expect([...server.events.values()].map(({ type }) => type).sort()).toEqual(['conversion', 'visit'])
    expect(page.errors).toEqual([])
  })
})

it('survives any cookie, address and stored value', async () => {
  const browser = openBrowser()
  const hostile = fc.oneof(
    fc.string(),
    fc.json(),
    fc.constantFrom(
      '%E0%A4%A',
      '__proto__',
      'v_1.AMY42.zzzzzzzzz.',
      'v_0123.A.1.x; goodword=',
      '{"__proto__":{"polluted":1}}',
      'null',
    ),
  )
  await fc.assert(
    fc.asyncProperty(hostile, hostile, hostile, async (cookie, query, stored) => {
      browser.localStorage.setItem('goodword:shop:0x.id', stored)
      browser.localStorage.setItem('goodword', stored)
      browser.localStorage.setItem('goodword:shop/AMY42', stored)
      const server = openServer()
      const parts = {
        document: Object.defineProperties(
          {},
          {
            cookie: { get: () => `a=1; goodword=${cookie}`, set() {} },
            location: {
              value: new URL(
                `https://www.shop.example/?via=${encodeURI(query.replaceAll(/[\ud800-\udfff]/g, ''))}`,
              ),
            },
            addEventListener: { value: () => undefined },
          },
        ),
      }
      const page = openPage('/?via=AMY42', browser, server, {}, parts)
      page.tracker.convert('signup')
      await page.tracker.flush()
      expect(page.errors).toEqual([])
      expect(page.tracker.attribution()?.code).toMatch(/^[\w-]{1,64}$/)
      browser.localStorage.clear()
    }),
    { numRuns: 2_000 },
  )
  expect('polluted' in {}).toBe(false)
}, 60_000)
