import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { openBrowser, openPage, openServer, pass } from './testing.ts'

beforeEach(() => void vi.useFakeTimers({ now: Date.UTC(2026, 10, 22) }))
afterEach(() => void vi.useRealTimers())

/** A token that ends in `seconds`, as far as a browser can read it. */
const tokenFor = (seconds: number) =>
  `e.${btoa(JSON.stringify({ sub: 'bo', exp: Date.now() / 1000 + seconds }))
    .replaceAll('+', '-')
    .replaceAll('/', '_')}.s`

it('asks the callback at once, and again a minute before the token ends', async () => {
  const { tracker } = openPage('/')
  const fetchToken = vi.fn(async () => tokenFor(600))
  tracker.identify(fetchToken)
  await pass(0)
  const first = tracker.$token.get()
  expect(first).toMatch(/^e\./)
  await pass(530_000)
  expect(fetchToken).toHaveBeenCalledTimes(1)
  await pass(30_000)
  expect(fetchToken).toHaveBeenCalledTimes(2)
  expect(tracker.$token.get()).not.toBe(first)
})

it('tries again when the callback fails, and tells', async () => {
  const page = openPage('/')
  const fetchToken = vi.fn(async () => tokenFor(600))
  fetchToken.mockRejectedValueOnce(new Error('no session'))
  page.tracker.identify(fetchToken)
  await pass(0)
  expect(page.errors.map(String)).toEqual(['Error: no session'])
  await pass(20_000)
  expect(page.tracker.$token.get()).toMatch(/^e\./)
})

it('forgets an answer for somebody who has left by then', async () => {
  const { tracker } = openPage('/')
  tracker.identify(async () => new Promise((answer) => setTimeout(() => answer('late'), 1_000)))
  tracker.identify('bo')
  await pass(2_000)
  expect(tracker.$token.get()).toBe('bo')
  tracker.identify()
  await pass(0)
  expect(tracker.$token.get()).toBeUndefined()
})

it('never asks for a plain token again, nor for one that does not say when it ends', async () => {
  const { tracker } = openPage('/')
  const fetchToken = vi.fn(async () => 'opaque')
  tracker.identify(fetchToken)
  await pass(86_400_000)
  expect(fetchToken).toHaveBeenCalledTimes(1)
})

it('takes a customer’s own code for no referral, also when nobody is signed in any more', async () => {
  const browser = openBrowser()
  const server = openServer()
  const page = openPage('/?via=BO7', browser, server)
  expect(page.tracker.attribution()?.code).toBe('BO7')
  page.tracker.identify('token', 'BO7')
  await pass(0)
  expect(page.tracker.attribution()).toBeUndefined()
  vi.clearAllTimers()
  await pass(86_400_000)

  const later = openPage('/?via=BO7', browser, server)
  expect(later.tracker.attribution()).toBeUndefined()
  later.tracker.capture('/?via=AMY42')
  expect(later.tracker.attribution()?.code).toBe('AMY42')
  await pass(1_000)
  expect(
    [...server.events.values()].filter(({ type, code }) => type === 'visit' && code === 'BO7').length,
  ).toBeLessThan(2)
})

it('keeps the referral of a friend who later shares a code of their own', async () => {
  const browser = openBrowser()
  openPage('/?via=AMY42', browser)
  vi.setSystemTime(Date.now() + 60_000)
  const page = openPage('/', browser)
  page.tracker.identify('token', 'BO7')
  page.tracker.capture('/?via=BO7')
  expect(page.tracker.attribution()?.code).toBe('AMY42')
})
