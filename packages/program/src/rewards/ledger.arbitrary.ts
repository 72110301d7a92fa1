import * as fc from 'fast-check'
import { at } from './ledger.fixture.ts'
import type { LedgerRow } from './ledger.ts'

// A small world, so that rows meet: three people who refer and buy, two who only buy; the times often coincide.
export const people = fc.constantFrom('amy', 'cy', 'bo', 'di', 'ed')
/** The people who have a code. */
export const referrers = fc.constantFrom('amy', 'cy')
export const code = fc.constantFrom('AMY', 'CY', 'NEW')
export const visitor = fc.constantFrom('v_1', 'v_2', 'v_3', 'v_4')
export const time = fc.integer({ min: 0, max: 60 }).map((half) => at(half / 2))
const order = {
  name: fc.constantFrom('purchase', 'signup'),
  order: fc.constantFrom('1', '2', '3', '4'),
}
const ofOrder = fc.tuple(order.name, order.order).map((pair) => `order:${pair.join(':')}`)
const money = { amount: fc.constantFrom(0, 500, 1000, 2000), currency: fc.constantFrom('USD', 'USD', 'EUR') }
const type = <T extends LedgerRow['type']>(name: T) => fc.constant(name)
const owner = fc.constant('owner')

const visit = fc.record({ type: type('visit'), at: time, code, visitor })
const conversion = fc.record(
  {
    type: type('conversion'),
    at: time,
    ...order,
    ...money,
    friend: people,
    code,
    visitor,
    trusted: fc.boolean(),
    held: fc.constant('velocity'),
  },
  { requiredKeys: ['type', 'at', 'name', 'order', 'friend', 'trusted'] },
)
/** What most shops send: from the server, with an amount and a code. */
const plainConversion = fc.record({
  type: type('conversion'),
  at: time,
  ...order,
  order: fc.constantFrom('1', '2', '3', '4', '5', '6', '7', '8'),
  amount: fc.integer({ min: 1, max: 3000 }),
  friend: people,
  code: fc.constantFrom('AMY', 'AMY', 'CY'),
  trusted: fc.constant(true),
})
const refund = fc.record(
  { type: type('refund'), at: time, ...order, ...money },
  { requiredKeys: ['type', 'at', 'name', 'order'] },
)
const review = fc.record({
  type: type('review'),
  at: time,
  by: owner,
  subject: fc.constant('order'),
  ...order,
  verdict: fc.constantFrom('approve', 'reject', 'reopen'),
})
const rebond = fc.record(
  {
    type: type('review'),
    at: time,
    by: owner,
    subject: fc.constant('bond'),
    friend: people,
    referrer: referrers,
  },
  { requiredKeys: ['type', 'at', 'by', 'subject', 'friend'] },
)
const seal = fc.record(
  { type: type('seal'), at: time, friend: people, referrer: referrers },
  { requiredKeys: ['type', 'at', 'friend'] },
)
const grantOf = (incentives: readonly string[], thresholds: readonly string[]) =>
  fc.record({
    type: type('grant'),
    at: time,
    incentive: fc.constantFrom(...incentives),
    participant: people,
    occurrence: fc.oneof({ weight: 3, arbitrary: ofOrder }, fc.constantFrom(...thresholds)),
    amount: fc.constantFrom(100, 400, 1000, 1500),
    by: owner,
  })
const allot = fc.record({
  type: type('allot'),
  at: time,
  incentive: fc.constantFrom('budget', 'pro-only'),
  participant: referrers,
  occurrence: ofOrder,
  sequence: fc.integer({ min: 1, max: 3 }),
})
const enrolment = fc.record(
  {
    type: type('enrolment'),
    at: time,
    participant: people,
    attributes: fc.record({ plan: fc.constantFrom('pro', 'free') }),
  },
  { requiredKeys: ['type', 'at', 'participant'] },
)
const close = fc.record({
  type: type('close'),
  at: time,
  incentive: fc.constantFrom('race', 'raffle'),
  period: fc.constantFrom('1972-09-01', '1972-10-01', '1972-11-01'),
  winners: fc.array(people, { minLength: 1, maxLength: 3 }),
})

const weigh = (weight: number, arbitrary: fc.Arbitrary<object>) => ({ weight, arbitrary })
const rowsOf = (row: fc.Arbitrary<object>, size: fc.ArrayConstraints): fc.Arbitrary<LedgerRow[]> =>
  fc
    .array(row, { ...size, size: 'max' })
    .map((rows) => rows.map((row, index) => ({ id: `row-${index}`, ...row }) as LedgerRow))

/** A row of a program without limits, segments or contests; see `everyKind`. */
const simpleRow = fc.oneof(
  weigh(4, visit),
  weigh(6, conversion),
  weigh(2, refund),
  weigh(2, grantOf(['each', 'first', 'welcome', 'orders'], ['at:3'])),
  weigh(1, review),
  weigh(1, rebond),
  weigh(1, seal),
)
/** A row of any type, for `everyLimit`. */
const anyRow = fc.oneof(
  weigh(2, visit),
  weigh(4, conversion),
  weigh(8, plainConversion),
  weigh(3, refund),
  weigh(
    2,
    grantOf(
      ['percent', 'monthly', 'budget', 'ordinal', 'sized', 'pro-only', 'money', 'third', 'ticket', 'raffle'],
      ['at:1', 'at:2:bo', 'at:3:ed', 'at:1000', 'at:2500', 'place:1972-10-01:1'],
    ),
  ),
  weigh(1, review),
  weigh(1, rebond),
  weigh(1, seal),
  weigh(2, allot),
  weigh(2, enrolment),
  weigh(1, close),
)

/** Up to 30 rows of a small world. */
export const ledgerRows = rowsOf(simpleRow, { maxLength: 30 })
/** Up to 24 rows of every type. */
export const fullLedgerRows = rowsOf(anyRow, { maxLength: 24 })
/** Up to 10 of them, for what looks at each step. */
export const fewRows = rowsOf(anyRow, { minLength: 2, maxLength: 10 })
/** Whole days, from before the first row to after the last hold. */
export const moment = fc.integer({ min: 0, max: 60 }).map(at)
