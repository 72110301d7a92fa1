const second = 1000
const minute = 60 * second
const hour = 60 * minute

/** Milliseconds before each try; the first is at once, the tenth 75 hours and 35 minutes after it. */
export const retryDelays: readonly number[] = [
  0,
  5 * second,
  5 * minute,
  30 * minute,
  2 * hour,
  5 * hour,
  10 * hour,
  14 * hour,
  20 * hour,
  24 * hour,
]

/** How many may be late at once: a delay is up to a fifth longer, never shorter. */
const jitter = 0.2

/** The longest that a receiver can ask to be left alone. */
const longestPause = 24 * hour

/** What a try came to, as far as the next one depends on it. */
export interface Failure {
  /** How many tries there were, this one included. */
  readonly tries: number
  /** Milliseconds that the receiver asked for. */
  readonly retryAfter?: number | undefined
}

/**
 * When to try again, epoch milliseconds; `undefined` after the last try. Never before a receiver allows it, unless it
 * asks for more than a day.
 */
export function nextTry(
  { tries, retryAfter = 0 }: Failure,
  now: number,
  random: () => number,
): number | undefined {
  const delay = retryDelays[tries]
  if (delay === undefined) return undefined
  const own = delay * (1 + jitter * random())
  return Math.ceil(now + Math.max(own, Math.min(retryAfter, longestPause)))
}

/** `Retry-After` in milliseconds, from seconds or a date; `undefined` for what is neither. */
export function parseRetryAfter(header: string | undefined, now: number): number | undefined {
  const text = header?.trim() ?? ''
  if (/^\d{1,15}$/.test(text)) return Number(text) * second
  // Only a whole HTTP date: Date.parse alone takes "-5" for a year.
  if (!/^[A-Za-z]{3,9},? .*\d{2}:\d{2}:\d{2}/.test(text)) return undefined
  const at = Date.parse(text)
  return Number.isNaN(at) ? undefined : Math.max(0, at - now)
}
