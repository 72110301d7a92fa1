import { GoodwordError } from '@goodword/program/errors'
import type { VendorFailure } from './failure.ts'

/** Calls that may wait for their turn. */
const longestQueue = 500

/**
 * Lets so many in at once, the others in the order they came. Resolves with what gives the turn up; rejects with
 * `vendor-unavailable` when 500 wait already.
 */
export function createTurns(vendor: string, concurrency: number): () => Promise<() => void> {
  const waiting: (() => void)[] = []
  let inside = 0
  const leave = (): void => {
    const next = waiting.shift()
    if (next) next()
    else inside--
  }
  return async () => {
    if (inside < concurrency) inside++
    else if (waiting.length < longestQueue) await new Promise<void>((resolve) => waiting.push(resolve))
    else {
      const cause: VendorFailure = { inDoubt: false, retryAfter: 5 }
      throw new GoodwordError(
        'vendor-unavailable',
        `${longestQueue} calls to ${vendor} wait already. Try again in a few seconds, or send less at once.`,
        { cause },
      )
    }
    return leave
  }
}
