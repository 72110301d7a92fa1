import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { month } from '../metrics/counts.fixture.ts'
import { coffee } from './forecast.fixture.ts'
import { gatherRates } from './gathered.ts'
import { ratesFromCounts, type RateCounts } from './observed.ts'
import { createRandom } from './random.ts'
import { mostOf, rangeOf } from './rates.ts'
import { simulateProgram } from './simulate.ts'

const rate = (counts: RateCounts, name: keyof typeof mostOf, days?: number) =>
  rangeOf(ratesFromCounts(counts, { ...(days && { days }) })[name]!)

describe('rates from what was counted', () => {
  test('proportions have the interval of Wilson', () => {
    // By hand, for 7 of 100: (0.07 + z²/200 ± z·√(0.07·0.93/100 + z²/40000)) ÷ (1 + z²/100), z = 1.6449.
    const { low, likely, high } = rate({ offered: 100, sharers: 7 }, 'shareRate')
    expect([low, likely, high].map((part) => part.toFixed(4))).toEqual(['0.0384', '0.0700', '0.1243'])
  })

  test('the interval holds the truth in nine of ten samples', () => {
    const random = createRandom(11)
    let held = 0
    for (let sample = 0; sample < 4000; sample++) {
      let sharers = 0
      for (let each = 0; each < 200; each++) if (random() < 0.08) sharers++
      const { low, high } = rate({ offered: 200, sharers }, 'shareRate')
      if (low <= 0.08 && 0.08 <= high) held++
    }
    expect(held / 4000).toBeGreaterThan(0.88)
    expect(held / 4000).toBeLessThan(0.94)
  })

  test('friends whose order was given back ordered as well', () => {
    const orders = [
      ...Array.from({ length: 9 }, () => ({ amount: 1000, refunded: false })),
      { refunded: true },
    ]
    const { likely } = rate({ clicks: 200, converted: 18, orders }, 'conversionRate')
    expect(likely).toBeCloseTo(20 / 200, 10)
    expect(rate({ orders }, 'refundRate').likely).toBe(0.1)
  })

  test('orders and churn are of a year, however long was counted', () => {
    const direct = { customers: 1000, orders: 500, revenue: 2_000_000, churned: 50 }
    expect(rate({ direct }, 'ordersPerYear', 365.25 / 4).likely).toBeCloseTo(2, 10)
    expect(rate({ direct }, 'churnRate', 365.25 / 4).likely).toBeCloseTo(1 - 0.95 ** 4, 10)
    expect(rate({ direct }, 'orderValue').likely).toBe(4000)
  })

  test('leaves out what nobody has counted', () => {
    expect(ratesFromCounts({})).toEqual({})
    expect(Object.keys(ratesFromCounts({ clicks: 40, shares: 10, converted: 0 }))).toEqual([
      'clicksPerShare',
      'conversionRate',
    ])
  })

  test('takes everything that the metrics are made of', () => {
    const rates = ratesFromCounts(month)
    expect(Object.keys(rates)).toEqual(Object.keys(mostOf).filter((name) => name !== 'holdDays'))
  })

  const count = fc.nat(1e6)
  const group = fc.record({ customers: count, orders: count, revenue: count, churned: count })
  const any = fc.record(
    {
      offered: count,
      sharers: count,
      shares: count,
      clicks: count,
      converted: count,
      referred: group,
      direct: group,
    },
    { requiredKeys: [] },
  )

  test('are possible, and in order, whatever was counted', () => {
    fc.assert(
      fc.property(any, fc.integer({ min: 1, max: 4000 }), (counts, days) => {
        for (const [name, given] of Object.entries(ratesFromCounts(counts, { days }))) {
          const { low, likely, high } = rangeOf(given)
          expect(0 <= low && low <= likely && likely <= high && high <= mostOf[name as 'shareRate']).toBe(
            true,
          )
        }
      }),
      { numRuns: 3000 },
    )
  })

  test('can be simulated, with what is published for the rest', () => {
    const { rates } = gatherRates('USD', { store: ratesFromCounts(month, { days: 30 }) })
    expect(simulateProgram({ program: coffee, customers: 100, seed: 1, rates, runs: 20 }).runs).toBe(20)
  })
})
