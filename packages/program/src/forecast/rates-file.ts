import * as v from 'valibot'
import { GoodwordError, type Problem } from '../errors.ts'
import { nearest } from '../check/nearest.ts'
import { problem, problemsOf } from '../check/problems.ts'
import type { Program } from '../schema/program.ts'
import { checkRates } from './assumptions.ts'
import type { UnitCosts } from './program.ts'
import type { ForecastRates } from './rates.ts'

/** What a rates file says. */
export interface RatesFile {
  readonly rates: Partial<ForecastRates>
  readonly siteConversionRate?: number | undefined
  readonly unitCosts: UnitCosts
}

const rate = (about: string) =>
  v.optional(
    v.pipe(
      v.union(
        [v.number(), v.strictObject({ low: v.number(), likely: v.number(), high: v.number() })],
        'a number such as 0.07, or { "low": 0.05, "likely": 0.07, "high": 0.09 }',
      ),
      v.description(about),
    ),
  )

const ratesSchema = v.strictObject({
  shareRate: rate('Chance that a customer shares after an order: 0.07 is 7 %.'),
  clicksPerShare: rate('Friends who follow the link, for each time that it is shared.'),
  conversionRate: rate('Friends who order, of those who follow the link.'),
  refundRate: rate('Orders that are given back, of all orders.'),
  churnRate: rate('Customers who leave within a year, of all customers.'),
  orderValue: rate('Mean value of an order, in the currency’s smallest unit.'),
  ordersPerYear: rate('Orders of a customer in a year.'),
  holdDays: rate('Days until a reward is due; without it, the program’s own.'),
  siteConversionRate: v.optional(
    v.pipe(
      v.number(),
      v.minValue(0),
      v.maxValue(1),
      v.description('Visitors who order, of all: friends convert two to three times as well.'),
    ),
  ),
  unitCosts: v.optional(
    v.pipe(
      v.record(v.string(), v.pipe(v.number(), v.safeInteger(), v.minValue(0))),
      v.description('What a reward that is no money costs, in the smallest unit: { "free-bag": 400 }.'),
    ),
    {},
  ),
})

/** Rates from what their file holds. Error `rates-invalid`, with everything that is wrong. */
export function parseRates(input: unknown, program: Program): RatesFile {
  const result = v.safeParse(ratesSchema, input)
  const problems = result.success
    ? [...checkRates(ratesIn(result.output).rates, []), ...checkIds(result.output.unitCosts, program)]
    : problemsOf(ratesSchema, input, result.issues)
  if (result.success && problems.length === 0) return ratesIn(result.output)
  const [{ path, given, remedy }] = problems as [Problem]
  throw new GoodwordError(
    'rates-invalid',
    `These rates cannot be used: ${path || 'the file'} is ${given}. ${remedy}`,
    { problems },
  )
}

function ratesIn({ siteConversionRate, unitCosts, ...rates }: v.InferOutput<typeof ratesSchema>): RatesFile {
  const given = Object.entries(rates).filter(([, rate]) => rate !== undefined)
  return { rates: Object.fromEntries(given), siteConversionRate, unitCosts }
}

function* checkIds(unitCosts: UnitCosts, { incentives }: Program): Generator<Problem> {
  const ids = incentives.map(({ id }) => id)
  for (const [id, cost] of Object.entries(unitCosts)) {
    if (ids.includes(id)) continue
    const meant = nearest(id, ids)
    const known = ids.map((id) => `"${id}"`).join(', ')
    yield problem(
      ['unitCosts', id],
      cost,
      meant
        ? `The program has no incentive "${id}"; did you mean "${meant}"?`
        : `The program has no incentive "${id}". Use one of ${known}.`,
    )
  }
}
