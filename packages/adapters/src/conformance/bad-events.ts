import assert from 'node:assert/strict'
import type { ReferralEvent } from '@goodword/program'
import type { ConformanceCase } from './scene.ts'

type Broken = Readonly<Record<string, unknown>>

/** What is wrong, and how: fields that are put over a good event's; `undefined` takes one away. */
const broken: readonly (readonly [what: string, of: 'visit' | 'purchase', fields: Broken])[] = [
  ['no type', 'visit', { type: undefined }],
  ['a type that there is not', 'visit', { type: 'grant' }],
  ['no id', 'visit', { id: undefined }],
  ['an id that is too short', 'visit', { id: 'x' }],
  ['a space in its id', 'visit', { id: 'a b c d e f' }],
  ['a time in words', 'visit', { at: '2026-01-01' }],
  ['half a millisecond', 'visit', { at: 1_795_300_000_000.5 }],
  ['no address of the page', 'visit', { url: undefined }],
  ['a code that no link could carry', 'visit', { code: 'a.b' }],
  ['an e-mail that is none', 'purchase', { customer: { email: 'bo' } }],
  ['a customer whom nobody could find', 'purchase', { customer: { name: 'Bo' } }],
  ['no order', 'purchase', { order: undefined }],
  ['an order that is a number', 'purchase', { order: 42 }],
  ['a NUL in its order', 'purchase', { order: 'a\0b' }],
  ['half a cent', 'purchase', { amount: 4200.5 }],
  ['less than no money', 'purchase', { amount: -1 }],
  ['more money than a number holds', 'purchase', { amount: 2 ** 53 }],
  ['more money than sums of it hold', 'purchase', { amount: 10 ** 12 + 1 }],
  ['money in words', 'purchase', { amount: '4200' }],
  ['a currency that is none', 'purchase', { currency: 'dollars' }],
]

/** Events that are none: each is refused by itself, and those beside it are taken. */
export const badEvents: readonly ConformanceCase[] = broken.map(([what, of, fields]) => ({
  title: `rejects an event with ${what}, and takes those beside it`,
  needs: [],
  async run({ server, visit, purchase, customer }) {
    const good = of === 'visit' ? visit({}) : purchase({ customer: customer() })
    const bad = Object.fromEntries(
      Object.entries({ ...good, ...fields }).filter(([, value]) => value !== undefined),
    ) as unknown
    const receipts = await server(visit({}), bad as ReferralEvent, visit({}))
    assert.deepEqual(
      receipts.map(({ status }) => status),
      ['accepted', 'rejected', 'accepted'],
    )
    assert.equal(receipts[1]!.reason, 'event-invalid')
    assert.ok(receipts[1]!.detail, 'says what was given')
  },
}))
