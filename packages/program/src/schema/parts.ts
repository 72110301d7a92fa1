import * as v from 'valibot'

/** A lower-case name that is safe in a URL. */
export const id = v.pipe(
  v.string(),
  v.regex(
    /^[a-z0-9][a-z0-9_-]{0,63}$/,
    'up to 64 lower-case letters, digits, "-" or "_", such as "purchase"',
  ),
  // Every object of JavaScript has these already: looked up by such an id it would answer with something else.
  v.check(
    (name) => name !== 'constructor' && name !== 'prototype',
    'another name: this one means something else',
  ),
)

/** One line of text. */
export const shortText = v.pipe(v.string(), v.minLength(1), v.maxLength(200))

/** A paragraph. */
export const longText = v.pipe(v.string(), v.minLength(1), v.maxLength(2000))

/**
 * The most that one order, refund or reward may be, in minor units. Sums are doubles: nine thousand of these still add up
 * to the cent, and one event cannot make the figures of a program inexact.
 */
export const largestAmount = 10 ** 12

/** Whole minor units: 2000 is $20.00, 2000 is ¥2000. */
export const money = v.pipe(
  v.number(),
  v.safeInteger(),
  v.minValue(1),
  v.maxValue(largestAmount),
  v.description('In the currency’s smallest unit: 1050 is $10.50, and ¥1050.'),
)

/** What a language tag looks like. */
export const localePattern = /^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$/

/** A BCP 47 language tag, such as "en" or "pt-BR". */
export const locale = v.pipe(v.string(), v.regex(localePattern, 'a language tag such as "en" or "pt-BR"'))

/** An http(s) address without a password. */
export const webUrl = v.pipe(
  v.string(),
  v.maxLength(2048),
  v.check(isWebUrl, 'an address that starts with "https://" (or "http://" while developing)'),
)

function isWebUrl(text: string): boolean {
  const url = URL.parse(text)
  return Boolean(url && /^https?:$/.test(url.protocol) && !url.username && !url.password)
}
