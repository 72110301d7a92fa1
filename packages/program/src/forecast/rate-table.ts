import type { GatheredRates, RateSource } from './gathered.ts'
import { rangeOf, rateNames, type ForecastRates } from './rates.ts'
import { moneyWriter, table, writer, type Write } from './table.ts'

const said: Readonly<Record<RateSource, string>> = {
  file: 'your file',
  store: 'your store',
  published: 'published by Friendbuy',
  assumed: 'assumed: nobody has measured it',
}

/** Rates as text in aligned columns, and where each comes from. */
export function formatRates(
  { rates, sources, siteConversionRate }: GatheredRates,
  currency: string,
  locale?: string,
): string {
  const percent = writer(locale, { style: 'percent', maximumFractionDigits: 1 })
  const plain = writer(locale, { maximumFractionDigits: 2 })
  const money = moneyWriter(locale, currency)
  const write: Readonly<Record<keyof ForecastRates, Write>> = {
    shareRate: percent,
    clicksPerShare: plain,
    conversionRate: percent,
    refundRate: percent,
    churnRate: percent,
    orderValue: (amount) => money(Math.round(amount)),
    ordersPerYear: plain,
    holdDays: plain,
  }
  const known = rateNames.filter((name) => rates[name] !== undefined)
  const lines = table([
    ['Rate', 'low', 'likely', 'high'],
    ...known.map((name) => {
      const { low, likely, high } = rangeOf(rates[name]!)
      return [name, ...[low, likely, high].map(write[name])]
    }),
  ]).split('\n')
  const { value, source } = siteConversionRate
  const of = `, of a site that converts ${percent(value)}${source === 'assumed' ? ' (assumed)' : ''}`
  const sourceOf = (name: keyof ForecastRates): string => {
    const origin = sources[name]
    const isMultiple = name === 'conversionRate' && origin === 'published'
    return origin ? `${said[origin]}${isMultiple ? of : ''}` : ''
  }
  const from = ['from', ...known.map(sourceOf)]
  return lines.map((line, index) => `${line}  ${from[index]}`).join('\n')
}
