import type { Touch } from '@goodword/program/touch'
import * as fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { decideAttribution } from './attribution.ts'
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

describe('the decision', () => {
  const now = Date.UTC(2026, 10, 22)
  const at = (code: string, daysAgo: number) => ({ code, at: now - daysAgo * day })
  const amy = at('AMY42', 10)
  const bo = at('BO7', 5)
  const cleo = at('CLEO', 0)

  it.each<[string, 'first' | 'last', Touch[], Touch | undefined, string | undefined]>([
    ['nobody came', 'last', [], undefined, undefined],
    ['somebody comes', 'last', [], cleo, 'CLEO'],
    ['another comes later', 'last', [amy], cleo, 'CLEO'],
    ['another comes later', 'first', [amy], cleo, 'AMY42'],
    ['two are known, in any order', 'last', [bo, amy], undefined, 'BO7'],
    ['two are known, in any order', 'first', [bo, amy], undefined, 'AMY42'],
    ['the first is too old', 'first', [at('AMY42', 31), bo], undefined, 'BO7'],
    ['all are too old', 'last', [at('AMY42', 31)], undefined, undefined],
    ['one is old and another comes', 'first', [at('AMY42', 31)], cleo, 'CLEO'],
    ['the same comes back much later', 'last', [amy], at('AMY42', 0), 'AMY42'],
    ['the server’s clock is ahead', 'last', [amy, at('BO7', -0.5)], undefined, 'BO7'],
    ['a cookie from the future', 'last', [amy, at('BO7', -2)], undefined, 'AMY42'],
    ['two at the same time', 'last', [at('B', 1), at('A', 1)], undefined, 'B'],
    ['two at the same time', 'first', [at('B', 1), at('A', 1)], undefined, 'A'],
  ])('when %s, %s touch', (_name, touch, known, arrived, code) => {
    expect(decideAttribution({ touch, days: 30 }, known, now, arrived)?.code).toBe(code)
  })

  it('leaves a touch as it is when the same arrival is seen again', () => {
    const known = { code: 'AMY42', at: now - 29 * 60_000 }
    expect(decideAttribution({ days: 30 }, [known], now, { code: 'AMY42', at: now })).toBe(known)
    const later = { code: 'AMY42', at: known.at + 30 * 60_000 }
    expect(decideAttribution({ days: 30 }, [known], later.at, later)).toBe(later)
  })
})

describe('keeping the code', () => {
  it('keeps it in a first-party cookie before anything is sent', () => {
    const server = openServer()
    const page = openPage('/?via=AMY42&ch=whatsapp', openBrowser(), server)
    expect(page.cookies()).toMatch(/^goodword=v_\d{3,30}\.AMY42\.[0-9a-z]+\.whatsapp$/)
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

  it('takes a code that was typed, also one that came before, and on a page gone back to', () => {
    const performance = { navigation: { type: 2 } }
    const { tracker } = openPage('/?via=AMY42', openBrowser(), openServer(), {}, { performance })
    for (const code of ['BO7', 'AMY42', 'BO7']) {
      vi.advanceTimersByTime(1)
      tracker.capture(`?via=${code}`)
      expect(tracker.attribution()?.code).toBe(code)
    }
    vi.advanceTimersByTime(1)
    tracker.capture()
    expect(tracker.attribution()?.code).toBe('BO7')
  })

  it.each([
    ['https://www.shop.example/?via=AMY42', 'AMY42'],
    ['https://www.shop.example/pricing', undefined],
    ['https://elsewhere.example/?via=AMY42', undefined],
  ])('on the next page of the site, come to from %s, knows %s', async (referrer, code) => {
    const page = (browser: ReturnType<typeof openBrowser>): { document: Document } => ({
      document: new Proxy(browser.document, {
        get: (target, name) => {
          const value: unknown = name === 'referrer' ? referrer : Reflect.get(target, name, target)
          return typeof value === 'function' ? value.bind(target) : value
        },
        set: (target, name, value) => Reflect.set(target, name, value, target),
      }) as unknown as Document,
    })
    const fresh = openBrowser()
    const { tracker } = openPage('/next', fresh, openServer(), { consent: 'pending' }, page(fresh))
    await pass(0)
    expect(tracker.attribution()?.code).toBe(code)

    const known = openBrowser()
    openPage('/?via=BO7', known)
    expect(openPage('/next', known, openServer(), {}, page(known)).tracker.attribution()?.code).toBe('BO7')
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

describe('places that were written apart from each other', () => {
  const kept = (code: string, daysAgo: number) =>
    `goodword=v_0123456789abcdef.${code}.${(Date.UTC(2026, 10, 22) - daysAgo * day).toString(36)}.`

  it.each([
    ['last', 'BO7'],
    ['first', 'AMY42'],
  ] as const)('agree by %s touch when they meet, and one of them stays', (touch, code) => {
    const browser = openBrowser()
    browser.document.cookie = `${kept('AMY42', 2)}; Path=/`
    browser.localStorage.setItem('goodword', kept('BO7', 1))
    const page = openPage('/', browser, openServer(), { touch })
    expect(page.tracker.attribution()?.code).toBe(code)
    vi.setSystemTime(Date.now() + 60_000)
    page.tracker.capture('/?via=CLEO')
    const after = page.tracker.attribution()?.code
    expect(after).toBe(touch === 'last' ? 'CLEO' : 'AMY42')
    if (touch === 'last') expect(browser.localStorage.getItem('goodword')).toBeNull()
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
            referrer: { value: '' },
            querySelector: { value: () => null },
          },
        ),
      }
      const page = openPage('/?via=AMY42', browser, server, {}, parts)
      page.tracker.convert('signup')
      await page.tracker.flush()
      expect(page.errors).toEqual([])
      expect(page.tracker.attribution()?.code).toMatch(/^[\w-]{1,64}$/)
      browser.localStorage.clear()
      // The page is gone, and with it all that it would still have done.
      vi.clearAllTimers()
    }),
    { numRuns: Number(process.env['FAST_CHECK_RUNS'] ?? 2_000) },
  )
  expect('polluted' in {}).toBe(false)
}, 600_000)
