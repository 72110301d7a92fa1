/** Whether a vendor may be asked now. */
export interface Breaker {
  /** Milliseconds until it may be asked again; 0 when it may. After that time one call is let through to try. */
  wait(): number
  worked(): void
  failed(): void
}

/** How many tries must fail in a row before a vendor is left alone, and for how long at first and at most. */
const patience = { failures: 5, rest: 5_000, longest: 60_000 } as const

/** Leaves a vendor alone that is down, so that pages do not wait for it. The rest doubles while it stays down. */
export function createBreaker(now: () => number): Breaker {
  let failures = 0
  let until = 0
  let isTrying = false
  return {
    wait() {
      const left = until - now()
      if (failures < patience.failures || left > 0) return Math.max(0, left)
      // The one that tries; the others keep waiting until it is back.
      until = now() + restAfter(failures)
      isTrying = true
      return 0
    },
    worked() {
      failures = 0
      until = 0
      isTrying = false
    },
    failed() {
      // What was under way when the rest began says nothing new.
      if (until > now() && !isTrying) return
      isTrying = false
      failures++
      if (failures >= patience.failures) until = now() + restAfter(failures)
    },
  }
}

const restAfter = (failures: number): number =>
  Math.min(patience.longest, patience.rest * 2 ** (failures - patience.failures))
