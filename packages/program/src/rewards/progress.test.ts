import { expect, test } from 'vitest'
import { at, brought, codes, program, purchase, visit } from './ledger.fixture.ts'
import { evaluate } from './evaluate.ts'
import type { LedgerRow } from './ledger.ts'
import { shopWith } from './program.fixture.ts'
import { describeProgress, nextSteps } from './progress.ts'
import type { Program } from '../schema/program.ts'

const count = { type: 'milestone', conversion: 'purchase', count: 'friends', at: 3 } as const
const year = { type: 'access', name: 'a free year' } as const
const say = (program: Program, rows: readonly LedgerRow[], now = at(20), who = 'amy'): string[] =>
  nextSteps(program, evaluate(program, { codes, rows }, now), who, now).map((step) =>
    describeProgress(program, step),
  )

test('says what is missing to the next milestone, also to somebody who brought nobody', () => {
  expect(say(shopWith({ when: count, give: year }), brought('bo', 'o1', at(1)))).toEqual([
    '2 more friends to a free year',
  ])
  expect(say(program, [], at(1), 'new')).toEqual(['3 more friends to a free bag of coffee'])
})

test('counts one friend as one, money as money, and says nothing of what is reached', () => {
  const rows = [...brought('bo', 'o1', at(1)), ...brought('di', 'o2', at(2))]
  expect(say(shopWith({ when: count, give: year }), rows)).toEqual(['1 more friend to a free year'])
  expect(say(shopWith({ when: { ...count, at: 2 }, give: year }), rows)).toEqual([])
  const money = { ...count, count: 'money', at: 5_000, repeat: { every: 5_000, upTo: 10_000 } } as const
  expect(say(shopWith({ when: money }), rows)).toEqual(['$16 more to $10 credit'])
})

test('says until when, for what counts in a season, and nothing once that is over', () => {
  const seasons = [{ id: 'autumn', from: '1972-09-01', to: '1972-10-31' }]
  const seasonal = shopWith({ when: count, give: year, season: 'autumn' }, { seasons })
  expect(say(seasonal, brought('bo', 'o1', at(6)))).toEqual([
    '2 more friends to a free year, until 31 October 1972',
  ])
  expect(say(seasonal, brought('bo', 'o1', at(6)), at(40))).toEqual([])
})

test('tells the place in a rank and the entries in a draw of the running period', () => {
  const race = {
    id: 'race',
    when: { type: 'rank', conversion: 'purchase', by: 'orders', period: 'month', places: 1 },
    to: 'referrer',
    give: year,
  } as const
  const draw = {
    id: 'trip',
    when: { type: 'draw', conversion: 'purchase', period: 'month', winners: 1 },
    to: 'referrer',
    give: { type: 'product', name: 'a trip' },
  } as const
  const both = shopWith({}, { incentives: [race, draw] })
  const cy = [visit('CY', 'v_ed', at(5)), purchase('ed', 'o3', at(6), { visitor: 'v_ed' })]
  const rows = [...brought('bo', 'o1', at(5)), ...brought('di', 'o2', at(6)), ...cy]
  const until = 'until 31 October 1972'
  expect(say(both, rows)).toEqual([
    `place 1, which gets a free year, ${until}`,
    `2 entries in the draw for a trip, ${until}`,
  ])
  expect(say(both, rows, at(20), 'cy')).toEqual([
    `place 2; the first 1 get a free year, ${until}`,
    `1 entry in the draw for a trip, ${until}`,
  ])
  expect(say(both, rows, at(20), 'bo')[0]).toBe(`no place yet on the way to a free year, ${until}`)
  expect(say(both, rows, at(50))).toEqual([])
})

test('never shows a coupon’s code', () => {
  const coupon = shopWith({ when: count, give: { type: 'coupon', code: 'SECRET' } })
  expect(say(coupon, [])).toEqual(['3 more friends to a coupon'])
})
