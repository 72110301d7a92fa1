import * as v from 'valibot'
import { describe, expect, expectTypeOf, test } from 'vitest'
import { eventSchema, type EventOf } from './events.ts'

const base = { id: '01970000', at: 1_795_300_000_000 }
const visit = { ...base, type: 'visit', code: 'AMY42', visitor: 'v_8f00', url: 'https://shop.example/' }
const accepts = (event: unknown): boolean => v.safeParse(eventSchema, event).success

test.each([
  visit,
  { ...base, type: 'share', channel: 'whatsapp', customer: { id: '42' } },
  { ...base, type: 'conversion', name: 'purchase', order: 'order-1', amount: 4200, currency: 'USD' },
  { ...base, type: 'conversion', name: 'signup', order: 'order-1', customer: { email: 'bo@example.com' } },
  { ...base, type: 'refund', name: 'purchase', order: 'order-1' },
  { ...base, type: 'moment', name: 'renewal', data: { plan: 'pro' } },
  { ...base, type: 'exposure', experiment: 'button', variant: 'b' },
  { ...base, type: 'feedback', score: 10, comment: 'Good.\nVery good.' },
])('an event is taken: $type', (event) => {
  expect(accepts(event)).toBe(true)
})

describe('an event is refused', () => {
  test.each([
    ['nothing', null],
    ['a list', []],
    ['no type', base],
    ['an unknown type', { ...visit, type: 'grant' }],
    ['a short id', { ...visit, id: 'x' }],
    ['an id with a space', { ...visit, id: 'a b c d e f' }],
    ['a time that is no time', { ...visit, at: '2026-01-01' }],
    ['a time before all time', { ...visit, at: -1 }],
    ['half a millisecond', { ...visit, at: 0.5 }],
    ['a code with a dot', { ...visit, code: 'A.B' }],
    ['a customer nobody can find', { ...visit, customer: { name: 'Bo' } }],
    ['an e-mail that is none', { ...visit, customer: { email: 'bo' } }],
    ['money with cents', { ...base, type: 'conversion', name: 'purchase', order: '1', amount: 4.2 }],
    ['money below nothing', { ...base, type: 'conversion', name: 'purchase', order: '1', amount: -1 }],
    [
      'more money than numbers hold',
      { ...base, type: 'conversion', name: 'purchase', order: '1', amount: 2 ** 53 },
    ],
    [
      'more money than sums of it can hold',
      { ...base, type: 'conversion', name: 'purchase', order: '1', amount: 10 ** 12 + 1 },
    ],
    [
      'a refund of more than any order is',
      { ...base, type: 'refund', name: 'purchase', order: '1', amount: 10 ** 12 + 1 },
    ],
    ['a NUL, which no database takes', { ...base, type: 'conversion', name: 'purchase', order: 'a\0' }],
    ['half a character', { ...visit, customer: { id: '42', name: 'Bo \uD83D' } }],
  ])('with %s', (_, event) => {
    expect(accepts(event)).toBe(false)
  })
})

test('the largest order is taken, and nine thousand of them add up to the cent', () => {
  const largest = { ...base, type: 'conversion', name: 'purchase', order: '1', amount: 10 ** 12 }
  expect(accepts(largest)).toBe(true)
  expect(Number.isSafeInteger(largest.amount * 9000 + 1)).toBe(true)
})

test('what the schema does not know is dropped, and nobody’s prototype is touched', () => {
  const event = v.parse(
    eventSchema,
    JSON.parse(JSON.stringify({ ...visit, extra: 1 }).replace('{', '{"__proto__":{"admin":true},')),
  )
  expect(event).toEqual(visit)
  expect('admin' in event).toBe(false)
})

test('one type of event has its own fields', () => {
  expectTypeOf<EventOf<'conversion'>['order']>().toEqualTypeOf<string>()
  // @ts-expect-error a visit has no order
  expectTypeOf<EventOf<'visit'>['order']>()
})
