import { GoodwordError } from '../errors.ts'
import { chancesToBeBest } from './posterior.ts'
import { sequentialTest, type Counts } from './sequential.ts'

/** What an experiment has seen. */
export interface ExperimentData {
  /** The id of the control. */
  readonly control: string
  /** Counts since the start by variant’s id, one entry for each look (a day, say), the oldest first. None yet is 0. */
  readonly looks: readonly Readonly<Record<string, Counts>>[]
  /** The share of experiments without any difference that may end with a winner or a loser. @default 0.05 */
  readonly alpha?: number
  /** The standard deviation of differences between rates that one expects. @default 0.01 */
  readonly tau?: number
}

/**
 * What may be said of a variant against the control. `inconsistent`: its looks contradict each other beyond chance;
 * something else changed while it ran, so begin again under a new id.
 */
export type ArmVerdict = 'better' | 'worse' | 'no-difference-yet' | 'inconsistent'

/** One variant against the control. */
export interface ArmDecision extends Counts {
  readonly variant: string
  readonly rate: number
  /** Its rate minus the control’s. */
  readonly difference: number
  /** Always valid; all variants’ intervals hold together with confidence 1 − alpha. */
  readonly interval: readonly [low: number, high: number]
  /** Always valid, and corrected for the number of variants. */
  readonly p: number
  readonly verdict: ArmVerdict
}

export interface Decision {
  /**
   * `winner`: a variant beats the control. `control-wins`: every variant is worse. `no-difference-yet`: go on, or stop
   * and keep the control. `inconsistent`: some variant is.
   */
  readonly verdict: 'winner' | 'control-wins' | 'no-difference-yet' | 'inconsistent'
  /** Of several that beat the control the one with the highest rate; that it beats the others is not said. */
  readonly winner?: string
  readonly arms: readonly ArmDecision[]
  /** Describes and decides nothing: the probability that each variant, the control too, is the best. */
  readonly chances: readonly { readonly variant: string; readonly chance: number }[]
}

/**
 * Decides an experiment, at any look and as often as one likes: a mixture sequential test for each variant against the
 * control, with alpha shared out equally among them (Bonferroni). Throws `experiment-data-invalid`.
 */
export function decide({ control, looks, alpha = 0.05, tau = 0.01 }: ExperimentData): Decision {
  if (!(alpha > 0 && alpha < 1))
    throw invalid(`alpha is ${alpha}. Write a share between 0 and 1, such as 0.05.`)
  if (!(tau > 0 && tau < Infinity)) throw invalid(`tau is ${tau}. Write a number above 0, such as 0.01.`)
  const names = new Set([control, ...looks.flatMap((look) => Object.keys(look))])
  const series = new Map([...names].map((name) => [name, readCounts(name, looks)]))
  const ofControl = series.get(control)!
  const variants = [...series].filter(([name]) => name !== control)
  const arms = variants.map(([variant, counts]): ArmDecision => {
    const pairs = counts.map((count, index) => ({ control: ofControl[index]!, variant: count }))
    const { difference, low, high, p } = sequentialTest(pairs, { alpha: alpha / variants.length, tau })
    const { shown, converted } = counts.at(-1)!
    const rate = shown > 0 ? converted / shown : 0
    const corrected = Math.min(1, p * variants.length)
    return {
      variant,
      shown,
      converted,
      rate,
      difference,
      interval: [low, high],
      p: corrected,
      verdict: judge(low, high),
    }
  })
  const chances = chancesToBeBest([...series.values()].map((counts) => counts.at(-1) ?? none))
  return {
    ...conclude(arms),
    arms,
    chances: [...series.keys()].map((variant, index) => ({ variant, chance: chances[index]! })),
  }
}

const none: Counts = { shown: 0, converted: 0 }

function judge(low: number, high: number): ArmVerdict {
  if (low > high) return 'inconsistent'
  if (low > 0) return 'better'
  return high < 0 ? 'worse' : 'no-difference-yet'
}

function conclude(arms: readonly ArmDecision[]): Pick<Decision, 'verdict' | 'winner'> {
  if (arms.some(({ verdict }) => verdict === 'inconsistent')) return { verdict: 'inconsistent' }
  const [best] = arms.filter(({ verdict }) => verdict === 'better').sort((a, b) => b.rate - a.rate)
  if (best) return { verdict: 'winner', winner: best.variant }
  const lost = arms.length > 0 && arms.every(({ verdict }) => verdict === 'worse')
  return { verdict: lost ? 'control-wins' : 'no-difference-yet' }
}

function readCounts(name: string, looks: ExperimentData['looks']): Counts[] {
  let before = none
  return looks.map((look, index) => {
    const counts = (Object.hasOwn(look, name) && look[name]) || none
    const { shown, converted } = counts
    const where = `Look ${index + 1}, variant ${JSON.stringify(name)}: ${converted} of ${shown}`
    if (
      !Number.isSafeInteger(shown) ||
      !Number.isSafeInteger(converted) ||
      converted < 0 ||
      converted > shown
    )
      throw invalid(`${where}. Give whole numbers, and no more converted than shown: count each person once.`)
    if (shown < before.shown || converted < before.converted)
      throw invalid(
        `${where}, after ${before.converted} of ${before.shown}. Give counts since the start, oldest first.`,
      )
    before = counts
    return counts
  })
}

const invalid = (message: string): GoodwordError => new GoodwordError('experiment-data-invalid', message)
