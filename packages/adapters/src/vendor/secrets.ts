/** Cuts our keys out of what somebody else said; 300 characters at most are left. */
export type Censor = (text: string) => string

/** What is looked at of a text: nobody is told more. */
const longest = 10_000

/**
 * Finds keys whether they stand there as they are, in capitals or not, encoded for a URL, a form, JSON or a page, in hex,
 * or in base64, there also behind a name and a colon.
 */
export function createCensor(secrets: readonly string[]): Censor {
  const known = secrets
    .map((secret) => secret.trim())
    .filter(Boolean)
    .map(patternOf)
  const pattern = new RegExp(known.join('|'), 'gi')
  return (text) => {
    const start = text.slice(0, longest)
    const clean = known.length > 0 ? start.replaceAll(pattern, '…') : start
    return wellFormed(clean.slice(0, 300))
  }
}

function patternOf(secret: string): string {
  const signs = Array.from(wellFormed(secret), signOf).join('')
  // A few letters are in any text's base64.
  return secret.length < 6 ? signs : [signs, ...base64Of(secret), hexOf(secret)].join('|')
}

/** One sign of a key, however it may be written. */
function signOf(sign: string): string {
  if (/[a-z\d]/i.test(sign)) return sign
  const forms = [
    escape(sign),
    encodeURIComponent(sign),
    percentOf(sign),
    '\\\\.',
    '\\\\u[\\da-f]{4}',
    '&#?\\w+;',
  ]
  return `(?:${[...forms, ...(sign === ' ' ? ['\\+'] : [])].join('|')})`
}

/** Without halves of signs, which no URL takes. */
const wellFormed = (text: string): string => new TextDecoder().decode(new TextEncoder().encode(text))

const escape = (text: string): string => text.replaceAll(/[^\w\s]/g, '\\$&')

const bytesOf = (text: string): readonly number[] => [...new TextEncoder().encode(text)]
const hexOf = (text: string): string => bytesOf(text).map(hex).join('')
const percentOf = (text: string): string =>
  bytesOf(text)
    .map((byte) => `%${hex(byte)}`)
    .join('')
const hex = (byte: number): string => byte.toString(16).padStart(2, '0')

/** What is the same of a key's base64 wherever in a text it begins, of both alphabets. */
const base64Of = (secret: string): string[] =>
  [0, 1, 2].map((shift) => {
    const signs = base64('x'.repeat(shift) + secret)
    const end = Math.floor(((shift + bytesOf(secret).length) * 4) / 3)
    const own = signs.slice(Math.ceil((shift * 4) / 3), end)
    return `${own.replaceAll('+', '[-+]').replaceAll('/', '[/_]')}[-+/\\w]?=*`
  })

/** Base64 of the text's UTF-8 bytes. */
export const base64 = (text: string): string => btoa(String.fromCharCode(...bytesOf(text)))
