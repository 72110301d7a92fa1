/** "1 day", "14 days". */
export const plural = (number: number, noun: string): string => `${number} ${noun}${number === 1 ? '' : 's'}`

/** "one, two, and three". */
export const and = (names: readonly string[]): string => new Intl.ListFormat('en').format(names)

/** "a purchase", "an invoice". */
export const a = (noun: string): string => `${/^[aeiou]/.test(noun) ? 'an' : 'a'} ${noun}`

/** "1st", "22nd", "13th". */
export function nth(number: number): string {
  const endings: Partial<Record<Intl.LDMLPluralRule, string>> = { one: 'st', two: 'nd', few: 'rd' }
  return `${number}${endings[new Intl.PluralRules('en', { type: 'ordinal' }).select(number)] ?? 'th'}`
}

/** "31 March 2027" of `2027-03-31`. */
export const sayDate = (date: string): string =>
  new Date(`${date}T00:00:00Z`).toLocaleDateString('en-GB', {
    day: 'numeric',
    month: 'long',
    year: 'numeric',
    timeZone: 'UTC',
  })

/** "from 1 March 2027 until 31 March 2027", as far as the days are said. */
export const sayDays = ({ from, to }: { from?: string | undefined; to?: string | undefined }): string =>
  [from && `from ${sayDate(from)}`, to && `until ${sayDate(to)}`].filter(Boolean).join(' ')

/** "15 minutes", "2 hours", "a day". */
export function sayMinutes(minutes: number): string {
  const days = minutes / 1440
  if (Number.isInteger(days)) return days === 1 ? 'a day' : plural(days, 'day')
  return Number.isInteger(minutes / 60) ? plural(minutes / 60, 'hour') : plural(minutes, 'minute')
}
