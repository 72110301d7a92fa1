import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { worthOf } from './amounts.ts'
import { at, brought, later } from './ledger.fixture.ts'
import { currencyDigits } from '../money.ts'
import { decideWith, shopWith } from './program.fixture.ts'
import type { Amount } from '../schema/amount.ts'
import { runs } from '../runs.fixture.ts'

const worth = (amount: Amount, money: number, ordinal = 1) =>
  worthOf({ type: 'credit', amount }, money, ordinal)
/** In hundredths of a per cent, so that the test has no fraction. */
const rate = fc.oneof(
  fc.integer({ min: 1, max: 100_000 }),
  fc.integer({ min: 1, max: 1_000 }).map((percent) => percent * 100),
)
// Among them, often, those of which a whole rate leaves exactly one half: 50, 150, 250 …
const amount = fc.oneof(
  fc.nat(100_000),
  fc.maxSafeNat(),
  fc.nat(100_000).map((number) => number * 100 + 50),
)

test('a percentage is exact to the last unit, rounded half up, however large the order', () => {
  fc.assert(
    fc.property(rate, amount, (rate, money) => {
      const [twice, whole] = [BigInt(money) * BigInt(rate) * 2n, 10_000n]
      const exact = (twice + whole) / (2n * whole)
      const most = BigInt(Number.MAX_SAFE_INTEGER)
      expect(BigInt(worth({ percent: rate / 100 }, money)!)).toBe(exact < most ? exact : most)
    }),
    runs,
  )
})

test('an amount means the same in currencies of 0, 2 and 3 decimals: whole units of the smallest', () => {
  const anyShop = fc.constantFrom(...['JPY', 'USD', 'KWD'].map((currency) => shopWith({}, { currency })))
  fc.assert(
    fc.property(anyShop, rate, fc.integer({ min: 1, max: 10_000_000 }), (shop, rate, money) => {
      const { currency } = shop
      const give = { type: 'cash', amount: { percent: rate / 100 } } as const
      const program = { ...shop, incentives: shop.incentives.map((it) => ({ ...it, give })) }
      const [reward] = decideWith(
        program,
        brought('bo', 'o1', at(1), { amount: money, currency }),
        later,
      ).rewards
      const decimals = 10 ** currencyDigits(currency)
      // As an accountant would: per cent of the decimal amount, to the currency's decimals.
      const exact = Math.floor((money * rate) / 10_000 + 0.5)
      expect((reward?.amount ?? 0) / decimals).toBe(exact / decimals)
      expect(Number.isInteger(reward?.amount ?? 0)).toBe(true)
    }),
    runs,
  )
})

test('a percentage goes up to its most, and no further', () => {
  expect(worth({ percent: 10, upTo: 500 }, 4_990)).toBe(499)
  expect(worth({ percent: 10, upTo: 500 }, 5_010)).toBe(500)
})

test('a tier goes by the order’s own money, or by which one it is', () => {
  const tiers = [
    { from: 1000, amount: 100 },
    { from: 5000, amount: { percent: 10 } },
  ]
  expect([999, 1000, 4999, 5000].map((money) => worth({ by: 'money', tiers }, money))).toEqual([
    0, 100, 100, 500,
  ])
  const steps = {
    by: 'ordinal',
    tiers: [
      { from: 1, amount: 500 },
      { from: 3, amount: 700 },
    ],
  } as const
  expect([1, 2, 3, 4].map((ordinal) => worth({ ...steps, tiers: [...steps.tiers] }, 0, ordinal))).toEqual([
    500, 500, 700, 700,
  ])
})

test('ordinals follow the time; what was given keeps its tier when a late order comes before it', () => {
  const tiers = [
    { from: 1, amount: 500 },
    { from: 2, amount: 200 },
  ]
  const program = shopWith({ give: { type: 'credit', amount: { by: 'ordinal', tiers } } })
  const order = (name: string, day: number) => brought(name, name, at(day))
  const amounts = (rows: Parameters<typeof decideWith>[1]) =>
    decideWith(program, rows, later).rewards.map(({ state, amount }) => `${state} ${amount}`)
  expect(amounts([...order('b', 2), ...order('c', 3)])).toEqual(['due 500', 'due 200'])
  expect(amounts([...order('b', 2), ...order('c', 3), ...order('a', 1)])).toEqual([
    'due 500',
    'due 200',
    'due 200',
  ])
  const grant = {
    type: 'grant',
    id: 'g',
    at: at(50),
    incentive: 'it',
    participant: 'amy',
    occurrence: 'order:purchase:b',
    amount: 500,
    by: 'owner',
  } as const
  expect(amounts([...order('b', 2), grant, ...order('a', 1)])).toEqual(['due 500', 'granted 500'])
})
