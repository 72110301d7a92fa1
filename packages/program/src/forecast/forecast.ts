import type { Estimate } from './estimate.ts'
import type { ForecastProgram } from './incentive.ts'
import type { ForecastRates } from './rates.ts'

/** What a forecast is made from. */
export interface ForecastInput {
  readonly program: ForecastProgram
  /** Customers at the start, at most a billion. None has brought a friend yet. */
  readonly customers: number
  /** A whole number; the same one gives the same forecast, on every machine. */
  readonly seed: number
  readonly rates: ForecastRates
  /** @default 12 */
  readonly months?: number
  /** Worlds that are simulated: more make the intervals firmer, not narrower. @default 200 */
  readonly runs?: number
  /** All people who could ever become customers. @default 8 billion, which is everybody */
  readonly market?: number
}

/** What to expect of a program. Rates are fractions, amounts are minor units; sums are over all months. */
export interface Forecast {
  readonly name: string
  readonly currency: string
  readonly customers: number
  readonly months: number
  readonly runs: number
  readonly seed: number
  readonly totals: ForecastTotals
  /** The state at each month's end. */
  readonly growth: readonly ForecastMonth[]
  /** In the program's order. */
  readonly incentives: readonly ForecastCost[]
  /** What was taken for granted. */
  readonly notes: readonly string[]
}

export interface ForecastTotals {
  readonly shares: Estimate
  /** Friends who follow a link. */
  readonly leads: Estimate
  /** Friends who become customers, and whose first order stands. */
  readonly referred: Estimate
  /** Of friends' orders that stand. */
  readonly revenue: Estimate
  /** Rewards for what stands, given or on hold. */
  readonly cost: Estimate
  /** New customers that a customer brings while they stay; `undefined` where nobody ever leaves. */
  readonly viralCoefficient: Estimate | undefined
  readonly costPerLead: Estimate | undefined
  readonly costPerAcquisition: Estimate | undefined
  readonly returnOnInvestment: Estimate | undefined
  /** Rewards that are promised and not given when the last month ends, refunds to come included. */
  readonly liability: Estimate
}

export interface ForecastMonth {
  /** 1 is the first. */
  readonly month: number
  /** Referred customers so far. */
  readonly referred: Estimate
  /** Customers at its end, all of them. */
  readonly active: Estimate
  /** Cost so far. */
  readonly cost: Estimate
  readonly liability: Estimate
}

export interface ForecastCost {
  readonly incentive: string
  readonly rewards: Estimate
  readonly cost: Estimate
}
