import { currencyDigits, formatMoney } from '../money.ts'
import type { Estimate } from './estimate.ts'
import type { Forecast } from './forecast.ts'

export type Row = readonly string[]
export type Write = (value: number) => string

/** A forecast as text, in aligned columns; numbers and money as people of `locale` write them. */
export function formatForecast(forecast: Forecast, locale?: string): string {
  const { name, currency, customers, months, runs, seed, totals, growth, incentives, notes } = forecast
  const whole = writer(locale, { maximumFractionDigits: 0 })
  const factor = writer(locale, { maximumFractionDigits: 2, minimumFractionDigits: 2 })
  const percent = writer(locale, { style: 'percent', maximumFractionDigits: 0 })
  const money = moneyWriter(locale, currency)
  const seen = months === 1 ? '1 month' : `${months} months`
  return [
    `${name}: ${whole(customers)} customers, ${seen}. ${whole(runs)} runs, seed ${seed}; 90 % of them lie from low to high.`,
    table([
      ['In all', 'expected', 'low', 'high'],
      row('Shares', totals.shares, whole),
      row('Leads', totals.leads, whole),
      row('Referred customers', totals.referred, whole),
      row('Each customer brings (K)', totals.viralCoefficient, factor),
      row('Referred revenue', totals.revenue, money),
      row('Cost', totals.cost, money),
      row('Cost per lead', totals.costPerLead, money),
      row('Cost per new customer', totals.costPerAcquisition, money),
      row('Return on investment', totals.returnOnInvestment, percent),
      row('Promised at the end', totals.liability, money),
    ]),
    table([
      ['Month', 'referred', 'low', 'high', 'customers', 'cost', 'promised'],
      ...growth.map(({ month, referred, active, cost, liability }) => [
        ...row(String(month), referred, whole),
        whole(active.mean),
        money(cost.mean),
        money(liability.mean),
      ]),
    ]),
    table([
      ['Incentive', 'rewards', 'cost', 'low', 'high'],
      ...incentives.map(({ incentive, rewards, cost }) => [
        incentive,
        whole(rewards.mean),
        ...row('', cost, money).slice(1),
      ]),
    ]),
    ...(notes.length > 0 ? [notes.map((note) => `Note: ${note}`).join('\n')] : []),
  ].join('\n\n')
}

const row = (label: string, estimate: Estimate | undefined, write: Write): Row => [
  label,
  ...(estimate ? [estimate.mean, estimate.low, estimate.high].map(write) : ['–', '–', '–']),
]

/** Writes amounts of minor units, in whole units where they are large. */
export const moneyWriter =
  (locale: string | undefined, currency: string): Write =>
  (amount) =>
    formatMoney({ amount: inWhole(amount, currency), currency }, locale)

/** Nobody can tell the cents of a million: from a thousand on, amounts are shown in whole units. */
function inWhole(amount: number, currency: string): number {
  const unit = Number(`1e${currencyDigits(currency)}`)
  return Math.abs(amount) < 1000 * unit ? amount : Math.round(amount / unit) * unit
}

/** Rows as text in aligned columns, their head included: the first column to the left, the others to the right. */
export function table(rows: readonly Row[]): string {
  const widths = rows[0]!.map((_, column) => Math.max(...rows.map((cells) => cells[column]!.length)))
  return rows
    .map((cells) =>
      cells
        .map((cell, column) => (column === 0 ? cell.padEnd(widths[0]!) : cell.padStart(widths[column]!)))
        .join('  '),
    )
    .join('\n')
}

/** Writes numbers as people of a locale do; a locale that is none is written as the host writes. */
export function writer(locale: string | undefined, options: Intl.NumberFormatOptions): Write {
  let format: Intl.NumberFormat
  try {
    format = new Intl.NumberFormat(locale, options)
  } catch {
    format = new Intl.NumberFormat(undefined, options)
  }
  return (value) => format.format(value)
}
