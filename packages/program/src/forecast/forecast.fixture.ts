import { parseProgram } from '../check/parse.ts'
import { shop } from '../shop.fixture.ts'
import { toForecast } from './program.ts'
import type { ForecastRates } from './rates.ts'

/** The coffee shop, whose free bag costs it $4. */
export const coffee = toForecast(parseProgram(shop), { unitCosts: { 'free-bag': 400 } })

/** Rates that are known, so that runs differ by chance alone. */
export const known = {
  shareRate: 0.2,
  clicksPerShare: 2,
  conversionRate: 0.1,
  refundRate: 0.1,
  churnRate: 0.3,
  orderValue: 3000,
  ordersPerYear: 12,
} as const satisfies ForecastRates

/** What a shop that starts would believe. */
export const believed: ForecastRates = {
  shareRate: { low: 0.05, likely: 0.07, high: 0.09 },
  clicksPerShare: { low: 1.8, likely: 2.3, high: 2.8 },
  conversionRate: { low: 0.04, likely: 0.06, high: 0.1 },
  refundRate: { low: 0.02, likely: 0.05, high: 0.1 },
  churnRate: { low: 0.2, likely: 0.3, high: 0.4 },
  orderValue: { low: 2500, likely: 3000, high: 4000 },
  ordersPerYear: { low: 4, likely: 6, high: 9 },
}
