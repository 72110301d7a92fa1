import type { InferInput } from 'valibot'
import type { Amount } from '../schema/amount.ts'
import type { whenSchema } from '../schema/incentive.ts'
import type { Limit } from '../schema/limit.ts'

/** An incentive as the forecast sees it: how often it is earned, and what one reward costs. */
export interface ForecastIncentive {
  readonly id: string
  /** As in a program file. The names of conversions tell nothing here: each is an order. */
  readonly when: ForecastWhen
  readonly to: 'referrer' | 'friend'
  /** What one reward costs: minor units, 0 for nothing, or an amount that follows the order, as in a program file. */
  readonly cost: Amount
  readonly limit?: Limit | undefined
  /** The id of the draw that each of its rewards is a lot for. */
  readonly entryFor?: string | undefined
}

/** When it is earned, as a program file says it. */
export type ForecastWhen = InferInput<typeof whenSchema>

/** A program as the forecast sees it. */
export interface ForecastProgram {
  readonly name: string
  /** ISO 4217. */
  readonly currency: string
  /** Days until a reward is due, unless the rates say. */
  readonly holdDays: number
  readonly incentives: readonly ForecastIncentive[]
  /** What the forecast takes for granted about this program, as sentences. */
  readonly notes: readonly string[]
}

type Milestone = Extract<ForecastWhen, { type: 'milestone' }>

/** How many of a milestone's thresholds a count has reached. */
export function thresholdsIn({ at, repeat }: Milestone, count: number): number {
  if (count < at) return 0
  return repeat ? 1 + Math.max(0, Math.floor((Math.min(count, repeat.upTo) - at) / repeat.every)) : 1
}

/** The first count that reaches all thresholds. */
export const lastThresholdOf = ({ at, repeat }: Milestone): number =>
  repeat ? at + Math.max(0, Math.floor((repeat.upTo - at) / repeat.every)) * repeat.every : at
