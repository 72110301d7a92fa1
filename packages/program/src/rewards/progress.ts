import type { Attributes } from '../audience/condition.ts'
import { explainGive, say } from '../explain/give.ts'
import { emptyProgress } from './milestones.ts'
import type { Evaluation, MilestoneProgress } from './reward.ts'
import type { Incentive } from '../schema/incentive.ts'
import type { Program } from '../schema/program.ts'

/** What a participant can reach next, how far it is, and by when. */
export type NextStep =
  | {
      readonly type: 'milestone'
      readonly incentive: string
      readonly count: 'friends' | 'orders' | 'money'
      /** Friends, orders or minor units that are missing. */
      readonly missing: number
      readonly have: number
      readonly at: number
      /** The season's last millisecond, if it ends. */
      readonly until?: number
    }
  | {
      readonly type: 'rank'
      readonly incentive: string
      readonly by: 'friends' | 'orders' | 'money'
      /** Their place by now, 1 for the best, with a reward or not; `undefined` without a score. */
      readonly place: number | undefined
      readonly places: number
      readonly score: number
      /** The period's last millisecond. */
      readonly until: number
    }
  | {
      readonly type: 'draw'
      readonly incentive: string
      readonly entries: number
      readonly until: number
    }

/**
 * What is next for one participant: milestones by how little is missing, in proportion, then the ranks and draws of the
 * period that `now` is in. Milestones that are reached, or whose season is over, are left out.
 */
export function nextSteps(
  program: Program,
  { progress, standings }: Pick<Evaluation, 'progress' | 'standings'>,
  participant: string,
  now: number,
  attributes?: Attributes,
): NextStep[] {
  const milestones = (progress.get(participant) ?? emptyProgress(program, attributes))
    .filter(({ reached, until = Infinity }) => !reached && now <= until)
    .sort((a, b) => b.have / b.at - a.have / a.at || a.at - b.at)
    .map(milestoneStep)
  const contests = standings
    .filter(({ until, from }) => from <= now && now <= until)
    .flatMap(({ incentive, until, scores }): NextStep[] => {
      const when = program.incentives.find(({ id }) => id === incentive)?.when
      const index = scores.findIndex((score) => score.participant === participant)
      const score = scores[index]?.score ?? 0
      if (when?.type === 'draw') return [{ type: 'draw', incentive, entries: score, until }]
      if (when?.type !== 'rank') return []
      const place = index < 0 ? undefined : index + 1
      return [{ type: 'rank', incentive, by: when.by, place, places: when.places, score, until }]
    })
  return [...milestones, ...contests]
}

function milestoneStep({ incentive, count, have, at, until }: MilestoneProgress): NextStep {
  const missing = { missing: at - have, have, at, ...(until !== undefined && { until }) }
  return { type: 'milestone', incentive, count, ...missing }
}

/** A step as an English sentence: "2 more friends to a free year, until 31 March 2026". */
export function describeProgress(program: Program, step: NextStep): string {
  const incentive = program.incentives.find(({ id }) => id === step.incentive)
  const reward = incentive ? nameOf(program, incentive) : step.incentive
  const end = 'until' in step && step.until !== undefined ? `, until ${dayOf(program, step.until)}` : ''
  if (step.type === 'milestone') return `${amountOf(program, step.count, step.missing)} to ${reward}${end}`
  if (step.type === 'draw')
    return `${step.entries} ${step.entries === 1 ? 'entry' : 'entries'} in the draw for ${reward}${end}`
  if (step.place === undefined) return `no place yet on the way to ${reward}${end}`
  const prize =
    step.place <= step.places ? `, which gets ${reward}` : `; the first ${step.places} get ${reward}`
  return `place ${step.place}${prize}${end}`
}

const dayOf = ({ timeZone }: Program, at: number): string =>
  new Intl.DateTimeFormat('en-GB', { timeZone, dateStyle: 'long' }).format(at)

function amountOf({ currency }: Program, count: 'friends' | 'orders' | 'money', missing: number): string {
  if (count === 'money') return `${say(missing, currency)} more`
  return `${missing} more ${missing === 1 ? count.slice(0, -1) : count}`
}

/** What the program calls it in English, else what it gives. Nobody reads a coupon's code before it is theirs. */
function nameOf({ copy, currency }: Program, { id, give }: Incentive): string {
  return (
    copy['en']?.rewards?.[id] ??
    (give.type === 'coupon' ? 'a coupon' : explainGive(give, currency, 'their own'))
  )
}
