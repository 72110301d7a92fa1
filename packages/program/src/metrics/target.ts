import { fraction } from './fraction.ts'

/** A goal, its time, and what is reached of it. The more the better: for a cost, count what is saved. */
export interface Target {
  readonly target: number
  /** What is reached by now, in the target's unit. */
  readonly value: number
  /** Epoch milliseconds, as are `end` and `now`. */
  readonly start: number
  readonly end: number
  readonly now: number
}

/** How a target goes. */
export interface TargetProgress {
  /** Fraction of the time that is gone, 0 to 1. */
  readonly elapsed: number
  /** What an even pace would have reached by now, rounded to a whole number. */
  readonly expected: number
  /** Fraction of the target that is reached; `undefined` for a target of 0. */
  readonly share: number | undefined
  /** Where the pace so far leads by the end, rounded; `undefined` before the start. */
  readonly projected: number | undefined
  readonly verdict: 'not-started' | 'on-track' | 'behind' | 'reached' | 'missed'
}

/** Whether a target is on track, by our own rule: at least what an even pace from start to end would have reached by now. */
export function targetProgress({ target, value, start, end, now }: Target): TargetProgress {
  const elapsed = now >= end ? 1 : now <= start ? 0 : (now - start) / (end - start)
  const even = target * elapsed
  const projected = fraction(value, elapsed)
  return {
    elapsed,
    expected: Math.round(even),
    share: fraction(value, target),
    projected: projected === undefined ? undefined : Math.round(projected),
    verdict: verdictOf(value, target, even, elapsed),
  }
}

function verdictOf(value: number, target: number, even: number, elapsed: number): TargetProgress['verdict'] {
  if (value >= target) return 'reached'
  if (elapsed >= 1) return 'missed'
  if (elapsed === 0) return 'not-started'
  return value >= even ? 'on-track' : 'behind'
}
