import { unwelcomeIn } from '../codes/unwelcome.ts'

/**
 * One sign of each group that look alike (3 for E, 4 for A, 5 for S, D for O and 0, V for U, Z for 2, G for 6, B for
 * 8), none of 1, I and L, and so no vowels, with which chance would write words.
 */
export const codeAlphabet = '34579BCDFGHJKMNPRTVWXYZ'

const isUnwelcome = unwelcomeIn(codeAlphabet)

/**
 * A new code: nine letters and digits, 1 of 1.8 · 10¹² (40.7 bits): with a million participants, one guess in 1.8
 * million meets one. It holds no name: whoever types an e-mail gets its code, and must not learn from it who that is.
 */
export function createCode(random: (bytes: number) => Uint8Array): string {
  for (;;) {
    const code = letters(random, 9)
    if (!isUnwelcome(code)) return code
  }
}

/** Bytes past the last whole alphabet are thrown away, so that every letter is as likely. */
function letters(random: (bytes: number) => Uint8Array, length: number): string {
  const limit = 256 - (256 % codeAlphabet.length)
  let text = ''
  while (text.length < length) {
    for (const byte of random(length + 4)) {
      if (byte < limit && text.length < length) text += codeAlphabet[byte % codeAlphabet.length]
    }
  }
  return text
}

/** A new person’s key, or any other id, in lower-case letters and digits. */
export function createId(prefix: string, random: (bytes: number) => Uint8Array, length = 20): string {
  return `${prefix}_${Array.from(random(length), (byte) => (byte % 36).toString(36)).join('')}`
}

/** As codes are kept: people type them in any case. */
export const codeKey = (code: string): string => code.toUpperCase()
