import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Amount } from '../schema/amount.ts'
import { meanPrice, priceOf } from './price.ts'

const part = fc.oneof(
  fc.integer({ min: 1, max: 5000 }),
  fc.record(
    {
      percent: fc.integer({ min: 1, max: 5000 }).map((hundredths) => hundredths / 100),
      upTo: fc.integer({ min: 1, max: 2000 }),
    },
    { requiredKeys: ['percent'] },
  ),
)
const amount: fc.Arbitrary<Amount> = fc.oneof(
  part,
  fc.record({
    by: fc.constantFrom('money' as const, 'ordinal' as const),
    tiers: fc
      .uniqueArray(fc.record({ from: fc.integer({ min: 1, max: 8000 }), amount: part }), {
        minLength: 1,
        maxLength: 4,
        selector: ({ from }) => from,
      })
      .map((tiers) => tiers.toSorted((a, b) => a.from - b.from)),
  }),
)

test('the mean price is the mean of the prices of many orders', () => {
  fc.assert(
    fc.property(
      amount,
      fc.integer({ min: 0, max: 6000 }),
      fc.integer({ min: 1, max: 9 }),
      (cost, mean, ordinal) => {
        const steps = 4000
        let sum = 0
        for (let step = 0; step < steps; step++)
          sum += priceOf(cost, Math.round(mean * (0.5 + (step + 0.5) / steps)), ordinal)
        // Each order is a whole number of cents, and so is its price; a step from tier to tier may be off by one order.
        expect(Math.abs(meanPrice(cost, mean, ordinal) - sum / steps)).toBeLessThan(
          1 + 5000 / steps + 5000 / Math.max(1, mean),
        )
      },
    ),
    { numRuns: 2000 },
  )
})

test.each<[string, Amount, number, number]>([
  ['fixed', 1000, 3000, 1000],
  ['per cent', { percent: 12.5 }, 3000, 375],
  // From 1500 to 3500 it rises from 150 to 350, and then stays there: 250 · ⅔ + 350 · ⅓.
  ['per cent with a cap', { percent: 10, upTo: 350 }, 3000, 283.3333],
  ['a cap that every order reaches', { percent: 10, upTo: 100 }, 3000, 100],
  [
    'tiers by money',
    {
      by: 'money',
      tiers: [
        { from: 3000, amount: 100 },
        { from: 4000, amount: 400 },
      ],
    },
    3000,
    (1000 * 100 + 500 * 400) / 3000,
  ],
  [
    'the second tier of orders',
    {
      by: 'ordinal',
      tiers: [
        { from: 1, amount: 100 },
        { from: 2, amount: 150 },
      ],
    },
    3000,
    150,
  ],
])('%s', (_, cost, mean, price) => {
  expect(meanPrice(cost, mean, 2)).toBeCloseTo(price, 3)
})
