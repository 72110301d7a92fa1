import type { CustomerCounts, ProgramCounts } from '../metrics/index.ts'
import { mostOf, type ForecastRates, type Range } from './rates.ts'

/** An order that was seen. */
export interface OrderSeen {
  /** Minor units. */
  readonly amount?: number | undefined
  /** Whether all of it was given back. */
  readonly refunded: boolean
}

/** What rates are made from: as much of a program's counts as there is. */
export interface RateCounts extends Partial<
  Pick<
    ProgramCounts,
    'offered' | 'sharers' | 'shares' | 'clicks' | 'converted' | 'rewards' | 'referred' | 'direct'
  >
> {
  /** Single orders, such as the newest: they tell order value and refunds better than sums do. */
  readonly orders?: readonly OrderSeen[]
}

/** Of a normal number 90 % lie within so many standard deviations. */
const z = 1.6448536269514722
const daysInYear = 365.25

/**
 * Rates as they were seen, each with what lies in the 90 % interval: Wilson's for proportions ("Probable inference",
 * 1927), the score interval for counts (clicks per share, orders per year), the normal one for order values. `days` is
 * how long the counts are of. A rate of which nothing was counted is left out.
 *
 * Refunds are those of the orders, else the part of the rewards that a refund took back. Friends who ordered are those
 * who converted, and those whose order was given back.
 */
export function ratesFromCounts(
  counts: RateCounts,
  { days = daysInYear }: { readonly days?: number } = {},
): Partial<ForecastRates> {
  const { offered = 0, sharers = 0, shares = 0, clicks = 0, converted = 0 } = counts
  const all = together(counts)
  const years = days / daysInYear
  const refundRate = refundsOf(counts)
  const ordered = converted / Math.max(1e-9, 1 - (refundRate?.likely ?? 0))
  const rates: Partial<Record<keyof ForecastRates, Range | undefined>> = {
    shareRate: proportion(sharers, offered),
    clicksPerShare: perUnit(clicks, shares),
    conversionRate: proportion(ordered, clicks),
    refundRate,
    churnRate: yearly(proportion(all.churned, all.customers), years),
    orderValue: orderValueOf(counts.orders ?? [], all),
    ordersPerYear: perUnit(all.orders, all.customers * years),
  }
  return Object.fromEntries(
    Object.entries(rates).flatMap(([name, range]) =>
      range ? [[name, within(range, mostOf[name as keyof ForecastRates])]] : [],
    ),
  )
}

function together({ referred, direct }: RateCounts): CustomerCounts {
  const none: CustomerCounts = { customers: 0, orders: 0, revenue: 0, churned: 0 }
  const [a, b] = [referred ?? none, direct ?? none]
  return {
    customers: a.customers + b.customers,
    orders: a.orders + b.orders,
    revenue: a.revenue + b.revenue,
    churned: a.churned + b.churned,
  }
}

/** Wilson's score interval of `part` of `whole`. */
function proportion(part: number, whole: number): Range | undefined {
  if (!(whole > 0)) return undefined
  const likely = Math.min(1, part / whole)
  const shrink = 1 + (z * z) / whole
  const middle = (likely + (z * z) / (2 * whole)) / shrink
  const half = (z / shrink) * Math.sqrt((likely * (1 - likely)) / whole + (z * z) / (4 * whole * whole))
  return around(likely, middle - half, Math.min(1, middle + half))
}

/** How often something happens in one unit, when it happened `count` times in `units`: the Poisson score interval. */
function perUnit(count: number, units: number): Range | undefined {
  if (!(units > 0)) return undefined
  const half = z * Math.sqrt(count + (z * z) / 4)
  const middle = count + (z * z) / 2
  return around(count / units, (middle - half) / units, (middle + half) / units)
}

function refundsOf({ orders, rewards }: RateCounts): Range | undefined {
  if (orders && orders.length > 0)
    return proportion(orders.filter(({ refunded }) => refunded).length, orders.length)
  if (!rewards) return undefined
  const { pending, due, granted, reversed } = rewards
  const lost = reversed.count + rewards['owed-back'].count
  return proportion(lost, pending.count + due.count + granted.count + lost)
}

/** Of sums alone the spread is not known: it is taken to be as large as the mean. */
function orderValueOf(orders: readonly OrderSeen[], all: CustomerCounts): Range | undefined {
  const amounts = orders.flatMap(({ amount }) => (amount === undefined ? [] : [amount]))
  const count = amounts.length > 1 ? amounts.length : all.orders
  if (count === 0) return undefined
  const sum = amounts.length > 1 ? amounts.reduce((total, amount) => total + amount, 0) : all.revenue
  const mean = sum / count
  const spread =
    amounts.length > 1
      ? Math.sqrt(amounts.reduce((total, amount) => total + (amount - mean) ** 2, 0) / (count - 1))
      : mean
  const half = (z * spread) / Math.sqrt(count)
  return around(mean, mean - half, mean + half)
}

/** The chance to leave in a year, of that in a part of one, or in several. */
function yearly(range: Range | undefined, years: number): Range | undefined {
  const of = (part: number): number => 1 - (1 - part) ** (1 / years)
  return range && { low: of(range.low), likely: of(range.likely), high: of(range.high) }
}

/** Rounding must not put what was seen outside its own interval. */
const around = (likely: number, low: number, high: number): Range => ({
  low: Math.max(0, Math.min(likely, low)),
  likely,
  high: Math.max(likely, high),
})

const within = ({ low, likely, high }: Range, most: number): Range => ({
  low: Math.min(most, low),
  likely: Math.min(most, likely),
  high: Math.min(most, high),
})
