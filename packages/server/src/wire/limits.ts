import { GoodwordError } from '@goodword/program'

/**
 * Requests a minute, for one program and by one process. `events`, `enrol`, `read` and `redirect` count by address (an
 * IPv6 address by its /64), `own` by participant, `admin` by key; `guess` counts wrong keys and unknown codes by
 * address.
 */
export interface Limits {
  readonly events: number
  readonly enrol: number
  readonly read: number
  readonly own: number
  readonly admin: number
  readonly redirect: number
  readonly guess: number
}

/** Wide enough for an office or a mobile carrier behind one address, and for a shop's server behind one key. */
export const defaultLimits: Limits = {
  events: 1200,
  enrol: 120,
  read: 1200,
  own: 300,
  admin: 12_000,
  redirect: 600,
  guess: 60,
}

/** What is left of a limit, as the `RateLimit` header says it; told once half of it is gone. */
export type Left = string

/** Counts requests. */
export interface Limiter {
  /** Counts one of `who`; nothing is counted where nobody is known. Rejects with `rate-limited`. */
  take(kind: keyof Limits, program: string, who: string | undefined): Promise<Left | undefined>
}

/** Milliseconds. */
const minute = 60_000

/** What one caller did since their first request of this minute. */
interface Window {
  count: number
  readonly until: number
}

/**
 * Counts in this process's memory, in windows of a minute that begin with a caller's first request; without limits it
 * counts nothing. `now` is any clock that never goes back, in milliseconds.
 */
export function createLimiter(
  limits: Partial<Limits> | false = {},
  now: () => number = performance.now.bind(performance),
): Limiter {
  if (limits === false) return { take: async () => undefined }
  const most = { ...defaultLimits, ...limits }
  const windows = new Map<string, Window>()
  let sweepAt = 0

  // A timer for each caller, or a walk at each request, would cost more than all else here.
  function sweep(at: number): void {
    for (const [caller, { until }] of windows) if (until <= at) windows.delete(caller)
    sweepAt = at + minute
  }
  return {
    async take(kind, program, who) {
      if (who === undefined) return undefined
      const at = now()
      if (at >= sweepAt) sweep(at)
      const caller = `${kind} ${program} ${who}`
      let window = windows.get(caller)
      if (!window || window.until <= at) windows.set(caller, (window = { count: 0, until: at + minute }))
      const left = most[kind] - ++window.count
      if (left < 0) throw tooMany(kind, most[kind], window.until - at)
      return left * 2 < most[kind] ? describe(kind, left, window.until - at) : undefined
    },
  }
}

const describe = (kind: string, left: number, milliseconds: number): Left =>
  `"${kind}";r=${left};t=${Math.ceil(milliseconds / 1000)}`

function tooMany(kind: string, most: number, milliseconds: number): GoodwordError {
  const retryAfter = Math.max(1, Math.ceil(milliseconds / 1000))
  return new GoodwordError(
    'rate-limited',
    `More than ${most} requests of this kind (${kind}) in a minute. Try again in ${retryAfter} seconds.`,
    { cause: { retryAfter, rateLimit: describe(kind, 0, milliseconds) } },
  )
}
