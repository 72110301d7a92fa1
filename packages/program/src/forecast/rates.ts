import { exp, ln } from './logarithm.ts'
import { triangular } from './draw.ts'
import type { Random } from './random.ts'

/** What is believed of a rate: never below `low` or above `high`, most likely `likely`. */
export interface Range {
  readonly low: number
  readonly likely: number
  readonly high: number
}

/** A range, or one number for what is known. */
export type Rate = number | Range

/** What is believed of how customers behave. Fractions: 0.07 is 7 %. */
export interface ForecastRates {
  /** Chance that a customer shares after an order, which is when they see the offer. */
  readonly shareRate: Rate
  /** Friends who follow the link, for each time that it is shared. */
  readonly clicksPerShare: Rate
  /** Friends who order ÷ friends who follow the link. */
  readonly conversionRate: Rate
  /** Orders that are given back ÷ orders. */
  readonly refundRate: Rate
  /** Customers who leave within a year ÷ customers. */
  readonly churnRate: Rate
  /** Mean value of an order, in minor units. */
  readonly orderValue: Rate
  /** Orders of a customer in a year, at most 366. */
  readonly ordersPerYear: Rate
  /** Days until a reward is due. @default the program's own */
  readonly holdDays?: Rate
}

/** The most that a rate may be. All are 0 or more. */
export const mostOf: Readonly<Record<keyof ForecastRates, number>> = {
  shareRate: 1,
  clicksPerShare: 1000,
  conversionRate: 1,
  refundRate: 1,
  churnRate: 1,
  orderValue: 1e12,
  ordersPerYear: 366,
  holdDays: 365,
}

/** Every rate, in the order in which people read them. */
export const rateNames = Object.keys(mostOf) as readonly (keyof ForecastRates)[]

/** One run's world: a number for each range, and what follows from them. */
export interface Behaviour {
  readonly shareRate: number
  readonly clicksPerShare: number
  readonly conversionRate: number
  readonly refundRate: number
  /** Minor units. */
  readonly orderValue: number
  readonly holdDays: number
  /** Orders of a customer in a month. */
  readonly ordersPerMonth: number
  /** Times that a customer shares in a month. */
  readonly sharesPerMonth: number
  /** Chance to leave within a month. */
  readonly leaves: number
}

/**
 * The ranges that a vendor publishes (Friendbuy: 5 to 9 % share, 1.8 to 2.8 clicks per share, friends convert 2 to 3
 * times as well as the site's visitors), for a start without numbers of your own.
 */
export function publishedRates(
  siteConversionRate: number,
): Pick<ForecastRates, 'shareRate' | 'clicksPerShare' | 'conversionRate'> {
  const times = (factor: number) => Math.min(1, siteConversionRate * factor)
  return {
    shareRate: { low: 0.05, likely: 0.07, high: 0.09 },
    clicksPerShare: { low: 1.8, likely: 2.3, high: 2.8 },
    conversionRate: { low: times(2), likely: times(2.5), high: times(3) },
  }
}

/** One number as the range that it is. */
export const rangeOf = (rate: Rate): Range =>
  typeof rate === 'number' ? { low: rate, likely: rate, high: rate } : rate

/** Draws one run's world. Rates are drawn apart from each other: a good share rate says nothing of the conversion. */
export function drawBehaviour(rates: ForecastRates, holdDays: number, random: Random): Behaviour {
  const draw = (rate: Rate): number => {
    const { low, likely, high } = rangeOf(rate)
    return triangular(low, likely, high, random)
  }
  const shareRate = draw(rates.shareRate)
  const clicksPerShare = draw(rates.clicksPerShare)
  const conversionRate = draw(rates.conversionRate)
  const refundRate = draw(rates.refundRate)
  const churn = draw(rates.churnRate)
  const orderValue = draw(rates.orderValue)
  const ordersPerMonth = draw(rates.ordersPerYear) / 12
  return {
    shareRate,
    clicksPerShare,
    conversionRate,
    refundRate,
    orderValue,
    holdDays: draw(rates.holdDays ?? holdDays),
    ordersPerMonth,
    sharesPerMonth: ordersPerMonth * shareRate,
    leaves: monthlyOf(churn),
  }
}

/** The chance to leave in a month that makes the given one in a year. */
const monthlyOf = (yearly: number): number => (yearly >= 1 ? 1 : 1 - exp(ln(1 - yearly) / 12))
