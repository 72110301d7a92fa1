import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { Tracker } from './contract.ts'
import { keepReferrals } from './keep.ts'
import { openBrowser, openPage, openServer, pass } from './testing.ts'
import { createTracker } from './tracker.ts'

beforeEach(() => void vi.useFakeTimers({ now: Date.UTC(2026, 10, 22) }))
afterEach(() => {
  vi.useRealTimers()
  vi.restoreAllMocks()
})

describe('a page that is drawn ahead of its visit', () => {
  it('is no visit, and stores and sends nothing, until somebody comes', async () => {
    const browser = openBrowser()
    const server = openServer()
    const listeners = new EventTarget()
    const document = new Proxy(browser.document, {
      get: (target, name) =>
        name === 'prerendering'
          ? true
          : name === 'addEventListener'
            ? listeners.addEventListener.bind(listeners)
            : (Reflect.get(target, name, target) as unknown),
      set: (target, name, value) => Reflect.set(target, name, value, target),
    })
    const page = openPage('/?via=AMY42', browser, server, {}, { document })
    page.tracker.convert('signup')
    await pass(10_000)
    page.fire('pagehide')
    expect([page.cookies(), browser.localStorage.length, server.requests.length]).toEqual(['', 0, 0])
    listeners.dispatchEvent(new Event('prerenderingchange'))
    await pass(100)
    expect(page.cookies()).toContain('AMY42')
    expect(server.events.size).toBe(2)
  })
})

it('says of a visit that it was in a frame', async () => {
  const server = openServer()
  openPage('/?via=AMY42', openBrowser(), server, {}, { top: {} })
  openPage('/?via=BO7', openBrowser(), server)
  await pass(100)
  const frames = [...server.events.values()].map(
    (event) => event.type === 'visit' && [event.code, event.frame],
  )
  expect(frames).toEqual([
    ['AMY42', true],
    ['BO7', false],
  ])
})

it('reads the address again when a page comes back from the browser’s memory', async () => {
  const browser = openBrowser()
  const page = openPage('/', browser)
  await pass(0)
  browser.happyDOM.setURL('https://www.shop.example/?via=AMY42')
  page.fire('pageshow')
  expect(page.tracker.attribution()?.code).toBe('AMY42')
})

describe('options', () => {
  it.each([
    ['/?via=AMY42', '/'],
    ['/?via=AMY42&ch=x', '/'],
    ['/?a=1&via=AMY42&b=2#top', '/?a=1&b=2#top'],
    ['/?via=AMY42&a=%20+1', '/?a=%20+1'],
    ['/?a=1&via=AMY42', '/?a=1'],
    ['/#via=AMY42', '/'],
    ['/?a=1#top', '/?a=1#top'],
    ['/?xvia=1', '/?xvia=1'],
  ])('`clean` takes the code out of %s', (url, left) => {
    const browser = openBrowser()
    openPage(url, browser, openServer(), { clean: true })
    expect(browser.location.href).toBe(`https://www.shop.example${left}`)
  })

  it('`clean` leaves the code in the address until it is kept', () => {
    const browser = openBrowser()
    const { tracker } = openPage('/?via=AMY42', browser, openServer(), { clean: true, consent: 'pending' })
    expect(browser.location.search).toBe('?via=AMY42')
    tracker.consent('granted')
    expect(browser.location.search).toBe('')
  })

  it('`layer` tells the page’s dataLayer, without who it was', () => {
    const parts: { dataLayer?: unknown[] } = { dataLayer: [] }
    const page = openPage('/?via=AMY42', openBrowser(), openServer(), { layer: true }, parts)
    page.tracker.convert('purchase', {
      amount: 4200,
      currency: 'USD',
      order: 7,
      customer: { email: 'bo@shop.example' },
    })
    expect(parts.dataLayer).toMatchObject([
      { event: 'goodword_visit', goodword: { code: 'AMY42' } },
      {
        event: 'goodword_conversion',
        goodword: { name: 'purchase', amount: 4200, currency: 'USD', order: '7', code: 'AMY42' },
      },
    ])
    expect(JSON.stringify(parts)).not.toContain('bo@')
  })

  it('`debug` says what was captured, kept and sent, what became of it, and why not', async () => {
    const info = vi.spyOn(console, 'info').mockImplementation(() => undefined)
    vi.useRealTimers()
    const { tracker } = openPage('/?via=AMY42', openBrowser(), openServer(), { debug: true })
    const said = (what: string, detail: unknown, state: object) =>
      vi.waitFor(() =>
        expect(info).toHaveBeenCalledWith(
          'Goodword',
          what,
          typeof detail === 'string' ? detail : expect.objectContaining(detail),
          expect.objectContaining(state),
        ),
      )
    const kept = { code: 'AMY42', params: ['via', 'ref'], consent: 'granted' }
    await said('record', { type: 'visit', code: 'AMY42' }, { ...kept, accepted: 1, queued: 1 })
    await said('consent', 'granted', { accepted: 0 })
    const id = tracker.convert('signup')
    await said('record', { id, name: 'signup' }, { accepted: 2 })
    await said('settle', { id, fate: 'delivered' }, { accepted: 2 })
    await said('settle', { fate: 'delivered' }, { delivered: 2, queued: 0 })
    tracker.consent('denied')
    await said('consent', 'denied', { params: ['via', 'ref'] })
    const refused = tracker.convert('signup')
    await said('settle', { id: refused, fate: 'denied' }, { denied: 1 })
    tracker.push(['nothing'] as unknown as ['open'])
    await said('error', new TypeError('tracker[name] is not a function'), {})
  })
})

it('decorates addresses and links, and throws at none', () => {
  const browser = openBrowser()
  const { tracker } = openPage('/?ref=AMY42', browser)
  expect(tracker.decorate('https://other.example/a?b=1#c')).toBe('https://other.example/a?b=1&via=AMY42#c')
  expect(tracker.decorate('/cart?via=OLD')).toBe('https://www.shop.example/cart?via=AMY42')
  expect(tracker.decorate('https://buy.stripe.com/x', 'client_reference_id')).toContain(
    'client_reference_id=AMY42',
  )
  expect(tracker.decorate('https://')).toBe('https://')
  const link = document.createElement('a')
  link.href = 'https://other.example/'
  tracker.decorate(link)
  expect(link.href).toBe('https://other.example/?via=AMY42')
  tracker.consent('denied')
  expect(tracker.decorate('https://other.example/')).toBe('https://other.example/')
})

describe('one tracker for a program', () => {
  it('is shared by all who start it, and leaves another program its own', () => {
    const page = openPage('/')
    const start = (program: string): Tracker =>
      createTracker({ program, api: '/', env: { window: page.window } })
    expect(start('shop')).toBe(page.tracker)
    expect(page.window.goodword).toBe(page.tracker)
    expect(start('club')).not.toBe(page.tracker)
    expect(page.window.goodword).toBe(page.tracker)
  })

  it('makes the calls that were pushed before it', () => {
    const heard = vi.fn()
    const page = openPage(
      '/',
      openBrowser(),
      openServer(),
      {},
      { goodword: [['on', 'open', heard], ['open']] },
    )
    expect(heard).toHaveBeenCalledOnce()
    expect(page.window.goodword).toBe(page.tracker)
  })
})

describe('keepReferrals', () => {
  const keep = (browser: ReturnType<typeof openBrowser>, url: string, allowed = true) => {
    browser.happyDOM.setURL(`https://www.shop.example${url}`)
    const { document, location, localStorage } = browser
    const window = {
      document,
      location,
      localStorage,
      crypto: globalThis.crypto,
      performance: {},
    } as unknown as Window
    return keepReferrals({ env: { window }, allowed })
  }

  it('keeps what a tracker of the same page would, and each knows what the other kept', () => {
    const browser = openBrowser()
    const kept = keep(browser, '/?via=AMY42&ch=x').attribution()
    expect(kept).toMatchObject({ code: 'AMY42', channel: 'x' })
    expect(openPage('/', browser).tracker.attribution()).toEqual(kept)
  })

  it('keeps in memory until it is allowed, and leaves no trace after a reset', () => {
    const browser = openBrowser()
    const referrals = keep(browser, '/?via=AMY42', false)
    expect(referrals.$touch.get()?.code).toBe('AMY42')
    expect(browser.document.cookie).toBe('')
    referrals.allow(true)
    expect(browser.document.cookie).toContain('AMY42')
    referrals.capture('/?via=!!')
    referrals.capture('https://')
    referrals.reset()
    expect(browser.document.cookie).toBe('')
    expect(referrals.attribution()).toBeUndefined()
  })
})

describe('a way back', () => {
  const back = { performance: { navigation: { type: 2 } } }

  it('to an older landing credits it again only where nobody else is known', () => {
    const browser = openBrowser()
    openPage('/?via=AMY42', browser)
    vi.setSystemTime(Date.now() + 60_000)
    openPage('/?via=BO7', browser)
    vi.setSystemTime(Date.now() + 60_000)
    expect(openPage('/?via=AMY42', browser, openServer(), {}, back).tracker.attribution()?.code).toBe('BO7')
    expect(openPage('/?via=AMY42', openBrowser(), openServer(), {}, back).tracker.attribution()?.code).toBe(
      'AMY42',
    )
  })

  it('inside a single page is no arrival', async () => {
    const page = openPage('/?via=AMY42')
    await pass(60_000)
    page.navigate('/?via=BO7')
    await pass(60_000)
    page.navigate('/?via=AMY42')
    expect(page.tracker.attribution()?.code).toBe('BO7')
  })
})
