import { GoodwordError } from '@goodword/program/errors'
import { currencyDigits } from '@goodword/program/money'

/** An object of somebody else's making: every field may be missing, or of another kind. */
export type Fields = Readonly<Record<string, unknown>>

/** The object that `value` is, or an empty one. */
export const fieldsOf = (value: unknown): Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fields) : {}

/** The same fields under names without capitals and underscores, for vendors that write them this way and that. */
export const loose = (fields: Fields): Fields =>
  Object.fromEntries(
    Object.entries(fields).map(([name, value]) => [name.replaceAll('_', '').toLowerCase(), value]),
  )

/** The list of objects that `value` is, or an empty one. */
export const listOf = (value: unknown): readonly Fields[] => (Array.isArray(value) ? value.map(fieldsOf) : [])

/** Text that is there: a string that is not empty, or a number as a string. */
export function textOf(value: unknown): string | undefined {
  if (typeof value === 'number') return String(value)
  return typeof value === 'string' && value !== '' ? value : undefined
}

/** The first of `names` that has text. */
export const firstText = (fields: Fields, ...names: readonly string[]): string | undefined =>
  names.map((name) => textOf(fields[name])).find((text) => text !== undefined)

/** First and last name in one; `undefined` without either. */
export const fullName = (...names: readonly unknown[]): string | undefined =>
  names.map(textOf).filter(Boolean).join(' ') || undefined

/** Epoch milliseconds of a time; one without a zone is in UTC. */
export const timeInUtc = (value: unknown): number | undefined =>
  timeOf(typeof value === 'string' && /T[\d:.]+$/.test(value) ? `${value}Z` : value)

/** The fields that are not `undefined`: for those that a type may lack, but not hold as `undefined`. */
export function present<T extends object>(fields: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  const entries = Object.entries(fields).filter(([, value]) => value !== undefined)
  return Object.fromEntries(entries) as { [K in keyof T]?: Exclude<T[K], undefined> }
}

/** A finite number, also one that was sent as a string. */
export function numberOf(value: unknown): number | undefined {
  const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value
  return typeof number === 'number' && Number.isFinite(number) ? number : undefined
}

/** Epoch milliseconds of a time in seconds, in milliseconds, or in words such as ISO 8601. */
export function timeOf(value: unknown): number | undefined {
  const number = numberOf(value)
  if (number !== undefined) return number < 1e11 ? number * 1000 : number
  const parsed = typeof value === 'string' ? Date.parse(value) : Number.NaN
  return Number.isNaN(parsed) ? undefined : parsed
}

/** The first of `names` that has text. Throws `vendor-answer` when none has. */
export function needText(vendor: string, fields: Fields, ...names: readonly string[]): string {
  for (const name of names) {
    const text = textOf(fields[name])
    if (text !== undefined) return text
  }
  throw new GoodwordError(
    'vendor-answer',
    `${vendor} answered without "${names.join('" or "')}". Has its API changed? Compare it with the adapter’s version.`,
  )
}

/** The list of objects by that name. Throws `vendor-answer` when there is none: an answer without it is not an empty one. */
export function needList(vendor: string, fields: Fields, name: string): readonly Fields[] {
  if (Array.isArray(fields[name])) return listOf(fields[name])
  throw new GoodwordError(
    'vendor-answer',
    `${vendor} answered without the list "${name}". Has its API changed? Compare it with the adapter’s version.`,
  )
}

/** The yes or no by that name. Throws `vendor-answer` when there is none. */
export function needFlag(vendor: string, fields: Fields, name: string): boolean {
  const flag = fields[name]
  return typeof flag === 'boolean' ? flag : needText(vendor, {}, name) === ''
}

/** Minor units of a price in major ones: 12.5 in USD is 1250, 1200 in JPY is 1200. */
export function minorUnits(amount: number, currency: string): number {
  return Math.round(amount * 10 ** currencyDigits(currency))
}

/** The price in major units, as text without rounding: 1250 in USD is `12.50`. */
export function majorUnits(amount: number, currency: string): string {
  const digits = currencyDigits(currency)
  const text = String(amount).padStart(digits + 1, '0')
  return digits === 0 ? text : `${text.slice(0, -digits)}.${text.slice(-digits)}`
}
