import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { findFramework, type Consent, type TcData } from './consent.ts'
import { readConsent, readTcf, type ConsentPage } from './readers.ts'
import { openBrowser, openPage, openServer, pass } from './testing.ts'

beforeEach(() => void vi.useFakeTimers({ now: Date.UTC(2026, 10, 22) }))
afterEach(() => void vi.useRealTimers())

/** As Google's snippet has it: what is pushed is an `arguments` object. */
function gtag(...given: unknown[]): ArrayLike<unknown> {
  return Object.assign({ length: given.length }, given)
}

const states = ['granted', 'pending', 'denied'] as const

describe('every change of consent', () => {
  const changes = states.flatMap((before) => states.map((after) => [before, after] as const))

  it.each(changes)('from %s to %s keeps, stores and sends only what it may', async (before, after) => {
    const browser = openBrowser()
    const server = openServer()
    server.next.push('offline')
    const page = openPage('/?via=AMY42', browser, server, { consent: before })
    page.tracker.convert('signup')
    const rested = () => [page.cookies() !== '', browser.localStorage.length > 0]
    expect(rested()).toEqual(before === 'granted' ? [true, true] : [false, false])
    page.tracker.consent(after)
    // What was stored under an earlier grant rests until the decision.
    const stored = after === 'granted' || (after === 'pending' && before === 'granted')
    expect(page.cookies() !== '').toBe(stored)
    await pass(0)
    expect(page.tracker.attribution()?.code).toBe(after === 'denied' ? undefined : 'AMY42')
    await pass(60_000)
    if (after === 'granted') expect(server.events.size).toBe(before === 'denied' ? 1 : 2)
    else expect(server.requests.length).toBe(0)
    if (after === 'denied') expect(browser.localStorage.length).toBe(0)
    expect(page.errors).toEqual([])
  })

  it('knows the code again when who refused thinks better of it, and not after a reset', async () => {
    const { tracker } = openPage('/?via=AMY42')
    await pass(0)
    tracker.consent('denied')
    expect(tracker.attribution()).toBeUndefined()
    tracker.consent('granted')
    expect(tracker.attribution()?.code).toBe('AMY42')
    tracker.reset()
    tracker.capture()
    expect(tracker.attribution()).toBeUndefined()
  })

  it('keeps the code of a pending page across its navigations, in memory only', () => {
    const page = openPage('/?via=AMY42', openBrowser(), openServer(), { consent: 'pending' })
    page.navigate('/pricing')
    page.navigate('/cart')
    expect(page.tracker.attribution()?.code).toBe('AMY42')
    expect(page.cookies()).toBe('')
    page.tracker.consent('granted')
    expect(page.cookies()).toContain('AMY42')
  })
})

describe('what frameworks say', () => {
  const google = (...calls: ArrayLike<unknown>[]) => ({ dataLayer: [gtag('js', new Date()), ...calls] })
  const klaro = (confirmed: boolean, consents: object, name = 'ads') => ({
    klaro: {
      getManager: () => ({
        confirmed,
        consents,
        config: { services: [{ name, purposes: ['marketing'] }, { name: 'maps' }] },
      }),
    },
  })
  const choice = (...categories: string[]) => ({
    document: { cookie: `a=1; cc_cookie=${encodeURIComponent(JSON.stringify({ categories }))}; b=2` },
  })

  it.each<[string, object, Consent | undefined]>([
    ['nothing', {}, undefined],
    ['a dataLayer without consent', google(), undefined],
    ['Google, denied by default', google(gtag('consent', 'default', { ad_storage: 'denied' })), 'pending'],
    ['Google, granted by default', google(gtag('consent', 'default', { ad_storage: 'granted' })), 'granted'],
    [
      'Google, denied by default in some places',
      google(
        gtag('consent', 'default', { ad_storage: 'denied', region: ['DE'] }),
        gtag('consent', 'default', { ad_storage: 'granted' }),
      ),
      'pending',
    ],
    [
      'Google, granted by an update',
      google(
        gtag('consent', 'default', { ad_storage: 'denied' }),
        gtag('consent', 'update', { ad_storage: 'granted' }),
      ),
      'granted',
    ],
    [
      'Google, denied by an update',
      google(
        gtag('consent', 'default', { ad_storage: 'granted' }),
        gtag('consent', 'update', { ad_storage: 'denied' }),
      ),
      'denied',
    ],
    [
      'Google, only analytics',
      google(gtag('consent', 'default', { analytics_storage: 'denied' })),
      'granted',
    ],
    [
      'OneTrust, open',
      { OneTrust: { IsAlertBoxClosed: () => false }, OnetrustActiveGroups: ',C0001,C0004,' },
      'pending',
    ],
    [
      'OneTrust, agreed',
      { OneTrust: { IsAlertBoxClosed: () => true }, OnetrustActiveGroups: ',C0001,C0004,' },
      'granted',
    ],
    [
      'OneTrust, refused',
      { OneTrust: { IsAlertBoxClosed: () => true }, OnetrustActiveGroups: ',C0001,' },
      'denied',
    ],
    ['OneTrust, loading', { OneTrust: {} }, 'pending'],
    ['Cookiebot, open', { Cookiebot: { hasResponse: false, consent: { marketing: false } } }, 'pending'],
    ['Cookiebot, agreed', { Cookiebot: { hasResponse: true, consent: { marketing: true } } }, 'granted'],
    ['Cookiebot, refused', { Cookiebot: { hasResponse: true, consent: { marketing: false } } }, 'denied'],
    ['Cookiebot’s script element', { Cookiebot: {} }, 'pending'],
    ['vanilla-cookieconsent, open', { CookieConsent: {} }, 'pending'],
    ['vanilla-cookieconsent, agreed', choice('necessary', 'marketing'), 'granted'],
    ['vanilla-cookieconsent, refused', choice('necessary'), 'denied'],
    ['Klaro, open', klaro(false, { ads: false }), 'pending'],
    ['Klaro, agreed', klaro(true, { ads: true }), 'granted'],
    ['Klaro, refused', klaro(true, { ads: false, maps: true }), 'denied'],
    ['Klaro, with a service for us', klaro(true, { goodword: true }, 'goodword'), 'granted'],
    ['Klaro, loading', { klaro: {} }, 'pending'],
    [
      'Klaro, with Google’s default beside it',
      { ...klaro(true, { ads: true }), ...google(gtag('consent', 'default', { ad_storage: 'denied' })) },
      'granted',
    ],
  ])('%s', (_name, page, state) => {
    const whole = { document: { cookie: '' }, ...page } as ConsentPage
    const document = { ...whole.document, querySelector: () => null }
    expect(readConsent({ ...whole, document }, findFramework(whole))).toBe(state)
  })

  it.each<[string, TcData, Consent]>([
    [
      'open',
      { eventStatus: 'cmpuishown', gdprApplies: true, purpose: { consents: { 1: true, 7: true } } },
      'pending',
    ],
    ['agreed', { eventStatus: 'useractioncomplete', purpose: { consents: { 1: true, 7: true } } }, 'granted'],
    [
      'agreed before',
      { eventStatus: 'tcloaded', gdprApplies: true, purpose: { consents: { 1: true, 7: true } } },
      'granted',
    ],
    ['storage only', { eventStatus: 'tcloaded', purpose: { consents: { 1: true, 7: false } } }, 'denied'],
    ['refused', { eventStatus: 'useractioncomplete', purpose: { consents: {} } }, 'denied'],
    ['no GDPR', { gdprApplies: false }, 'granted'],
    ['nothing', {}, 'pending'],
  ])('TCF: %s', (_name, data, state) => {
    expect(readTcf(data)).toBe(state)
  })
})

describe('a page with a framework', () => {
  it('waits for it, obeys it, and obeys it again', async () => {
    vi.useRealTimers()
    const browser = openBrowser()
    const server = openServer()
    let tell: ((data: TcData, ok: boolean) => void) | undefined
    const listen = (_command: string, _version: number, callback: typeof tell) => void (tell = callback)
    const page = openPage('/?via=AMY42', browser, server, {}, { __tcfapi: listen })
    const answer = (consent: boolean) =>
      tell!({ eventStatus: 'useractioncomplete', purpose: { consents: { 1: consent, 7: consent } } }, true)
    expect(page.tracker.$consent.get()).toBe('pending')
    await vi.waitFor(() => expect(tell).toBeDefined())
    expect([page.cookies(), browser.localStorage.length, server.requests.length]).toEqual(['', 0, 0])
    answer(true)
    expect(page.cookies()).toContain('AMY42')
    await vi.waitFor(() => expect(server.events.size).toBe(1))
    answer(false)
    expect([page.cookies(), browser.localStorage.length]).toEqual(['', 0])
    expect(page.errors).toEqual([])
  })

  it('notices one that comes later, when something is clicked', async () => {
    vi.useRealTimers()
    const dataLayer: ArrayLike<unknown>[] = []
    const page = openPage('/?via=AMY42', openBrowser(), openServer(), {}, { dataLayer })
    expect(page.tracker.$consent.get()).toBe('granted')
    dataLayer.push(gtag('consent', 'default', { ad_storage: 'denied' }))
    page.fire('pageshow')
    expect(page.tracker.$consent.get()).toBe('pending')
    await new Promise((done) => setTimeout(done, 200))
    dataLayer.push(gtag('consent', 'update', { ad_storage: 'denied' }))
    page.fire('click')
    await vi.waitFor(() => expect(page.tracker.$consent.get()).toBe('denied'))
    expect(page.cookies()).toBe('')
  })

  it('does not touch what the page has said itself until the framework changes its word', async () => {
    vi.useRealTimers()
    const dataLayer = [gtag('consent', 'default', { ad_storage: 'denied' })]
    const page = openPage('/?via=AMY42', openBrowser(), openServer(), {}, { dataLayer })
    await new Promise((done) => setTimeout(done, 200))
    page.tracker.consent('granted')
    page.fire('click')
    await new Promise((done) => setTimeout(done, 50))
    expect(page.tracker.$consent.get()).toBe('granted')
  })

  it('obeys what was chosen on another page, where a module’s framework leaves nothing but its cookie', async () => {
    vi.useRealTimers()
    const browser = openBrowser()
    const server = openServer()
    const choice = encodeURIComponent(JSON.stringify({ categories: ['necessary'] }))
    browser.document.cookie = `cc_cookie=${choice}; Path=/`
    const page = openPage('/?via=AMY42', browser, server)
    await vi.waitFor(() => expect(page.tracker.$consent.get()).toBe('denied'))
    await new Promise((done) => setTimeout(done, 200))
    expect([page.cookies(), browser.localStorage.length, server.requests.length]).toEqual([
      `cc_cookie=${choice}`,
      0,
      0,
    ])
  })

  it('reports a framework that breaks, and goes on waiting', async () => {
    vi.useRealTimers()
    const klaro = {
      getManager: () => {
        throw new Error('klaro is broken')
      },
    }
    const page = openPage('/?via=AMY42', openBrowser(), openServer(), {}, { klaro })
    await vi.waitFor(() => expect(page.errors.map(String)).toContain('Error: klaro is broken'))
    expect(page.tracker.$consent.get()).toBe('pending')
    expect(page.cookies()).toBe('')
  })

  it('lets the browser’s signal decide over any framework', async () => {
    vi.useRealTimers()
    const navigator = { globalPrivacyControl: true }
    const dataLayer = [gtag('consent', 'default', { ad_storage: 'granted' })]
    const page = openPage('/?via=AMY42', openBrowser(), openServer(), {}, { navigator, dataLayer })
    page.fire('click')
    await new Promise((done) => setTimeout(done, 200))
    expect(page.tracker.$consent.get()).toBe('denied')
  })
})
