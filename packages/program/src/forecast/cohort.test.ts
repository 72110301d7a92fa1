import { describe, expect, test } from 'vitest'
import { parseProgram } from '../check/parse.ts'
import type { Amount } from '../schema/amount.ts'
import type { Limit } from '../schema/limit.ts'
import type { ProgramInput } from '../schema/program.ts'
import { shop } from '../shop.fixture.ts'
import { coffee, known } from './forecast.fixture.ts'
import type { ForecastWhen } from './incentive.ts'
import { askEverybody } from './one-by-one.fixture.ts'
import { toForecast } from './program.ts'
import { createRandom } from './random.ts'
import { simulateProgram } from './simulate.ts'

type Incentive = ProgramInput['incentives'][number]
type Without<T> = T extends unknown ? Omit<T, 'conversion'> : never
type Extra = { readonly limit?: Limit; readonly amount?: Amount }

const cash = (
  id: string,
  to: 'referrer' | 'friend',
  when: Without<ForecastWhen>,
  { limit, amount = 100 }: Extra = {},
): Incentive => ({
  id,
  to,
  give: { type: 'cash', amount },
  when: { ...when, conversion: 'purchase' },
  ...(limit && { limit }),
})
const when = (count: 'friends' | 'orders' | 'money', at: number, every?: number, upTo?: number) => ({
  type: 'milestone' as const,
  count,
  at,
  ...(every && upTo && { repeat: { every, upTo } }),
})
const perFriend = { per: 'friend' } as const
const each = { type: 'each' } as const
const first = { type: 'first' } as const
const byOrdinal = (...froms: number[]): Amount => ({
  by: 'ordinal',
  tiers: froms.map((from) => ({ from, amount: 100 * from })),
})
const byMoney: Amount = {
  by: 'money',
  tiers: [
    { from: 2000, amount: 100 },
    { from: 3000, amount: { percent: 10, upTo: 350 } },
  ],
}
const purchase = { conversion: 'purchase' } as const
const entry = { type: 'entry', draw: 'lots', entries: 2 } as const

const program = parseProgram({
  ...shop,
  conversions: [{ name: 'purchase', value: true }],
  copy: { en: { ...shop.copy.en, rewards: {} } },
  incentives: [
    cash('each', 'referrer', each),
    cash('eighth', 'friend', each, { amount: { percent: 12.5 } }),
    cash('tenth-with-a-cap', 'referrer', each, { amount: { percent: 10, upTo: 350 } }),
    cash('tiers-by-money', 'referrer', each, { amount: byMoney }),
    cash('tiers-by-number', 'referrer', each, { amount: byOrdinal(1, 3, 6) }),
    cash('two-per-friend', 'referrer', each, { limit: { perFriend: { count: 2 } } }),
    cash('money-per-friend', 'referrer', each, {
      amount: { percent: 10 },
      limit: { perFriend: { money: 500 } },
    }),
    cash('five-at-most', 'referrer', each, { limit: { perParticipant: { count: 5 } } }),
    cash('money-a-month', 'referrer', each, {
      amount: 150,
      limit: { perParticipant: { money: 200, per: 'month' } },
    }),
    cash('one-a-week', 'referrer', each, { limit: { perParticipant: { count: 1, per: 'week' } } }),
    cash('two-a-quarter', 'referrer', first, { limit: { perParticipant: { count: 2, per: 'quarter' } } }),
    cash('three-a-year', 'friend', each, { limit: { perParticipant: { count: 3, per: 'year' } } }),
    cash('first-two', 'referrer', first, { limit: { perParticipant: { count: 2 } } }),
    cash('first-worth-it', 'referrer', first, { amount: byMoney }),
    cash('first-in-tiers', 'referrer', first, { amount: byOrdinal(1, 2, 3) }),
    cash('first-two-in-tiers', 'referrer', first, {
      amount: byOrdinal(1, 2),
      limit: { perParticipant: { count: 2 } },
    }),
    cash('welcome', 'friend', first, { amount: { percent: 20, upTo: 500 } }),
    cash('two-friends', 'referrer', when('friends', 2)),
    cash('every-two-friends', 'referrer', when('friends', 1, 2, 6), { amount: byOrdinal(1, 2, 3) }),
    cash('four-orders', 'referrer', when('orders', 4)),
    cash('money-again-and-again', 'referrer', when('money', 9000, 5000, 20_000)),
    cash('third-order', 'friend', when('orders', 3, 2, 7)),
    cash('hundred', 'friend', when('money', 10_000)),
    cash(
      'each-friends-money',
      'referrer',
      { ...when('money', 8000, 2000, 20_000), ...perFriend },
      {
        limit: { perFriend: { count: 2 }, perParticipant: { count: 3 } },
      },
    ),
    cash('fifty-in-all', 'referrer', first, { limit: { total: { count: 50 } } }),
    cash('budget', 'friend', each, { amount: { percent: 10 }, limit: { total: { money: 20_000 } } }),
    cash('leaders', 'referrer', { type: 'rank', by: 'friends', period: 'month', places: 3 }),
    cash('buyers', 'friend', { type: 'rank', by: 'money', period: 'week', places: 2 }),
    cash('winners', 'referrer', { type: 'draw', period: 'quarter', winners: 4 }),
    { id: 'lot', to: 'friend', when: { ...purchase, ...first }, give: entry },
    {
      id: 'lots',
      to: 'friend',
      when: { type: 'draw', period: 'month', winners: 2 },
      give: { type: 'product', name: 'a mug' },
    },
    {
      id: 'thanks',
      to: 'referrer',
      when: { ...purchase, ...when('friends', 2) },
      give: { type: 'recognition', name: 'a place on the wall' },
    },
    {
      id: 'bags',
      to: 'referrer',
      when: { ...purchase, ...first },
      give: { type: 'access', name: 'a free month' },
      limit: { total: { count: 80 } },
    },
  ],
})
const unitCosts = { lots: 700, bags: 450 }
const rates = { ...known, shareRate: 0.4 }
const plain = {
  customers: 300,
  months: 8,
  leaves: 1 - 0.7 ** (1 / 12),
  orders: 1,
  share: 0.4,
  clicks: 2,
  converts: 0.1,
  refunded: 0.1,
  value: 3000,
}

describe('counting by cohorts gives what the rules give when everybody is asked', () => {
  const size = { customers: 300, months: 8 }
  const forecast = simulateProgram({
    program: toForecast(program, { unitCosts }),
    ...size,
    seed: 3,
    rates,
    runs: 400,
  })
  const random = createRandom(4)
  const runs = 40
  const asked = Array.from({ length: runs }, () => askEverybody(plain, program, unitCosts, random))

  test.each(program.incentives.map(({ id }, index) => [id, index] as const))('%s', (_, index) => {
    const { limit, when } = program.incentives[index]!
    for (const what of ['rewards', 'cost'] as const) {
      const values = asked.map((run) => run[index]![what])
      const mean = values.reduce((a, b) => a + b, 0) / runs
      const spread = Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / runs)
      const estimate = forecast.incentives[index]![what]
      // Rounding adds up to half a reward and half of the last digit of the error.
      const error = Math.hypot(spread / Math.sqrt(runs), estimate.error + 0.5) + 0.5 / 3.5
      expect(Math.abs(estimate.mean - mean) / error).toBeLessThan(3.5)
      // And chance makes it vary as much: of a normal number 90 % lie within 3.29 times its spread.
      const width = estimate.high - estimate.low
      if (limit?.total || 'period' in when) continue
      expect(width).toBeGreaterThan(0.6 * 3.29 * spread - 2)
      expect(width).toBeLessThan(1.6 * 3.29 * spread + 2)
    }
    expect(asked[0]![index]!.rewards).toBeGreaterThan(5)
  })
}, 60_000)

test('a sample of the referrers stands for all of them', () => {
  const of = (customers: number) =>
    simulateProgram({ program: toForecast(program), customers, months: 8, seed: 3, rates, runs: 100 })
      .incentives
  const [few, many] = [of(1000), of(200_000)]
  for (const [index, { rewards }] of few.entries()) {
    const { limit, when } = program.incentives[index]!
    if (limit?.total || 'period' in when) continue
    const { mean, error } = many[index]!.rewards
    expect(Math.abs(rewards.mean - mean / 200)).toBeLessThan(
      3.5 * Math.hypot(rewards.error + 0.5, error / 200) + 0.5,
    )
  }
}, 30_000)

test('per cent of an order is what the order is worth', () => {
  const when = { type: 'each', conversion: 'purchase' } as const
  const tenth = { id: 'tenth', to: 'referrer', when, cost: { percent: 10 } } as const
  const { totals, incentives } = simulateProgram({
    program: { ...coffee, incentives: [tenth] },
    customers: 1000,
    seed: 5,
    rates,
  })
  expect(totals.cost.mean / totals.revenue.mean).toBeCloseTo(0.1, 4)
  expect(incentives[0]!.cost).toEqual(totals.cost)
})
