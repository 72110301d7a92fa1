/** A status that is the last word: received, or refused for good. 408 and 429 are refusals that time can heal. */
export const finalStatus = /^(2|4(?!08|29))/

/** Milliseconds to wait by ourselves after `failures` in a row: anything up to 2, 4, 8 … seconds, at most five minutes. */
export function backOff(failures: number, random: number): number {
  return random * Math.min(300_000, 1000 * 2 ** failures)
}

/** Milliseconds that a Retry-After asks for, in seconds or as a date; believed up to an hour, 0 or less for nonsense. */
export function askedPatience(retryAfter: string | null | undefined, now: number): number {
  return Math.min(Number(retryAfter) * 1000 || Date.parse(retryAfter!) - now || 0, 3_600_000)
}
