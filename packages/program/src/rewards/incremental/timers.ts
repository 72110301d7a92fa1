import { compare } from '../orders.ts'
import { createSorted } from './sorted.ts'

interface Timer {
  readonly at: number
  readonly key: string
}

/** When which order, or which reward, is ripe. */
export interface Timers {
  set(at: number, key: string): void
  /** Takes out all that are ripe by then. */
  ring(now: number): string[]
}

/** No timers yet. One that is set for what changed since rings for nothing. */
export function createTimers(): Timers {
  const line = createSorted<Timer>((a, b) => a.at - b.at || compare(a.key, b.key))
  return {
    set(at, key) {
      const timer = { at, key }
      line.delete(timer)
      line.add(timer)
    },
    ring(now) {
      const ripe: string[] = []
      for (let first = line.first(); first && first.at <= now; first = line.first()) {
        line.delete(first)
        ripe.push(first.key)
      }
      return ripe
    },
  }
}
