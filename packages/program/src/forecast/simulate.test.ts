import { describe, expect, test, vi } from 'vitest'
import { GoodwordError } from '../errors.ts'
import type { Estimate } from './estimate.ts'
import { believed, coffee, known } from './forecast.fixture.ts'
import type { Forecast, ForecastInput } from './forecast.ts'
import { simulateProgram } from './simulate.ts'

const input: ForecastInput = { program: coffee, customers: 10_000, seed: 42, rates: known }
const run = (change: Partial<ForecastInput> = {}) => simulateProgram({ ...input, ...change })
const estimatesIn = (value: unknown): Estimate[] =>
  typeof value !== 'object' || value === null
    ? []
    : 'mean' in value
      ? [value as Estimate]
      : Object.values(value).flatMap(estimatesIn)
const cost = (forecast: Forecast, id: string) =>
  forecast.incentives.find(({ incentive }) => incentive === id)!

// Of the rates above: what leaves in a month, and what each customer brings in one.
const leaves = 1 - 0.7 ** (1 / 12)
const brings = 0.2 * 2 * 0.1 * 0.9

describe('a forecast', () => {
  test('is the same for the same seed, and another for another', () => {
    expect(run({ rates: believed })).toEqual(run({ rates: believed }))
    expect(run({ rates: believed, seed: 43 }).totals).not.toEqual(run({ rates: believed }).totals)
  })

  test('is the same on every machine', () => {
    const { totals } = run({ rates: believed, runs: 50 })
    const { shares, leads, referred, revenue, cost, liability } = totals
    expect([shares, leads, referred, revenue, cost, liability].map(({ mean }) => mean))
      .toMatchInlineSnapshot(`
      [
        4064,
        9507,
        634,
        7564456,
        1270616,
        46434,
      ]
    `)
    expect(totals.viralCoefficient).toMatchInlineSnapshot(`
      {
        "error": 0.010469,
        "high": 0.351406,
        "low": 0.118653,
        "mean": 0.213067,
        "runs": 50,
      }
    `)
  })

  test('asks the engine for nothing that another one may answer otherwise', () => {
    const loose = ['log', 'log1p', 'exp', 'expm1', 'pow', 'cbrt', 'sin', 'random'] as const
    const spies = [...loose.map((name) => vi.spyOn(Math, name)), vi.spyOn(Date, 'now')]
    run({ rates: believed, runs: 20 })
    const calls = spies.map((spy) => spy.mock.calls.length)
    vi.restoreAllMocks()
    expect(calls).toEqual(spies.map(() => 0))
  })

  test('of a million customers takes less than 10 seconds', () => {
    const program = {
      ...coffee,
      incentives: [
        ...coffee.incentives,
        {
          id: 'spent',
          when: { type: 'milestone', conversion: 'purchase', count: 'money', at: 10_000 },
          to: 'referrer',
          cost: 500,
        },
      ] as const,
    }
    const start = process.cpuUsage()
    const forecast = simulateProgram({ program, customers: 1_000_000, seed: 1, rates: believed })
    // What it takes of a processor: others may be at work on it as well.
    expect(process.cpuUsage(start).user / 1000).toBeLessThan(10_000)
    expect(forecast.totals.referred.mean).toBeGreaterThan(10_000)
    expect(cost(forecast, 'spent').rewards.mean).toBeGreaterThan(1000)
  }, 30_000)

  test('holds every mean in its interval', () => {
    const estimates = estimatesIn(run({ customers: 300, rates: believed, months: 24 }))
    expect(estimates.length).toBeGreaterThan(100)
    for (const { mean, low, high } of estimates) expect(low <= mean && mean <= high).toBe(true)
  })

  test('is wider when less is known', () => {
    const width = ({ low, high, mean }: Estimate) => (high - low) / mean
    expect(width(run({ rates: believed }).totals.referred)).toBeGreaterThan(3 * width(run().totals.referred))
  })
})

describe('against closed formulas, within three standard errors and a half', () => {
  const near = (estimate: Estimate, exact: number) =>
    expect(Math.abs(estimate.mean - exact) / estimate.error).toBeLessThan(3.5)

  test('referred customers grow as N·b·((1 + b − l)^months − 1) ÷ (b − l)', () => {
    const { growth } = run({ customers: 100_000, months: 24 })
    for (const month of [1, 12, 24]) {
      const exact = (100_000 * brings * ((1 + brings - leaves) ** month - 1)) / (brings - leaves)
      near(growth[month - 1]!.referred, exact)
      near(growth[month - 1]!.active, 100_000 * (1 + brings - leaves) ** month)
    }
  })

  test('K is invites per participant times the conversion of an invite', () => {
    // A customer stays 1 ÷ leaves months, and shares every fifth order, of which there is one a month.
    near(run({ customers: 100_000 }).totals.viralCoefficient!, (0.2 / leaves) * (2 * 0.1 * 0.9))
  })

  test('shares, leads, revenue and rewards of one month', () => {
    const { totals, incentives } = run({ customers: 100_000, months: 1 })
    near(totals.shares, 20_000)
    near(totals.leads, 40_000)
    near(totals.revenue, 100_000 * brings * 3000)
    near(incentives[0]!.rewards, 100_000 * brings)
  })

  test('what friends spend later, when nobody leaves', () => {
    const { totals } = run({ customers: 100_000, months: 2, rates: { ...known, churnRate: 0 } })
    const first = 100_000 * brings
    // In the second month those of the first order again, once on average, and nine of ten orders stand.
    near(totals.revenue, (first + first * (1 + brings) + first * 0.9) * 3000)
    expect(totals.viralCoefficient).toBeUndefined()
  })

  test('a hold that never ends keeps every reward promised, those of refunds as well', () => {
    const { totals, incentives } = run({ customers: 100_000, months: 6, rates: { ...known, holdDays: 365 } })
    const [credit, welcome, bag] = incentives.map(({ cost }) => cost.mean)
    near(totals.liability, (credit! + welcome!) / 0.9 + bag!)
  })
})

describe('nothing comes of nothing', () => {
  const zero = { ...known, shareRate: 0 }

  test.each([
    ['no customers', { customers: 0 }],
    ['nobody who shares', { rates: zero }],
    ['nobody who clicks', { rates: { ...known, clicksPerShare: 0 } }],
    ['nobody who orders', { rates: { ...known, conversionRate: 0 } }],
    ['nobody who keeps the order', { rates: { ...known, refundRate: 1 } }],
    ['a market that is full', { market: 10_000 }],
  ])('%s: no friends, no cost', (_, change) => {
    const { totals } = run(change)
    expect([totals.referred.mean, totals.revenue.mean, totals.cost.high]).toEqual([0, 0, 0])
    expect(totals.costPerAcquisition).toBeUndefined()
    expect(totals.returnOnInvestment).toBeUndefined()
  })

  test('nobody who shares makes a K of 0', () => {
    expect(run({ rates: zero }).totals.viralCoefficient).toMatchObject({ mean: 0, high: 0 })
  })

  test('no hold, nothing promised', () => {
    expect(run({ rates: { ...known, holdDays: 0 } }).totals.liability.high).toBe(0)
  })
})

test('growth beyond all bounds ends where the market does', () => {
  const wild = { ...known, shareRate: 1, clicksPerShare: 10, conversionRate: 0.5, refundRate: 0 }
  const { growth } = run({ rates: wild, customers: 1000, market: 50_000, months: 24 })
  expect(growth.at(-1)!.referred.high).toBeLessThanOrEqual(49_000)
  expect(growth.at(-1)!.referred.low).toBeGreaterThan(48_000)
})

describe('refuses what cannot be simulated, and says what to write', () => {
  test.each<[string, Partial<ForecastInput>, string]>([
    ['customers', { customers: -1 }, 'customers is -1. Write a whole number from 0 to 1000000000.'],
    ['customers', { customers: Number.NaN }, 'customers is "NaN".'],
    ['seed', { seed: 0.5 }, 'seed is 0.5. Write a whole number'],
    ['months', { months: 0 }, 'months is 0.'],
    ['runs', { runs: 1e9 }, 'runs is 1000000000. Write a whole number from 20 to 10000.'],
    ['market', { market: 9999 }, 'market is 9999. Write a whole number from 10000'],
    [
      'rates.shareRate',
      { rates: { ...known, shareRate: 7 } },
      'Write a number from 0 to 1, or { low, likely, high }',
    ],
    [
      'rates.churnRate',
      { rates: { ...known, churnRate: { low: 0.3, likely: 0.2, high: 0.4 } } },
      'in that order',
    ],
    ['rates.clicksPerShare', { rates: { ...known, clicksPerShare: 200 } }, 'are more than 10'],
    [
      'rates.shareRate',
      { rates: { ...known, shareRate: 1, clicksPerShare: 10, conversionRate: 1 } },
      'in a month are more than 5',
    ],
  ])('%s', (path, change, message) => {
    expect(() => run(change)).toThrow(GoodwordError)
    expect(() => run(change)).toThrow(message)
    expect(() => run(change)).toThrow(
      expect.objectContaining({ code: 'forecast-invalid', problems: [expect.objectContaining({ path })] }),
    )
  })

  test('all of it at once', () => {
    const { shareRate: _, ...rest } = known
    const incentive = {
      id: 'x',
      when: { type: 'milestone', conversion: 'purchase', count: 'money', at: 0 },
      to: 'friend',
      cost: { percent: 1001 },
      limit: { total: { count: 0 } },
    } as const
    const paths = (() => {
      try {
        run({ months: 1.5, rates: rest as typeof known, program: { ...coffee, incentives: [incentive] } })
      } catch (error) {
        return (error as GoodwordError).problems.map(({ path }) => path)
      }
      return []
    })()
    expect(paths).toEqual([
      'months',
      'rates.shareRate',
      'program.incentives.0.when.at',
      'program.incentives.0.cost.percent',
      'program.incentives.0.limit.total.count',
    ])
  })
})
