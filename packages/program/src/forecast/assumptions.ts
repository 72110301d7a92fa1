import * as v from 'valibot'
import { GoodwordError, type Problem } from '../errors.ts'
import { problem, problemsOf } from '../check/problems.ts'
import { amountSchema } from '../schema/amount.ts'
import { whenSchema } from '../schema/incentive.ts'
import { limitSchema } from '../schema/limit.ts'
import type { ForecastIncentive } from './incentive.ts'
import { mostOf, rangeOf, rateNames, type ForecastRates } from './rates.ts'
import type { ForecastInput } from './forecast.ts'

/** Error `forecast-invalid`, with everything that cannot be simulated. */
export function checkForecast(input: ForecastInput): void {
  const problems = [
    ...checkSizes(input),
    ...checkRates(input.rates, ['rates']),
    ...checkMissing(input.rates),
    ...checkTogether(input.rates),
    ...checkProgram(input.program.incentives),
  ]
  const [first] = problems
  if (first)
    throw new GoodwordError(
      'forecast-invalid',
      `This cannot be simulated: ${first.path} is ${first.given}. ${first.remedy}`,
      { problems },
    )
}

function* checkSizes({
  customers,
  seed,
  months = 12,
  runs = 200,
  market,
}: ForecastInput): Generator<Problem> {
  yield* checkWhole(['customers'], customers, 0, 1e9)
  yield* checkWhole(['seed'], seed, 0, Number.MAX_SAFE_INTEGER)
  yield* checkWhole(['months'], months, 1, 120)
  yield* checkWhole(['runs'], runs, 20, 10_000)
  if (market !== undefined)
    yield* checkWhole(['market'], market, Math.max(1, Math.min(customers || 1, 1e9)), 1e12)
}

/** Whether each of the rates that are given is possible. */
export function* checkRates(rates: Partial<ForecastRates>, path: readonly string[]): Generator<Problem> {
  for (const name of rateNames) {
    const rate = rates[name]
    if (rate === undefined) continue
    const { low, likely, high } = rangeOf(rate)
    const max = mostOf[name]
    if (!(0 <= low && low <= likely && likely <= high && high <= max))
      yield problem(
        [...path, name],
        rate,
        `Write a number from 0 to ${max}, or { low, likely, high } in that order.`,
      )
  }
}

function* checkMissing(rates: Partial<ForecastRates>): Generator<Problem> {
  for (const name of rateNames)
    if (rates[name] === undefined && name !== 'holdDays')
      yield problem(['rates', name], undefined, `Add \`${name}\`: a number, or { low, likely, high }.`)
}

/** Rates that are each possible, and together are not: no customer brings five new ones each month. */
function* checkTogether(rates: ForecastRates): Generator<Problem> {
  const [share, clicks, conversion, orders] = (
    ['shareRate', 'clicksPerShare', 'conversionRate', 'ordersPerYear'] as const
  ).map((name) => rangeOf(rates[name] ?? 0).high)
  const perShare = clicks! * conversion!
  const perMonth = perShare * share! * (orders! / 12)
  if (perShare > 10)
    yield problem(
      ['rates', 'clicksPerShare'],
      rates.clicksPerShare,
      `Lower it, or conversionRate: ${perShare} new customers for each share are more than 10.`,
    )
  if (perMonth > 5)
    yield problem(
      ['rates', 'shareRate'],
      rates.shareRate,
      `Lower it, or ordersPerYear: ${perMonth} new customers by each customer in a month are more than 5.`,
    )
}

/** As in a program file, but for what is given: only its cost is left of that, and it may be nothing. */
const incentiveSchema = v.strictObject({
  id: v.string(),
  when: whenSchema,
  to: v.picklist(['referrer', 'friend']),
  cost: v.union([v.pipe(v.number(), v.safeInteger(), v.minValue(0), v.maxValue(1e12)), amountSchema]),
  limit: v.optional(limitSchema),
  entryFor: v.optional(v.string()),
})

function* checkProgram(incentives: readonly ForecastIncentive[]): Generator<Problem> {
  const { success, issues = [] } = v.safeParse(v.array(incentiveSchema), incentives)
  if (!success)
    for (const found of problemsOf(v.array(incentiveSchema), incentives, issues))
      yield { ...found, path: `program.incentives.${found.path}` }
  for (const [index, { when, to }] of incentives.entries())
    if (when.type === 'milestone' && when.count === 'friends' && to === 'friend')
      yield problem(
        ['program', 'incentives', index, 'to'],
        to,
        'Write "referrer": friends are counted for the one who brings them.',
      )
}

function* checkWhole(
  path: readonly (string | number)[],
  value: number,
  min: number,
  max: number,
): Generator<Problem> {
  if (!Number.isSafeInteger(value) || value < min || value > max)
    yield problem(
      path,
      Number.isFinite(value) ? value : String(value),
      `Write a whole number from ${min} to ${max}.`,
    )
}
