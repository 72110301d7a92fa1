/** What to do with a batch after an answer with `status` (0 = there was none): `done` is received or refused for good. */
export type Verdict = 'done' | 'split' | 'retry'

/** A refusal is final, but for those that time or a smaller body can heal. */
export function judgeStatus(status: number, count: number): Verdict {
  if (status === 413 && count > 1) return 'split'
  return /^(2|4(?!08|29))/.test(`${status}`) ? 'done' : 'retry'
}

/** Milliseconds to wait by ourselves after `failures` in a row: anything up to 2, 4, 8 … seconds, at most five minutes. */
export function backOff(failures: number, random: number): number {
  return random * Math.min(300_000, 1000 * 2 ** failures)
}

/** Milliseconds that a Retry-After asks for, in seconds or as a date; believed up to an hour, 0 or less for nonsense. */
export function askedPatience(retryAfter: string | null | undefined, now: number): number {
  return Math.min(Number(retryAfter) * 1000 || Date.parse(retryAfter!) - now || 0, 3_600_000)
}
