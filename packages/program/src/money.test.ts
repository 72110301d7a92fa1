import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { currencyDigits, formatMoney } from './money.ts'

const plain = (text: string) => text.replaceAll(/[\u00A0\u202F]/g, ' ')

test.each([
  [1000, 'USD', 'en', '$10'],
  [1050, 'USD', 'en', '$10.50'],
  [5, 'USD', 'en', '$0.05'],
  [0, 'USD', 'en', '$0'],
  [-1050, 'USD', 'en', '-$10.50'],
  [123_456_789, 'USD', 'en', '$1,234,567.89'],
  [1000, 'JPY', 'en', '¥1,000'],
  [1500, 'KWD', 'en', 'KWD 1.500'],
  [2000, 'KWD', 'en', 'KWD 2'],
  [1050, 'EUR', 'de', '10,50 €'],
  [1000, 'EUR', 'de', '10 €'],
  // A mark keeps the dollar on its side of the letters.
  [1000, 'USD', 'ar', '\u200F10 US$\u200E'],
])('%i of %s in %s is %s', (amount, currency, locale, expected) => {
  expect(plain(formatMoney({ amount, currency }, locale))).toBe(expected)
})

test('currencies have their own decimals', () => {
  expect(['USD', 'JPY', 'KWD'].map(currencyDigits)).toEqual([2, 0, 3])
})

test('the largest amount keeps its last cent', () => {
  expect(formatMoney({ amount: Number.MAX_SAFE_INTEGER, currency: 'USD' }, 'en')).toBe(
    '$90,071,992,547,409.91',
  )
})

test('every amount is exact in currencies of 0, 2 and 3 decimals', () => {
  fc.assert(
    fc.property(fc.maxSafeInteger(), fc.constantFrom('JPY', 'USD', 'KWD'), (amount, currency) => {
      const digits = currencyDigits(currency)
      const text = formatMoney({ amount, currency }, 'en').replaceAll(/[^\d.-]/g, '')
      const [whole = '', part = ''] = text.split('.')
      expect(Number(whole + part.padEnd(digits, '0'))).toBe(amount === 0 ? 0 : amount)
    }),
    { numRuns: 2_000 },
  )
})

test.each([
  ['no currency', '', 'en'],
  ['a currency that is none', 'dollars', 'en'],
])('%s is written plainly rather than throwing', (_, currency, locale) => {
  expect(formatMoney({ amount: 1050, currency }, locale)).toBe(`10.50 ${currency}`.trim())
})

test('a locale that is none gives the host’s own rather than throwing', () => {
  for (const locale of ['', '!', 'en_US', 'x'.repeat(999)])
    expect(formatMoney({ amount: 1000, currency: 'USD' }, locale)).toContain('10')
})
