import { returnOnInvestment } from '../metrics/index.ts'
import { checkForecast } from './assumptions.ts'
import { countingOf } from './counting.ts'
import { estimate, type Estimate } from './estimate.ts'
import type { Forecast, ForecastInput } from './forecast.ts'
import type { ForecastIncentive } from './incentive.ts'
import { outcomeOf, type Outcome } from './outcome.ts'
import { createRandom } from './random.ts'
import { drawBehaviour, rangeOf } from './rates.ts'
import { runOnce } from './run.ts'

const everybody = 8_000_000_000

const always = [
  'Only the customers of today and the friends they bring are counted: who else comes is not in it.',
  'The cost is that of the rewards, without fees and work.',
]

/**
 * Simulates a program, many times over. Each run draws one world from the ranges of the rates, and then plays all
 * customers through it, month by month: so an interval holds both what is not known of the rates and what is chance.
 *
 * The model: customers order at random (Poisson), see the offer with each order, and share or not. A share brings
 * clicks (Poisson), a click an order or not. Friends are customers from the next month on, and share as well. An order
 * is given back within its hold, and then earns nothing, or never. Customers leave at an even rate. Nobody else becomes
 * a customer. In a world customers differ only in the friends they brought. Counting them by that number is exact, and
 * costs the same for a hundred as for a billion; only referrers whose friends' later orders decide a reward are
 * followed one by one, and where they are many, a sample of them stands for all.
 *
 * Error `forecast-invalid` with every number that is out of bounds.
 */
export function simulateProgram(input: ForecastInput): Forecast {
  checkForecast(input)
  const { program, customers, seed, rates, months = 12, runs = 200, market = everybody } = input
  const { incentives } = program
  const follow = mostToFollow(input)
  const outcomes: Outcome[] = []
  for (let stream = 0; stream < runs; stream++) {
    const random = createRandom(seed, stream)
    const behaviour = drawBehaviour(rates, program.holdDays, random)
    outcomes.push(
      outcomeOf(behaviour, runOnce({ incentives, customers, months, market, behaviour, random, follow })),
    )
  }
  const of = (pick: (outcome: Outcome) => number): Estimate => estimate(outcomes.map(pick))!
  const ratio = (pick: (outcome: Outcome) => number | undefined, decimals = 6) =>
    estimate(outcomes.map(pick), decimals)
  const last = months - 1
  return {
    name: program.name,
    currency: program.currency,
    customers,
    months,
    runs,
    seed,
    totals: {
      shares: of(({ shares }) => shares),
      leads: of(({ leads }) => leads),
      referred: of(({ referred }) => referred[last]!),
      revenue: of(({ revenue }) => revenue),
      cost: of(({ cost }) => cost[last]!),
      viralCoefficient: ratio((outcome) => outcome.viralCoefficient),
      costPerLead: ratio(({ cost, leads }) => (leads > 0 ? cost[last]! / leads : undefined), 0),
      costPerAcquisition: ratio(
        ({ cost, referred }) => (referred[last]! > 0 ? cost[last]! / referred[last]! : undefined),
        0,
      ),
      returnOnInvestment: ratio(({ cost, revenue }) => returnOnInvestment({ revenue, cost: cost[last]! })),
      liability: of(({ liability }) => liability[last]!),
    },
    growth: Array.from({ length: months }, (_, month) => ({
      month: month + 1,
      referred: of(({ referred }) => referred[month]!),
      active: of(({ active }) => active[month]!),
      cost: of(({ cost }) => cost[month]!),
      liability: of(({ liability }) => liability[month]!),
    })),
    incentives: incentives.map(({ id }, index) => ({
      incentive: id,
      rewards: of(({ rewards }) => rewards[index]!),
      cost: of(({ costs }) => costs[index]!),
    })),
    notes: [...program.notes, ...sampled(incentives, follow), ...always],
  }
}

function sampled(incentives: readonly ForecastIncentive[], follow: number): string[] {
  const ids = incentives
    .filter((incentive) => countingOf(incentive) === 'followed')
    .map(({ id }) => `"${id}"`)
  return ids.length > 0
    ? [
        `For ${ids.join(', ')} referrers are followed one by one: at most ${follow} in each run, who stand for all.`,
      ]
    : []
}

/**
 * How many referrers a run may follow one by one, so that all runs together take seconds: fewer where each brings many
 * friends over many months, or where many incentives look at them.
 */
function mostToFollow({ program, rates, months = 12, runs = 200 }: ForecastInput): number {
  const high = (name: 'shareRate' | 'clicksPerShare' | 'conversionRate' | 'ordersPerYear') =>
    rangeOf(rates[name]).high
  const orders = high('ordersPerYear') / 12
  const friends = (months / 2) * orders * high('shareRate') * high('clicksPerShare') * high('conversionRate')
  const looks = 1 + program.incentives.filter((incentive) => countingOf(incentive) === 'followed').length / 2
  const steps = months * (1 + friends) * (1 + orders) * looks
  return Math.max(50, Math.min(20_000, Math.floor(8_000_000 / (runs * steps))))
}
