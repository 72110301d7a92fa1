import { cleanup, render } from '@testing-library/preact'
import { afterEach, expect, expectTypeOf, it, vi } from 'vitest'
import { openPage } from '../panel/testing.ts'
import { Invite, Leaderboard, Welcome, type ProgressProps, type WelcomeProps } from './index.ts'

openPage()
afterEach(cleanup)

it('hands attributes and properties to the element', () => {
  const words = { en: { leaders: 'Our best friends' } }
  const { container } = render(<Leaderboard limit={5} theme="dark" words={words} class="wide" />)
  const element = container.querySelector('goodword-leaderboard')!
  const attributes = element.getAttributeNames().map((name) => [name, element.getAttribute(name)])
  expect(Object.fromEntries(attributes)).toEqual({ class: 'wide', limit: '5', theme: 'dark' })
  expect(element.words).toBe(words)
})

it('hears the element’s own events, by names of more than one word too', () => {
  const onTokenExpired = vi.fn<() => void>()
  const onOpen = vi.fn<() => void>()
  const { container } = render(<Invite onOpen={onOpen} onTokenExpired={onTokenExpired} />)
  const element = container.querySelector('goodword-invite')!
  element.dispatchEvent(new CustomEvent('goodword:open'))
  element.dispatchEvent(new CustomEvent('goodword:token-expired'))
  expect([onOpen.mock.calls.length, onTokenExpired.mock.calls.length]).toEqual([1, 1])
})

it('knows in types what an event tells', () => {
  expectTypeOf<Parameters<NonNullable<WelcomeProps['onCoupon']>>[0]['detail']>().toEqualTypeOf<{
    readonly code: string
  }>()
  // @ts-expect-error progress reveals no coupons
  expectTypeOf<ProgressProps['onCoupon']>().toBeUndefined()
  // The elements themselves in JSX.
  const element = <goodword-welcome apply="auto" ongoodword:coupon={({ detail }) => detail.code} />
  // @ts-expect-error there is no such way to apply it
  const wrong = <goodword-welcome apply="magic" />
  expect([element.type, wrong.type, typeof Welcome]).toEqual([
    'goodword-welcome',
    'goodword-welcome',
    'function',
  ])
})
