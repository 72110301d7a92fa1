import * as v from 'valibot'
import { expect, test } from 'vitest'
import { momentSchema, type MomentInput } from '../schema/moment.ts'
import type { Happening } from './history.ts'
import { nextAsk } from './next-ask.ts'
import * as presets from './presets.ts'

const now = Date.parse('2026-06-01T12:00:00Z')
const did = (name: string, data = {}): Happening => ({ type: 'moment', name, at: now, data })
const bought = (orders: number): Happening[] =>
  Array.from({ length: orders }, (_, order) => ({
    type: 'conversion',
    name: 'purchase',
    order: `${order}`,
    at: now,
  }))
const answered = (score: number): Happening[] => [{ type: 'feedback', score, at: now }]
const plays: [string, MomentInput, Happening[], Happening[]][] = [
  ['onboarding', presets.afterOnboarding, [did('onboarding')], [did('signup')]],
  [
    'a happy support conversation',
    presets.happySupport,
    [did('support', { rating: 5 })],
    [did('support', { rating: 3 })],
  ],
  ['a renewal', presets.afterRenewal, [did('renewal')], [did('renewal', { negative: true })]],
  ['the 100th purchase', presets.nthPurchase(100), bought(100), bought(99)],
  ['an answer of 9', presets.promoter, answered(9), answered(8)],
  ['a good ride', presets.goodRide, [did('ride', { rating: 4 })], [did('ride', { rating: 3 })]],
]

test.each(plays)('asks after %s', (_, preset, happened, otherwise) => {
  const moment = v.parse(momentSchema, preset)
  const asks = (list: Happening[]) => nextAsk([moment], { happened: list, asks: [], dismissals: [] }, now)
  expect(asks(happened)?.at).toBe(now + moment.delayMinutes * 60_000)
  expect(asks(otherwise)).toBeUndefined()
})

test('asks on the morning of an anniversary', () => {
  const moment = v.parse(momentSchema, presets.everyAnniversary)
  const since = Date.parse('2024-06-02T20:00:00Z')
  const history = { happened: [], asks: [], dismissals: [], since, timeZone: 'Europe/Berlin' }
  expect(nextAsk([moment], history, now)?.at).toBe(Date.parse('2026-06-02T07:00:00Z'))
})

test('presets live together, under ids that differ', () => {
  const { nthPurchase, ...fixed } = presets
  const ids = [...Object.values(fixed), nthPurchase(3), nthPurchase(100), nthPurchase(2, 'x'.repeat(64))].map(
    (preset) => v.parse(momentSchema, preset).id,
  )
  expect(new Set(ids).size).toBe(ids.length)
})

test('refuses a moment that would ask the unhappy, or for ever', () => {
  const valid = { id: 'm', on: { type: 'feedback' } }
  const refused = [
    { ...valid, on: { type: 'feedback', atLeast: 6 } },
    { ...valid, on: { type: 'event', name: 'a', nth: 0 } },
    { ...valid, on: { type: 'anniversary', years: [0] } },
    { ...valid, caps: { times: 0 } },
    { ...valid, freshDays: 91 },
    { ...valid, open: 'popup' },
  ]
  expect(refused.filter((input) => v.is(momentSchema, input))).toEqual([])
  expect(v.parse(momentSchema, valid)).toMatchObject({ freshDays: 7, caps: { everyDays: 30, times: 5 } })
})
