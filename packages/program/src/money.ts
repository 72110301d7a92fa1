/** Money in whole minor units of an ISO 4217 currency: `{ amount: 1050, currency: 'USD' }` is $10.50. */
export interface MoneyAmount {
  readonly amount: number
  readonly currency: string
}

const formats = new Map<string, Intl.NumberFormat>()

/** Decimals of a currency: 2 for USD, 0 for JPY, 3 for KWD; 2 for a currency that is none. */
export function currencyDigits(currency: string): number {
  return formatFor(undefined, currency)?.resolvedOptions().maximumFractionDigits ?? 2
}

/**
 * Money as people of a locale write it, exactly, and without decimals where it is whole: "$10", "$10.50", "¥1,000".
 * A currency or a locale that does not exist never throws: it is written plainly, or in the host's own language.
 */
export function formatMoney({ amount, currency }: MoneyAmount, locale?: string): string {
  const format = formatFor(locale, currency)
  const decimal = toDecimal(amount, format?.resolvedOptions().maximumFractionDigits ?? 2)
  // As a string, which keeps every digit where a division would round.
  if (!format) return `${decimal} ${currency}`.trim()
  // What is written from right to left would show "US$" as "$US" otherwise.
  return format.format(decimal as Intl.StringNumericLiteral).replace(/^\u200F.*[A-Z]\$/, '$&\u200E')
}

/** `1050` with 2 digits is `"10.50"`, `1000` is `"10"`. */
function toDecimal(amount: number, digits: number): string {
  if (!Number.isSafeInteger(amount)) return String(amount)
  const text = String(Math.abs(amount)).padStart(digits + 1, '0')
  const whole = text.slice(0, text.length - digits)
  const part = text.slice(text.length - digits)
  return `${amount < 0 ? '-' : ''}${whole}${/[1-9]/.test(part) ? `.${part}` : ''}`
}

/** One for a locale and a currency: a browser takes milliseconds to make its first. */
function formatFor(locale: string | undefined, currency: string): Intl.NumberFormat | undefined {
  const key = `${locale} ${currency}`
  const known = formats.get(key)
  if (known) return known
  for (const tag of locale === undefined ? [undefined] : [locale, undefined]) {
    try {
      const format = new Intl.NumberFormat(tag, {
        style: 'currency',
        currency,
        trailingZeroDisplay: 'stripIfInteger',
      })
      // Locales come from visitors: a server must not keep one formatter for each that was ever asked for.
      if (formats.size >= 200) formats.clear()
      formats.set(key, format)
      return format
    } catch {
      // The locale is not one, or the currency: try the host's own language, then give up.
    }
  }
  return undefined
}
