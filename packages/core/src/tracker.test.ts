import { afterEach, beforeEach, describe, expect, expectTypeOf, it, vi } from 'vitest'
import type { TrackerCall } from './contract.ts'
import { openBrowser, openPage, openServer, pass } from './testing.ts'
import { createTracker } from './tracker.ts'

beforeEach(() => void vi.useFakeTimers({ now: Date.UTC(2026, 10, 22) }))
afterEach(() => void vi.useRealTimers())

describe('consent', () => {
  it('keeps in memory while pending, and stores and sends once granted', async () => {
    const browser = openBrowser()
    const server = openServer()
    const page = openPage('/?via=AMY42', browser, server, { consent: 'pending' })
    const id = page.tracker.convert('signup')
    const { visitor } = page.tracker.attribution()!
    await pass(10_000)
    page.fire('pagehide')
    expect([page.cookies(), browser.localStorage.length, server.requests.length]).toEqual(['', 0, 0])

    page.tracker.consent('granted')
    expect(page.cookies()).toContain(`${visitor}.AMY42`)
    await pass(100)
    expect(server.events.size).toBe(2)
    expect(server.events.get(id)).toMatchObject({ code: 'AMY42', visitor, at: Date.UTC(2026, 10, 22) })
  })

  it('joins what it kept in memory with what earlier visits left', async () => {
    const browser = openBrowser()
    const server = openServer()
    const before = openPage('/?via=AMY42', browser, server, { touch: 'first' }).tracker.attribution()
    const page = openPage('/?via=BO7', browser, server, { touch: 'first', consent: 'pending' })
    expect(page.tracker.attribution()?.code).toBe('BO7')
    const id = page.tracker.convert('signup')
    page.tracker.consent('granted')
    expect(page.tracker.attribution()).toEqual(before)
    await pass(100)
    expect(server.events.get(id)).toMatchObject({ code: 'AMY42', visitor: before?.visitor })
  })

  it('removes everything when denied, and keeps nothing more', async () => {
    const browser = openBrowser()
    const server = openServer()
    server.next.push(...Array.from({ length: 9 }, () => 'offline' as const))
    const page = openPage('/?via=AMY42', browser, server)
    page.tracker.convert('signup')
    await pass(60)
    const sent = server.requests.length
    page.tracker.consent('denied')
    page.tracker.convert('signup')
    page.navigate('/?via=BO7')
    await pass(60_000)
    expect([page.cookies(), browser.localStorage.length, server.requests.length]).toEqual(['', 0, sent])
    expect(page.tracker.attribution()).toBeUndefined()
    expect(page.tracker.stats()).toMatchObject({ accepted: 3, queued: 0, denied: 3 })

    page.tracker.consent('granted')
    expect(page.tracker.attribution()?.code).toBe('BO7')
  })

  it('obeys the browser’s privacy signal, unless the page knows better', () => {
    const browser = openBrowser()
    const navigator = { globalPrivacyControl: true }
    const page = openPage('/?via=AMY42', browser, openServer(), {}, { navigator })
    expect(page.tracker.$consent.get()).toBe('denied')
    expect(page.cookies()).toBe('')
    const asked = openPage('/?via=AMY42', browser, openServer(), { consent: 'granted' }, { navigator })
    expect(asked.tracker.attribution()?.code).toBe('AMY42')
  })

  it('stores and sends nothing on a word that it does not know', () => {
    const page = openPage('/?via=AMY42', openBrowser(), openServer(), { consent: 'pending' })
    page.tracker.consent('yes' as 'granted')
    expect(page.cookies()).toBe('')
  })
})

it('leaves no trace after a reset, and begins anew', async () => {
  const browser = openBrowser()
  const page = openPage('/?via=AMY42', browser)
  const before = page.tracker.attribution()?.visitor
  page.tracker.identify('token')
  page.tracker.reset()
  expect([page.cookies(), browser.localStorage.length]).toEqual(['', 0])
  expect([page.tracker.$touch.get(), page.tracker.$token.get()]).toEqual([undefined, undefined])
  page.tracker.capture('/?via=BO7')
  expect(page.tracker.attribution()?.visitor).not.toBe(before)
})

describe('callbacks', () => {
  it('tells whoever listens first of an open() that nobody heard', async () => {
    const { tracker } = openPage('/')
    const heard: string[] = []
    tracker.open()
    tracker.on('open', () => heard.push('first'))
    tracker.on('close', () => heard.push('closed'))
    await pass(0)
    tracker.on('open', () => heard.push('second'))
    await pass(0)
    expect(heard).toEqual(['first'])
    tracker.close()
    tracker.open()
    expect(heard).toEqual(['first', 'closed', 'first', 'second'])
  })

  it('forgets an open() that was closed before anybody listened', async () => {
    const { tracker } = openPage('/')
    tracker.open()
    tracker.close()
    const open = vi.fn()
    tracker.on('open', open)
    await pass(0)
    expect(open).not.toHaveBeenCalled()
  })

  it('goes on when callbacks throw, reject or never settle', async () => {
    const page = openPage('/')
    const { tracker } = page
    const heard = vi.fn()
    tracker.on('open', () => {
      throw new Error('one')
    })
    tracker.on('open', async () => Promise.reject(new Error('two')))
    tracker.on('open', async () => new Promise(() => undefined))
    const off = tracker.on('open', heard)
    tracker.$touch.listen(() => {
      throw new Error('three')
    })
    tracker.on('error', () => {
      throw new Error('not told')
    })
    tracker.open()
    tracker.capture('/?via=AMY42')
    await pass(100)
    off()
    tracker.open()
    expect(heard).toHaveBeenCalledTimes(1)
    expect(page.errors.map(String)).toEqual(
      expect.arrayContaining(['Error: one', 'Error: two', 'Error: three']),
    )
    expect(tracker.attribution()?.code).toBe('AMY42')
  })

  it('reports what cannot be sent and still returns an id', () => {
    const page = openPage('/')
    const data: Record<string, unknown> = {}
    data['itself'] = data
    expect(page.tracker.moment('loop', data)).toMatch(/^\d{3,30}$/)
    expect(page.errors.length).toBe(1)
  })

  it('makes calls that were pushed, and reports those that cannot be made', () => {
    const page = openPage('/')
    const broken = [null, [], ['nothing'], 'convert', ['program']] as unknown as TrackerCall[]
    page.tracker.push(...broken, ['capture', '/?via=AMY42'])
    expect(page.tracker.attribution()?.code).toBe('AMY42')
    expect(page.errors.length).toBe(5)
    expectTypeOf<['convert', string, { amount: number }]>().toExtend<TrackerCall>()
    // @ts-expect-error a moment's name is text
    page.tracker.push(['moment', 7])
  })
})

it.each([
  [{ program: '' }, 'program'],
  [{ program: 'Shop 1' }, 'program'],
  [{ api: 'https://' }, 'api'],
  [{ days: 0 }, 'days'],
  [{ days: Number.NaN }, 'days'],
  [{ params: ['via', 'a b'] }, 'params'],
  [{ touch: 'middle' as 'last' }, 'touch'],
  [{ consent: 'yes' as 'granted' }, 'consent'],
])('refuses %j and says what to write', (wrong, name) => {
  const options = { program: 'shop', api: '/', ...wrong }
  expect(() => createTracker(options)).toThrow(new RegExp(`The tracker’s ${name} is .*: give `))
})
