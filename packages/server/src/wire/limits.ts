import { GoodwordError } from '@goodword/program'
import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible'

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

const seconds = 60

/** Counts in this process's memory, in windows of a minute; without limits it counts nothing. */
export function createLimiter(limits: Partial<Limits> | false = {}): Limiter {
  if (limits === false) return { take: async () => undefined }
  const most = { ...defaultLimits, ...limits }
  const counters = Object.fromEntries(
    Object.entries(most).map(([kind, points]) => [
      kind,
      new RateLimiterMemory({ points, duration: seconds, keyPrefix: kind }),
    ]),
  )
  return {
    async take(kind, program, who) {
      if (who === undefined) return undefined
      try {
        const counted = await counters[kind]!.consume(`${program} ${who}`)
        return counted.remainingPoints * 2 < most[kind] ? describe(kind, counted) : undefined
      } catch (error) {
        if (error instanceof RateLimiterRes) throw tooMany(kind, most[kind], error)
        throw error
      }
    },
  }
}

const describe = (kind: string, { remainingPoints, msBeforeNext }: RateLimiterRes): Left =>
  `"${kind}";r=${remainingPoints};t=${Math.ceil(msBeforeNext / 1000)}`

function tooMany(kind: string, most: number, counted: RateLimiterRes): GoodwordError {
  const retryAfter = Math.max(1, Math.ceil(counted.msBeforeNext / 1000))
  return new GoodwordError(
    'rate-limited',
    `More than ${most} requests of this kind (${kind}) in a minute. Try again in ${retryAfter} seconds.`,
    { cause: { retryAfter, rateLimit: describe(kind, counted) } },
  )
}
