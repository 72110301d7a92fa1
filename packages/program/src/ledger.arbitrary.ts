import * as fc from 'fast-check'
import { at } from './ledger.fixture.ts'
import type { LedgerRow } from './ledger.ts'
import { parseProgram } from './parse.ts'
import { shop } from './shop.fixture.ts'

const credit = { type: 'credit', amount: 1000 } as const
const product = { type: 'product', name: 'a bag' } as const
/** One incentive of each kind, for both sides, over a conversion that servers report and one that browsers do. */
export const everyKind = parseProgram({
  ...shop,
  attribution: { days: 10 },
  conversions: [...shop.conversions, { name: 'signup', trust: 'browser' }],
  incentives: [
    { id: 'each', when: { type: 'each', conversion: 'purchase' }, to: 'referrer', give: credit },
    { id: 'first', when: { type: 'first', conversion: 'purchase' }, to: 'referrer', give: credit },
    { id: 'welcome', when: { type: 'first', conversion: 'signup' }, to: 'friend', give: credit },
    {
      id: 'friends',
      when: { type: 'milestone', conversion: 'purchase', count: 'friends', at: 2 },
      to: 'referrer',
      give: product,
    },
    {
      id: 'orders',
      when: { type: 'milestone', conversion: 'signup', count: 'orders', at: 3 },
      to: 'referrer',
      give: credit,
    },
    {
      id: 'loyal',
      when: { type: 'milestone', conversion: 'purchase', count: 'orders', at: 2 },
      to: 'friend',
      give: product,
    },
  ],
  copy: { en: { ...shop.copy.en, rewards: {} } },
})

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
const money = { amount: fc.constantFrom(0, 500, 1000, 2000), currency: fc.constantFrom('USD', 'EUR') }

const row = fc.oneof(
  { weight: 4, arbitrary: fc.record({ type: fc.constant('visit'), at: time, code, visitor }) },
  {
    weight: 6,
    arbitrary: fc.record(
      {
        type: fc.constant('conversion'),
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
    ),
  },
  {
    weight: 2,
    arbitrary: fc.record(
      { type: fc.constant('refund'), at: time, ...order, ...money },
      { requiredKeys: ['type', 'at', 'name', 'order'] },
    ),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      type: fc.constant('grant'),
      at: time,
      incentive: fc.constantFrom('each', 'first', 'welcome', 'orders'),
      participant: people,
      occurrence: fc.oneof(
        fc.tuple(order.name, order.order).map((pair) => `order:${pair.join(':')}`),
        fc.constant('at:3'),
      ),
      amount: fc.constantFrom(400, 1000, 1500),
      by: fc.constant('owner'),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      type: fc.constant('review'),
      at: time,
      by: fc.constant('owner'),
      subject: fc.constant('order'),
      ...order,
      verdict: fc.constantFrom('approve', 'reject'),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record(
      {
        type: fc.constant('review'),
        at: time,
        by: fc.constant('owner'),
        subject: fc.constant('bond'),
        friend: people,
        referrer: referrers,
      },
      { requiredKeys: ['type', 'at', 'by', 'subject', 'friend'] },
    ),
  },
  {
    weight: 1,
    arbitrary: fc.record(
      { type: fc.constant('seal'), at: time, friend: people, referrer: referrers },
      { requiredKeys: ['type', 'at', 'friend'] },
    ),
  },
)

/** Up to 40 rows of a small world. */
export const ledgerRows = fc
  .array(row, { maxLength: 40 })
  .map((rows): LedgerRow[] => rows.map((row, index) => ({ id: `row-${index}`, ...row })))
/** Whole days, from before the first row to after the last hold. */
export const moment = fc.integer({ min: 0, max: 60 }).map(at)
