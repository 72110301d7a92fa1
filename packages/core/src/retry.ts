/** What to do with a batch after an answer with `status` (0 = there was none). */
export type Verdict = 'sent' | 'split' | 'drop' | 'retry'

/** A refusal is final, but for those that time or a smaller body can heal. */
export function judgeStatus(status: number, count: number): Verdict {
  if (status >= 200 && status < 300) return 'sent'
  if (status === 413 && count > 1) return 'split'
  return status >= 400 && status < 500 && status !== 408 && status !== 429 ? 'drop' : 'retry'
}

/**
 * Milliseconds to wait after `failures` in a row: anything up to 2, 4, 8 … seconds, at most five minutes, and never
 * less than the server's Retry-After (seconds or a date, believed up to an hour).
 */
export function retryDelay(failures: number, retryAfter: string | null, now: number, random: number): number {
  const asked = Number(retryAfter) * 1000 || Date.parse(retryAfter ?? '') - now || 0
  return Math.max(random * Math.min(300_000, 1000 * 2 ** failures), Math.min(asked, 3_600_000))
}
