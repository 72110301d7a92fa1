import type { Attributes } from '../audience/condition.ts'
import { byTime, type Order } from './orders.ts'
import type { MilestoneProgress } from './reward.ts'
import { isMilestone, rulesOf, type MilestoneRule } from './rules.ts'
import type { Program } from '../schema/program.ts'
import type { Claim } from './settlement.ts'

type Milestone = MilestoneRule['when']

/** One thing that a milestone counts, and for how much. */
interface Counted {
  readonly id: string
  readonly at: number
  readonly weight: number
}

/** The counters of a milestone: of everything that was ever confirmed, of what stands, and of what is sound. */
export interface Tally {
  /** By time. */
  readonly gross: readonly Counted[]
  readonly net: number
  /** By the time that each is ripe. */
  readonly sound: readonly Counted[]
}

/** A threshold that was reached, if only by orders that were refunded since. */
export interface Reached {
  readonly threshold: number
  /** When the gross count came to it. */
  readonly at: number
  readonly claim: Claim
}

/** Whether progress is told of it: it is worked towards by a referrer, with all friends together. */
export const isShown = ({ incentive, when }: MilestoneRule): boolean =>
  incentive.to === 'referrer' && when.per === undefined

/** The milestones that somebody with these attributes works towards as a referrer, none of them begun. */
export const emptyProgress = (program: Program, attributes?: Attributes): MilestoneProgress[] =>
  rulesOf(program)
    .filter(isMilestone)
    .filter((rule) => isShown(rule) && rule.admits(attributes))
    .map((rule) => progressOf(rule, 0))

/** How far a net count carries somebody: towards the next threshold, or past the last one. */
export function progressOf({ incentive, when, seasonEnds }: MilestoneRule, net: number): MilestoneProgress {
  const at = Math.min(nextThreshold(when, net), lastThreshold(when))
  return {
    incentive: incentive.id,
    count: when.count,
    at,
    have: Math.max(0, Math.min(net, at)),
    reached: net >= at,
    ...(seasonEnds !== undefined && { until: seasonEnds }),
  }
}

/** The thresholds above `from`, up to `to`. */
export function* thresholdsBetween(when: Milestone, from: number, to: number): Generator<number> {
  const last = Math.min(to, lastThreshold(when))
  const step = when.repeat?.every ?? Infinity
  for (let threshold = nextThreshold(when, from); threshold <= last; threshold += step) yield threshold
}

/** The thresholds up to a count, the highest first. */
export function* thresholdsDown(when: Milestone, from: number): Generator<number> {
  const step = when.repeat?.every ?? Infinity
  const top = Math.min(from, lastThreshold(when))
  if (top < when.at) return
  const steps = step === Infinity ? 0 : Math.floor((top - when.at) / step)
  for (let index = steps; index >= 0; index--) yield index === 0 ? when.at : when.at + index * step
}

/** Whether it is one of a milestone's thresholds. */
export const isThreshold = (when: Milestone, value: number): boolean =>
  value <= lastThreshold(when) && nextThreshold(when, value - 1) === value

/** The first threshold above a count; past the last one, one that does not count any more. */
function nextThreshold({ at, repeat }: Milestone, count: number): number {
  if (count < at) return at
  return repeat ? at + (Math.floor((count - at) / repeat.every) + 1) * repeat.every : Infinity
}

function lastThreshold({ at, repeat }: Milestone): number {
  return repeat ? at + Math.max(0, Math.floor((repeat.upTo - at) / repeat.every)) * repeat.every : at
}

/** What an order weighs, by count and by the state it is in. */
export const weightOf = (count: Milestone['count'], amount: number | undefined): number =>
  count === 'money' ? (amount ?? 0) : 1

/**
 * Counts orders, of those that the server knows of. A friend counts from their first order and is ripe with the first that
 * is sound, however many there are.
 */
export function tallyOf({ when, inSeason }: MilestoneRule, orders: readonly Order[]): Tally {
  const { conversion, count } = when
  const confirmed = orders.filter(
    ({ name, at, status }) => name === conversion && status !== 'unconfirmed' && inSeason(at),
  )
  const standing = confirmed.filter(stands)
  const gross = confirmed.map(({ key, friend, at, gross }) => ({
    id: key,
    friend,
    at,
    weight: weightOf(count, gross),
  }))
  const net = standing.map(({ key, friend, at, net }) => ({
    id: key,
    friend,
    at,
    weight: weightOf(count, net),
  }))
  const sound = standing
    .filter(({ status }) => status === 'counts')
    .map(({ key, friend, ripeAt, net }) => ({ id: key, friend, at: ripeAt, weight: weightOf(count, net) }))
  for (const list of [gross, sound]) list.sort(byTime)
  if (count !== 'friends') return { gross, net: sumOf(net), sound }
  return { gross: firstOfEach(gross), net: sumOf(firstOfEach(net)), sound: firstOfEach(sound) }
}

const sumOf = (list: readonly Counted[]): number => list.reduce((sum, { weight }) => sum + weight, 0)

export const stands = ({ status }: Order): boolean => status === 'counts' || status === 'under-review'

function firstOfEach<T extends { readonly friend: string }>(list: readonly T[]): T[] {
  const seen = new Set<string>()
  return list.filter(({ friend }) => seen.size < seen.add(friend).size)
}

/**
 * The thresholds that the gross count came to: entitled by what is not refunded, due by what is ripe, lost where only
 * refunded orders reach it.
 */
export function* thresholdsReached(
  { when }: MilestoneRule,
  { gross, net, sound }: Tally,
): Generator<Reached> {
  const [first, ripe] = [crossings(gross), crossings(sound)]
  for (const threshold of thresholdsBetween(when, 0, sumOf(gross)))
    yield { threshold, at: first(threshold)!, claim: claimAt(threshold, net, ripe(threshold)) }
}

/** What a threshold entitles to, given when the sound count comes to it. */
export function claimAt(threshold: number, net: number, ripeAt: number | undefined): Claim {
  if (net < threshold) return { state: 'lost', because: 'below-threshold' }
  return ripeAt === undefined ? { state: 'waiting', reason: 'under-review' } : { state: 'open', due: ripeAt }
}

/** When a running count comes to one threshold after the other; ask for them in rising order. */
function crossings(list: readonly Counted[]): (threshold: number) => number | undefined {
  let [index, sum] = [0, 0]
  return (threshold) => {
    while (sum < threshold && index < list.length) sum += list[index++]!.weight
    return sum >= threshold ? list[index - 1]?.at : undefined
  }
}
