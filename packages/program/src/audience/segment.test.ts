import * as fc from 'fast-check'
import * as v from 'valibot'
import { expect, test } from 'vitest'
import { segmentSchema, type Condition, type Segment } from '../schema/segment.ts'
import { runs } from '../runs.fixture.ts'
import { judge } from './condition.ts'
import { explainSegment } from './explain-segment.ts'
import { inSegment } from './segment.ts'

const plan = { type: 'equals', attribute: 'plan', value: 'pro' } as const
const loyal = { type: 'at-least', attribute: 'orders', value: 5 } as const
const since = { type: 'at-most', attribute: 'since', value: '2025-12-31' } as const
const within = (where: Condition, attributes?: Record<string, unknown>) =>
  inSegment({ id: 's', where }, attributes)

const name = fc.constantFrom('a', 'b', 'c', 'constructor', '__proto__')
const scalar = fc.constantFrom<(string | number | boolean)[]>('x', 'y', '2026-01-01', 1, 2, true)
const { tree: condition } = fc.letrec<{ tree: Condition; leaf: Condition }>((tie) => ({
  leaf: fc.oneof(
    fc.record({ type: fc.constant('equals' as const), attribute: name, value: scalar }),
    fc.record({
      type: fc.constant('one-of' as const),
      attribute: name,
      values: fc.array(scalar, { minLength: 1 }),
    }),
    fc.record({
      type: fc.constantFrom('at-least' as const, 'at-most' as const),
      attribute: name,
      value: fc.constantFrom(1, 2, '2026-01-01', '2026-02-01'),
    }),
  ),
  tree: fc.oneof(
    { maxDepth: 3 },
    tie('leaf'),
    fc.record({
      type: fc.constantFrom('all' as const, 'any' as const),
      of: fc.array(tie('tree'), { minLength: 1, maxLength: 3 }),
    }),
    fc.record({ type: fc.constant('not' as const), of: tie('tree') }),
  ),
}))
const attributes = fc
  .array(fc.tuple(name, fc.oneof(scalar, fc.array(scalar), fc.constant(null), fc.constant({}))))
  .map((entries) => Object.fromEntries(entries) as Record<string, unknown>)

test('nobody of whom nothing is known is in a segment, under no condition and its contrary', () => {
  fc.assert(
    fc.property(condition, (where) => {
      expect([within(where), within({ type: 'not', of: where }, { z: 1 })]).toEqual([false, false])
    }),
    runs,
  )
})

test('to learn more about a customer never turns an answer around', () => {
  fc.assert(
    fc.property(condition, attributes, name, (where, all, forgotten) => {
      const { [forgotten]: _, ...fewer } = all
      const before = judge(where, fewer)
      if (before !== undefined) expect(judge(where, all)).toBe(before)
    }),
    runs,
  )
})

test('a customer is never in a segment and in its contrary', () => {
  fc.assert(
    fc.property(condition, attributes, (where, all) => {
      expect(within(where, all) && within({ type: 'not', of: where }, all)).toBe(false)
      expect(judge({ type: 'not', of: { type: 'not', of: where } }, all)).toBe(judge(where, all))
    }),
    runs,
  )
})

test('compares numbers with numbers, days with days, and nothing else', () => {
  expect([5, 6, 4].map((orders) => within(loyal, { orders }))).toEqual([true, true, false])
  expect(['5', '10', true, null, Number.NaN, [9], {}].filter((orders) => within(loyal, { orders }))).toEqual(
    [],
  )
  expect(['2025-12-31', '2026-01-01'].map((day) => within(since, { since: day }))).toEqual([true, false])
  expect([0, '', '2025', '2025-02-30'].filter((day) => within(since, { since: day }))).toEqual([])
})

test('one item of a list is enough, and what the language brings along is no attribute', () => {
  expect(within(plan, { plan: ['free', 'pro'] })).toBe(true)
  expect(within({ type: 'not', of: plan }, { plan: [] })).toBe(true)
  expect(within({ type: 'exists', attribute: 'constructor' }, {})).toBe(false)
  expect(within({ type: 'not', of: { type: 'exists', attribute: 'company' } }, {})).toBe(true)
})

test.each<[Condition, string]>([
  [plan, 'plan is “pro”'],
  [
    { type: 'all', of: [plan, loyal, since] },
    'plan is “pro”, orders is 5 or more, and since is 2025-12-31 or earlier',
  ],
  [{ type: 'not', of: { type: 'any', of: [plan, loyal] } }, 'plan is not “pro” and orders is less than 5'],
  [
    { type: 'all', of: [plan, { type: 'not', of: { type: 'all', of: [loyal, since] } }] },
    'plan is “pro” and either orders is less than 5 or since is after 2025-12-31',
  ],
  [
    {
      type: 'any',
      of: [
        { type: 'exists', attribute: 'teamName' },
        { type: 'all', of: [plan, loyal] },
      ],
    },
    'team name is known or both plan is “pro” and orders is 5 or more',
  ],
  [{ type: 'one-of', attribute: 'country', values: ['DE', 'AT'] }, 'country is “DE” or “AT”'],
])('explains %j', (where, clause) => {
  expect(explainSegment({ id: 'loyal', where })).toBe(`A customer is in “loyal” when ${clause}.`)
})

test('the schema takes three levels of groups, and says what is wrong with a condition', () => {
  const deep: Condition = { type: 'not', of: { type: 'all', of: [{ type: 'any', of: [plan, loyal] }] } }
  const segment: Segment = v.parse(segmentSchema, { id: 'deep', where: deep })
  expect(segment.where).toEqual(deep)
  const refused = [
    { type: 'not', of: deep },
    { type: 'all', of: [] },
    { ...loyal, value: '5' },
    { ...plan, value: null },
    { ...plan, attribute: 'a b' },
    { ...plan, values: [] },
    { type: 'near', attribute: 'plan' },
  ]
  expect(refused.filter((where) => v.is(segmentSchema, { id: 's', where }))).toEqual([])
  const { issues } = v.safeParse(segmentSchema, { id: 's', where: { ...loyal, value: '5' } })
  expect(issues?.[0]).toMatchObject({ message: 'a number, or a day such as "2026-03-31"' })
})
