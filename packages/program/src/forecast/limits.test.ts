import { expect, test } from 'vitest'
import { coffee, known } from './forecast.fixture.ts'
import type { ForecastIncentive } from './incentive.ts'
import { simulateProgram } from './simulate.ts'

const each = { type: 'each', conversion: 'purchase' } as const
const cash: ForecastIncentive = { id: 'cash', when: each, to: 'referrer', cost: 100 }
const forecast = (change: Partial<ForecastIncentive>, months = 6, rates = {}) =>
  simulateProgram({
    program: { ...coffee, incentives: [{ ...cash, ...change }] },
    customers: 20_000,
    seed: 9,
    months,
    rates: { ...known, ...rates },
    runs: 50,
  })

test('a budget is given out, and not a cent more', () => {
  const { totals, growth } = forecast({ cost: { percent: 10 }, limit: { total: { money: 123_456 } } })
  expect([totals.cost.low, totals.cost.high]).toEqual([123_456, 123_456])
  expect(growth.at(-1)!.cost.high).toBe(123_456)
  // All of it went in the first months, so that nothing is on hold at the end.
  expect(totals.liability.high).toBe(0)
})

test('what a limit lets through is on hold, and so is what will be refunded', () => {
  const { totals } = forecast({ limit: { perFriend: { count: 3 } } }, 6, { holdDays: 365 })
  expect(totals.liability.mean / totals.cost.mean).toBeCloseTo(1 / 0.9, 3)
})

test('prizes come when their period ends, and not before', () => {
  const rank = (period: 'month' | 'quarter' | 'year') =>
    ({ type: 'rank', conversion: 'purchase', by: 'friends', period, places: 3 }) as const
  const rewards = (period: 'month' | 'quarter' | 'year', months: number) =>
    forecast({ when: rank(period) }, months).incentives[0]!.rewards.mean
  expect([rewards('month', 5), rewards('quarter', 5), rewards('year', 11), rewards('year', 12)]).toEqual([
    15, 3, 0, 3,
  ])
})

test('a draw that nobody has a lot for has no winner', () => {
  const when = { type: 'draw', period: 'day', winners: 2 } as const
  expect(forecast({ when }).incentives[0]!.rewards.high).toBe(0)
  const lot = { ...cash, id: 'lot', when: each, cost: 0, entryFor: 'cash' } as const
  const program = { ...coffee, incentives: [{ ...cash, when }, lot] }
  const { incentives } = simulateProgram({ program, customers: 20_000, seed: 9, months: 12, rates: known })
  expect(incentives[0]!.rewards).toMatchObject({ low: 730, high: 730 })
})

test('prizes that nobody is there to win are not given', () => {
  const when = { type: 'rank', conversion: 'purchase', by: 'friends', period: 'month', places: 100 } as const
  const program = { ...coffee, incentives: [{ ...cash, when }] }
  const { incentives, totals } = simulateProgram({
    program,
    customers: 500,
    seed: 9,
    months: 12,
    rates: known,
  })
  expect(incentives[0]!.rewards.mean).toBe(totals.referred.mean)
})
