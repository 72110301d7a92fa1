import { currencyDigits } from '../money.ts'
import { publishedRates, rateNames, type ForecastRates } from './rates.ts'

/**
 * Where a rate comes from. `file`: somebody wrote it down. `store`: it was seen. `published`: a vendor publishes it of
 * its customers. `assumed`: nobody knows; it is there so that there is a number, and should be replaced first.
 */
export type RateSource = 'file' | 'store' | 'published' | 'assumed'

/** All rates, and where each comes from. `holdDays` is there only where somebody gave it. */
export interface GatheredRates {
  readonly rates: ForecastRates
  readonly sources: Readonly<Partial<Record<keyof ForecastRates, RateSource>>>
  /** What a published `conversionRate` is a multiple of. */
  readonly siteConversionRate: { readonly value: number; readonly source: 'file' | 'assumed' }
}

/**
 * Rates for a forecast, the best there are of each: from the file, else from the store, else what is published, else an
 * assumption. Published conversion is two to three times the site's own, which is assumed to be 2 %.
 */
export function gatherRates(
  currency: string,
  given: {
    readonly file?: Partial<ForecastRates> | undefined
    readonly store?: Partial<ForecastRates> | undefined
    /** Visitors who order ÷ visitors. @default 0.02 */
    readonly siteConversionRate?: number | undefined
  } = {},
): GatheredRates {
  const siteConversionRate =
    given.siteConversionRate === undefined
      ? ({ value: 0.02, source: 'assumed' } as const)
      : ({ value: given.siteConversionRate, source: 'file' } as const)
  const published = publishedRates(siteConversionRate.value)
  const rates: Partial<Record<keyof ForecastRates, ForecastRates[keyof ForecastRates]>> = {}
  const sources: Partial<Record<keyof ForecastRates, RateSource>> = {}
  const offers: readonly [RateSource, Partial<ForecastRates>][] = [
    ['file', given.file ?? {}],
    ['store', given.store ?? {}],
    ['published', published],
    ['assumed', assumedRates(currency)],
  ]
  for (const name of rateNames) {
    const best = offers.find(([, offered]) => offered[name] !== undefined)
    if (!best) continue
    const [source, offered] = best
    rates[name] = offered[name]
    sources[name] = source
  }
  return { rates: rates as ForecastRates, sources, siteConversionRate }
}

/** A small shop of no particular kind. A yen is worth a hundredth of a dollar: where there are no cents, neither here. */
function assumedRates(currency: string): Partial<ForecastRates> {
  const unit = 10 ** Math.max(2, currencyDigits(currency))
  return {
    refundRate: { low: 0.02, likely: 0.05, high: 0.1 },
    churnRate: { low: 0.2, likely: 0.3, high: 0.4 },
    orderValue: { low: 30 * unit, likely: 50 * unit, high: 80 * unit },
    ordersPerYear: { low: 2, likely: 4, high: 6 },
  }
}
