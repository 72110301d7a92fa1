import { fraction } from './fraction.ts'

/** One step that people take, or do not. */
export interface Step {
  readonly name: string
  readonly count: number
}

/** A step, and what became of those of the step before. */
export interface FunnelStep extends Step {
  /** Fraction of the step before; `undefined` for the first step, and after an empty one. */
  readonly ofPrevious: number | undefined
  /** Fraction of the first step. */
  readonly ofFirst: number | undefined
  /** People lost since the step before. Negative where a step has more: some then came in from elsewhere. */
  readonly lost: number
  /** The same as a fraction of the step before. */
  readonly dropOff: number | undefined
}

/** Steps in their order, with the drop-off at each: (step before − step) ÷ step before, as web analytics count it. */
export function funnel(steps: readonly Step[]): FunnelStep[] {
  const first = steps[0]?.count ?? 0
  return steps.map(({ name, count }, index) => {
    const previous = steps[index - 1]?.count
    return {
      name,
      count,
      ofPrevious: previous === undefined ? undefined : fraction(count, previous),
      ofFirst: fraction(count, first),
      lost: previous === undefined ? 0 : previous - count,
      dropOff: previous === undefined ? undefined : fraction(previous - count, previous),
    }
  })
}

/** Where most people are lost, and work pays most; the earlier of two that lose as many. */
export function biggestLoss(steps: readonly FunnelStep[]): FunnelStep | undefined {
  return steps.reduce<FunnelStep | undefined>(
    (worst, step) => (step.lost > (worst?.lost ?? 0) ? step : worst),
    undefined,
  )
}
