/** No vowels, so that chance writes no words; none of 0 O 1 I L, 5 S, 3 E and 4 A, which look or read alike. */
const alphabet = '26789BCDFGHJKMNPQRTVWXYZ'

/** What is left that people read as words. */
const unwelcome = /FCK|FKN|KKK|NGG|NGR|CNT|DCK|FGT|TWT|CRP|88|69|666/

/**
 * A new code: eight letters and digits, 1 of 110 billion. It holds no name: whoever types an e-mail gets its code, and
 * must not learn from it who that is.
 */
export function createCode(random: (bytes: number) => Uint8Array): string {
  for (;;) {
    const code = letters(random, 8)
    if (!unwelcome.test(code)) return code
  }
}

/** Bytes past the last whole alphabet are thrown away, so that every letter is as likely. */
function letters(random: (bytes: number) => Uint8Array, length: number): string {
  const limit = 256 - (256 % alphabet.length)
  let text = ''
  while (text.length < length) {
    for (const byte of random(length)) {
      if (byte < limit && text.length < length) text += alphabet[byte % alphabet.length]
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
