import { viralCoefficient } from '../metrics/index.ts'
import type { Behaviour } from './rates.ts'
import type { Run, RunMonth } from './run.ts'

const daysInMonth = 365.25 / 12

/** What is kept of a run. Lists by month are of each month's end; `rewards` and `costs` go by incentive. */
export interface Outcome {
  readonly shares: number
  readonly leads: number
  readonly revenue: number
  readonly viralCoefficient: number | undefined
  readonly referred: readonly number[]
  readonly active: readonly number[]
  readonly cost: readonly number[]
  readonly liability: readonly number[]
  readonly rewards: readonly number[]
  readonly costs: readonly number[]
}

/** Adds a run up. */
export function outcomeOf(behaviour: Behaviour, { months, customerMonths }: Run): Outcome {
  const { holdDays, leaves } = behaviour
  const stands = months.map(({ costs }) => sum(costs))
  const promised = months.map(({ doomedCosts }, month) => stands[month]! + sum(doomedCosts))
  const byIncentive = (pick: (month: RunMonth) => readonly number[]): number[] =>
    (months[0]?.rewards ?? []).map((_, index) => sum(months.map((month) => pick(month)[index]!)))
  const total = (pick: (month: RunMonth) => number) => sum(months.map(pick))
  const [shares, referred] = [total((month) => month.shares), months.map((month) => month.referred)]
  return {
    shares,
    leads: total((month) => month.leads),
    revenue: total((month) => month.revenue),
    // A customer's life is 1 ÷ leaves months: so many lives were lived.
    viralCoefficient: viralCoefficient({
      participants: customerMonths * leaves,
      invites: shares,
      converted: sum(referred),
    }),
    referred: runningSum(referred),
    active: months.map(({ active }) => active),
    cost: runningSum(stands),
    liability: promised.map((_, month) => onHold(promised, month, holdDays / daysInMonth)),
    rewards: byIncentive(({ rewards }) => rewards),
    costs: byIncentive(({ costs }) => costs),
  }
}

/** What of the months' promises is on hold at the end of `month`, when a hold takes `hold` months. */
function onHold(promised: readonly number[], month: number, hold: number): number {
  let held = 0
  for (let back = 0; back < hold && back <= month; back++)
    held += promised[month - back]! * Math.min(1, hold - back)
  return held
}

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0)

function runningSum(values: readonly number[]): number[] {
  let total = 0
  return values.map((value) => (total += value))
}
