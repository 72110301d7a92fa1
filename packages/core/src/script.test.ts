import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { readArrival } from './capture.ts'
import type { Tracker } from './contract.ts'
import { begin } from './late.ts'
import type { Route } from './outbox.ts'
import { createStore } from './storage.ts'

const look = (): void => {}
const route: Route = {
  window,
  now: Date.now,
  options: { program: 'shop', api: '/', params: ['friend', 'via'], consent: 'denied' },
  store: createStore(window),
  prefix: 'goodword:shop:',
  post: async () => new Response(),
  mine: new Map(),
  away: new Set(),
  notBefore: 0,
  isGranted: () => false,
  asks: () => false,
  readArrival,
  settle: () => undefined,
  load: async () => undefined,
}

const load = async () => {
  vi.resetModules()
  await import('./script.ts')
  return window.goodword as Tracker
}

beforeEach(() => {
  // Where it came from is nowhere.
  vi.spyOn(window, 'fetch').mockRejectedValue(new TypeError('Failed to fetch'))
  document.cookie = 'goodword=; Path=/; Max-Age=0'
  localStorage.clear()
  delete window.goodword
  document.body.replaceChildren()
  const script = Object.assign(document.createElement('script'), { type: 'text/plain' })
  script.src = 'https://refer.shop.example/goodword.js'
  Object.assign(script.dataset, { program: 'shop', param: 'friend via', days: '30' })
  document.body.append(script)
  history.replaceState(null, '', '/?friend=AMY42')
})
afterEach(() => void vi.restoreAllMocks())

it('starts from its attributes and takes the API from where it came', async () => {
  const goodword = await load()
  expect(goodword).toMatchObject({
    program: 'shop',
    api: 'https://refer.shop.example',
    params: ['friend', 'via'],
  })
  expect(goodword.attribution()?.code).toBe('AMY42')
})

it('looks at no cookie and no storage in the task in which the page loads it', async () => {
  const cookie = vi.spyOn(document, 'cookie', 'get')
  const item = vi.spyOn(Storage.prototype, 'getItem')
  vi.resetModules()
  vi.useFakeTimers({ toFake: ['setTimeout'] })
  await import('./script.ts')
  expect([cookie.mock.calls.length, item.mock.calls.length]).toEqual([0, 0])
  // The page's own script may take its query away at once.
  history.replaceState(null, '', '/')
  vi.runOnlyPendingTimers()
  vi.useRealTimers()
  expect(document.cookie).toContain('.AMY42.')
})

it.each<[string, (goodword: Tracker) => unknown]>([
  ['is asked', (goodword) => goodword.attribution()],
  ['has something to report', (goodword) => goodword.convert('signup')],
  ['is left', () => window.dispatchEvent(new Event('pagehide'))],
])('keeps the code at once where the page %s before that', async (_, act) => {
  vi.useFakeTimers({ toFake: ['setTimeout'] })
  const goodword = await load()
  expect(document.cookie).toBe('')
  act(goodword)
  vi.useRealTimers()
  expect(document.cookie).toContain('.AMY42.')
})

it('asks nothing of a browser whose page says at once that it may not', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout'] })
  const goodword = await load()
  goodword.consent('denied')
  vi.runOnlyPendingTimers()
  vi.useRealTimers()
  expect([document.cookie, localStorage.length, goodword.$consent.get()]).toEqual(['', 0, 'denied'])
})

it('makes the calls of before, and the bad ones harm nobody', async () => {
  vi.spyOn(console, 'warn').mockImplementation(() => undefined)
  const heard = vi.fn()
  const queue = (window.goodword ||= [])
  queue.push(['on', 'open', heard], ['nothing'] as unknown as ['open'], ['open'])
  await load()
  expect(heard).toHaveBeenCalledOnce()
  expect(console.warn).toHaveBeenCalledOnce()
})

it('runs once however often it is loaded', async () => {
  const first = await load()
  expect(await load()).toBe(first)
})

it('is not deceived by an element called goodword', async () => {
  const element = document.createElement('div')
  Object.assign(window, { goodword: element })
  expect((await load()).program).toBe('shop')
})

it('tells the developer, and throws nothing, when the program is missing', async () => {
  const error = vi.spyOn(console, 'error').mockImplementation(() => undefined)
  delete document.querySelector('script')!.dataset['program']
  document.querySelector('script')!.dataset['program'] = ''
  expect(await load()).toBeUndefined()
  expect(String(error.mock.calls[0])).toContain('data-program')
})

it('keeps the code and reports the visit of a page that is left at once', async () => {
  await load()
  expect(document.cookie).not.toContain('AMY42')
  window.dispatchEvent(new Event('pagehide'))
  expect(document.cookie).toContain('AMY42')
  const [, init] = vi.mocked(window.fetch).mock.lastCall!
  expect(JSON.parse(init?.body as string)).toMatchObject({ events: [{ type: 'visit', code: 'AMY42' }] })
})

it('reports what markup names, once for a form and once for a click', async () => {
  document.body.insertAdjacentHTML(
    'beforeend',
    '<form data-goodword-convert="signup"><input><button>Go</button></form><a data-goodword-convert="trial"><b>Try</b></a>',
  )
  const convert = vi.fn<Tracker['convert']>()
  const tracker = { ...(await load()), convert }
  begin(route, tracker, look)
  document.querySelector('input')!.click()
  expect(convert).not.toHaveBeenCalled()
  document.querySelector('b')!.click()
  document.querySelector('form')!.dispatchEvent(new Event('submit', { bubbles: true, cancelable: true }))
  expect(convert.mock.calls).toEqual([['trial'], ['signup']])
})

it('fills hidden inputs, also of forms that come later, and leaves the page’s own values', async () => {
  const form =
    '<form><input type="hidden" name="via"><input type="hidden" name="friend" value="own"><input name="via"></form>'
  document.body.insertAdjacentHTML('beforeend', form)
  const tracker = await load()
  begin(route, tracker, look)
  const values = () => [...document.querySelectorAll('input')].map(({ value }) => value)
  expect(values()).toEqual(['AMY42', 'own', ''])
  document.body.insertAdjacentHTML('beforeend', '<form id="late"><input type="hidden" name="via"></form>')
  document.querySelector('#late')!.dispatchEvent(new Event('submit', { bubbles: true }))
  expect(values()).toEqual(['AMY42', 'own', '', 'AMY42'])
  tracker.consent('denied')
  expect(values()).toEqual(['', 'own', '', ''])
})

it('gives the code to marked links and Stripe’s, when they are used, and to no other', async () => {
  document.body.insertAdjacentHTML(
    'beforeend',
    '<a id="a" data-goodword-decorate href="https://other.example/x?y=1"><b>Go</b></a><a id="b" href="https://buy.stripe.com/abc">Pay</a><a id="c" href="https://other.example/">No</a><a id="d" href="https://buy.stripe.com/abc?client_reference_id=own">Pay</a>',
  )
  const tracker = await load()
  begin(route, tracker, look)
  const address = (id: string) => document.querySelector<HTMLAnchorElement>(`#${id}`)!.href
  expect(address('a')).toBe('https://other.example/x?y=1')
  document.querySelector('b')!.dispatchEvent(new Event('pointerdown', { bubbles: true }))
  for (const id of ['b', 'c', 'd'])
    document.querySelector(`#${id}`)!.dispatchEvent(new Event('focusin', { bubbles: true }))
  expect(address('a')).toBe('https://other.example/x?y=1&friend=AMY42')
  expect(address('b')).toBe('https://buy.stripe.com/abc?client_reference_id=AMY42')
  expect(address('c')).toBe('https://other.example/')
  // What the page has filled in stays.
  expect(address('d')).toBe('https://buy.stripe.com/abc?client_reference_id=own')
})

it('gives the code to Stripe’s elements, also to those that come later, and takes it back on denial', async () => {
  document.body.insertAdjacentHTML(
    'beforeend',
    '<stripe-pricing-table publishable-key="pk_1"></stripe-pricing-table><stripe-buy-button publishable-key="pk_1" client-reference-id="own"></stripe-buy-button>',
  )
  const tracker = await load()
  begin(route, tracker, look)
  const ids = () =>
    [...document.querySelectorAll('stripe-pricing-table,stripe-buy-button')].map((one) =>
      one.getAttribute('client-reference-id'),
    )
  expect(ids()).toEqual(['AMY42', 'own'])
  const late = document.createElement('stripe-buy-button')
  late.setAttribute('publishable-key', 'pk_1')
  document.body.append(late)
  await vi.waitFor(() => expect(ids()).toEqual(['AMY42', 'own', 'AMY42']))
  tracker.consent('denied')
  expect(ids()).toEqual(['', 'own', ''])
})

it('brings the widget at once to elements of ours that nothing has brought to life, and to no others', async () => {
  const brought = vi.fn(() => ({}))
  vi.doMock('https://refer.shop.example/widget.js', brought)
  document.body.insertAdjacentHTML('beforeend', '<other-element></other-element>')
  await load()
  await new Promise((resolve) => setTimeout(resolve, 50))
  expect(brought).not.toHaveBeenCalled()
  delete window.goodword
  document.body.insertAdjacentHTML('beforeend', '<goodword-welcome></goodword-welcome>')
  await load()
  await vi.waitFor(() => expect(brought).toHaveBeenCalled())
})

it('looks for such elements again when something may have come, also a moment after a click', async () => {
  const look = vi.fn<() => void>()
  begin(route, await load(), look)
  expect(look).toHaveBeenCalled()
  look.mockClear()
  vi.useFakeTimers({ toFake: ['setTimeout'] })
  document.body.dispatchEvent(new Event('click', { bubbles: true }))
  expect(look).toHaveBeenCalledTimes(1)
  vi.advanceTimersByTime(1000)
  vi.useRealTimers()
  expect(look).toHaveBeenCalledTimes(2)
})
