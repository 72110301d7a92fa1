import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { GoodwordError } from '../errors.ts'
import { month } from './counts.fixture.ts'
import type { ProgramCounts } from './counts.ts'
import { measure } from './measure.ts'

const count = fc.oneof(fc.constant(0), fc.nat(50), fc.nat(Number.MAX_SAFE_INTEGER))
const total = fc.record({ count: fc.nat(1000), amount: fc.nat(1e12) })
const group = fc.record({ customers: count, orders: count, revenue: count, churned: count })
const rewards = fc.record({ pending: total, due: total, granted: total, reversed: total, 'owed-back': total })
const anyCounts: fc.Arbitrary<ProgramCounts> = fc.record({
  customers: count,
  offered: count,
  participants: count,
  sharers: count,
  shares: count,
  clicks: count,
  referrals: count,
  leads: count,
  converted: count,
  cost: count,
  referred: group,
  direct: group,
  delays: fc.array(count, { maxLength: 5 }),
  rewards,
  channels: fc.array(
    fc.record({
      channel: fc.constantFrom('x', 'sms', 'email'),
      shares: count,
      clicks: count,
      referrals: count,
      converted: fc.nat(1e9),
      revenue: count,
    }),
    { maxLength: 3 },
  ),
  incentives: fc.array(fc.record({ incentive: fc.string(), rewards, revenue: count }), { maxLength: 3 }),
  targets: fc.array(
    fc.record({
      target: count,
      value: count,
      start: fc.nat(1e6),
      end: fc.integer({ min: 1e6 + 1, max: 2e6 }),
      now: fc.nat(3e6),
    }),
    { maxLength: 2 },
  ),
})

const numbersIn = (value: unknown): number[] =>
  typeof value === 'number'
    ? [value]
    : typeof value === 'object' && value !== null
      ? Object.values(value).flatMap(numbersIn)
      : []

describe('a month of the coffee shop', () => {
  const metrics = measure(month)

  test('has the rates that a calculator gives', () => {
    expect(metrics).toMatchObject({
      referralRate: 0.2,
      participation: 0.25,
      shareRate: 0.075,
      clicksPerShare: 2.3,
      conversionRate: 0.15,
      viralCoefficient: 0.12,
      cycleTime: 2000,
    })
  })

  test('has costs and values in whole cents', () => {
    // 45,000 / 80 leads is 562.5.
    expect(metrics).toMatchObject({ costPerLead: 563, costPerAcquisition: 1500, returnOnInvestment: 3 })
    // (180,000 / 60) × (60 / 40) ÷ (2 / 40), and (3,000,000 / 1,200) × (1,200 / 960) ÷ (96 / 960).
    expect(metrics.referred).toEqual({ lifetimeValue: 90_000, churnRate: 0.05 })
    expect(metrics.direct).toEqual({ lifetimeValue: 31_250, churnRate: 0.1 })
  })

  test('owes what is promised, and is owed what was refunded, apart', () => {
    expect(metrics.liability).toEqual({
      promised: { count: 7, amount: 7000 },
      owedBack: { count: 1, amount: 700 },
    })
  })

  test('shows where people drop off', () => {
    const dropOff = ({ name, dropOff }: { name: string; dropOff: number | undefined }) => [name, dropOff]
    expect(metrics.referrers.map(dropOff)).toEqual([
      ['customers', undefined],
      ['offered', 0.2],
      ['participants', 0.6875],
      ['sharers', 0.76],
    ])
    expect(metrics.friends.at(-1)).toMatchObject({ name: 'converted', lost: 50, dropOff: 0.625 })
  })

  test('knows that a quarter of the time should bring a quarter of the target', () => {
    expect(metrics.targets).toEqual([
      { elapsed: 0.25, expected: 25, share: 0.3, projected: 120, verdict: 'on-track' },
    ])
  })
})

test('no metric is ever NaN or infinite', () => {
  fc.assert(
    fc.property(anyCounts, (counts) => {
      expect(numbersIn(measure(counts)).filter((number) => !Number.isFinite(number))).toEqual([])
    }),
    { numRuns: 2000 },
  )
})

test('amounts of money are whole numbers', () => {
  fc.assert(
    fc.property(anyCounts, (counts) => {
      const { costPerLead, costPerAcquisition, referred, direct, channels, incentives } = measure(counts)
      const amounts = [costPerLead, costPerAcquisition, referred.lifetimeValue, direct.lifetimeValue]
      for (const amount of [
        ...amounts,
        ...channels.map(({ revenuePerShare }) => revenuePerShare),
        ...incentives.map(({ costPerReward }) => costPerReward),
      ])
        expect(amount === undefined || Number.isSafeInteger(amount)).toBe(true)
    }),
    { numRuns: 2000 },
  )
})

test('an empty month divides by nothing', () => {
  const zero = { customers: 0, orders: 0, revenue: 0, churned: 0 }
  const none = { count: 0, amount: 0 }
  const rewards = { pending: none, due: none, granted: none, reversed: none, 'owed-back': none }
  const people = { offered: 0, participants: 0, sharers: 0, shares: 0, clicks: 0, referrals: 0, leads: 0 }
  const lists = { delays: [], channels: [], incentives: [] }
  const empty = {
    ...people,
    customers: 0,
    converted: 0,
    cost: 0,
    referred: zero,
    direct: zero,
    rewards,
    ...lists,
  }
  expect(numbersIn(measure(empty)).every((number) => number === 0)).toBe(true)
})

test.each([
  ['clicks', { clicks: -1 }, '-1'],
  ['cost', { cost: 10.5 }, '10.5'],
  ['referred.revenue', { referred: { ...month.referred, revenue: Number.NaN } }, 'NaN'],
  ['delays.0', { delays: [Infinity] }, 'Infinity'],
])('refuses %s that is no count, and says what to write', (path, wrong, given) => {
  const run = () => measure({ ...month, ...wrong })
  expect(run).toThrow(GoodwordError)
  expect(run).toThrow(
    expect.objectContaining({
      code: 'metrics-invalid',
      problems: [{ path, given, remedy: 'Write a whole number, 0 or more.' }],
    }),
  )
})

test('refuses a target that ends before it starts', () => {
  const targets = [{ target: 1, value: 0, start: 10, end: 10, now: 5 }]
  expect(() => measure({ ...month, targets })).toThrow('targets.0.end is 10. Write a time after the start')
})
