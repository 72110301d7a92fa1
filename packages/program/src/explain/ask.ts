import { explainCondition } from '../audience/explain-segment.ts'
import type { Experiment } from '../schema/experiment.ts'
import type { Moment, On } from '../schema/moment.ts'
import type { Program } from '../schema/program.ts'
import type { Target } from '../schema/target.ts'
import { say } from './give.ts'
import { and, nth, plural, sayDays, sayMinutes } from './phrases.ts'

const asks = {
  invite: 'is asked to invite friends',
  nps: 'is asked whether she would recommend it',
  progress: 'is shown how far she is',
  leaderboard: 'is shown the leaderboard',
} as const satisfies Record<Moment['open'], string>

/** "Amy is asked to invite friends a day after each “onboarding”, …. (after-onboarding)" */
export function explainMoment({ id, on, delayMinutes, freshDays, open, caps }: Moment): string {
  const after = delayMinutes > 0 ? `${sayMinutes(delayMinutes)} after` : 'right after'
  const apart = caps.everyDays > 0 ? `, ${plural(caps.everyDays, 'day')} apart` : ''
  return `Amy ${asks[open]} ${after} ${explainOn(on)}, or up to ${plural(freshDays, 'day')} later; at most ${plural(caps.times, 'time')}${apart}. (${id})`
}

/** "After “not now” Amy is left alone for 90 days, after a bad answer for 90. (promoter)", once for all that agree. */
export function explainSilence(moments: readonly Moment[]): string[] {
  const ids = new Map<string, string[]>()
  for (const { id, caps } of moments) {
    const line = `After “not now” Amy is left alone for ${plural(caps.notNowDays, 'day')}, after a bad answer for ${caps.negativeDays}.`
    ids.set(line, [...(ids.get(line) ?? []), id])
  }
  return [...ids].map(([line, names]) => `${line} (${and(names)})`)
}

function explainOn(on: On): string {
  if (on.type === 'feedback')
    return on.atLeast === 10 ? 'she answered 10 of 10' : `she answered ${on.atLeast} or more of 10`
  if (on.type === 'anniversary') {
    const since = on.name === undefined ? 'her sign-up' : `her first “${on.name}”`
    return on.years
      ? `${and(on.years.map((years) => plural(years, 'year')))} from ${since}`
      : `each anniversary of ${since}`
  }
  const where = on.where ? ` when ${explainCondition(on.where)}` : ''
  return `${on.nth === undefined ? 'each' : `her ${nth(on.nth)}`} “${on.name}”${where}`
}

/** "The experiment “headline” shows “warm” to 50%, and “plain”, the program as it is, to 50%. It changes title." */
export function explainExperiment({ id, segment, control, variants, ...days }: Experiment): string {
  const total = variants.reduce((sum, { weight }) => sum + weight, 0)
  const shares = variants.map((variant) => {
    const share = `${Math.round((variant.weight / total) * 1000) / 10}%`
    return variant.id === control
      ? `the program as it is (“${variant.id}”) to ${share}`
      : `“${variant.id}” to ${share}`
  })
  const changed = new Set(variants.flatMap(({ copy = {} }) => Object.values(copy).flatMap(Object.keys)))
  const who = segment === undefined ? 'customers' : `the customers in “${segment}”`
  const when = sayDays(days)
  return `The experiment “${id}” shows ${and(shares)} of ${who}${when && `, ${when}`}. It changes ${changed.size > 0 ? and([...changed].map((field) => `\`${field}\``)) : 'nothing'}.`
}

const metrics = {
  'referred-customers': (value: string) => `${value} referred customers`,
  'referred-revenue': (value: string) => `${value} from referred customers`,
  participants: (value: string) => `${value} participants`,
  'referral-rate': (value: string) => `a referral rate of ${value}%`,
  'share-rate': (value: string) => `a share rate of ${value}%`,
} as const satisfies Record<Target['metric'], (value: string) => string>

/** "The target: 500 referred customers from 1 January 2027 until 31 March 2027." */
export const explainTarget = ({ metric, value, ...days }: Target, { currency }: Program): string =>
  `The target: ${metrics[metric](metric === 'referred-revenue' ? say(value, currency) : value.toLocaleString('en'))} ${sayDays(days)}.`
