import type { Attributes } from '../audience/condition.ts'
import { compare, type Order } from './orders.ts'
import type { Period } from './periods.ts'
import type { Reward } from './reward.ts'
import type { ContestRule } from './rules.ts'
import { stands } from './milestones.ts'

/** A rank or a draw as it stands, before its period is closed. */
export interface Standings {
  readonly incentive: string
  /** The first day of its period. */
  readonly period: string
  readonly from: number
  /** The period's last millisecond. */
  readonly until: number
  /** From when on it may be closed: the end of the period and its grace. */
  readonly closesAt: number
  /** Everybody with a score, best first; of a draw, with their entries, by person key. */
  readonly scores: readonly Score[]
}

export interface Score {
  /** A person key. */
  readonly participant: string
  /** Friends, orders, minor units, or entries. */
  readonly score: number
}

/** What one participant has in one period. */
export interface Tallied extends Score {
  /** When they came to that score: whoever was there first is before others with the same one. */
  readonly reached: number
  /** Whether anything of it stands, if only under review. */
  readonly stands: boolean
}

/** Those in the segment who have a score: best first, or of a draw by person key. */
export function sortScores(
  { when, admits }: ContestRule,
  tallies: Iterable<Tallied>,
  attributes: ReadonlyMap<string, Attributes | undefined>,
): Score[] {
  return [...tallies]
    .filter(({ score, participant }) => score > 0 && admits(attributes.get(participant)))
    .sort(when.type === 'rank' ? byScore : (a, b) => compare(a.participant, b.participant))
    .map(({ participant, score }) => ({ participant, score }))
}

/** A score with the entries that a reward gives. */
export function withEntries(known: Tallied, reward: Reward): Tallied {
  const { entries, stands } = entriesOf(reward)
  const reached = entries > 0 ? Math.max(known.reached, reward.at) : known.reached
  return { ...known, score: known.score + entries, reached, stands: known.stands || stands }
}

/** Best first; equal ones by who got there first, then by key. */
const byScore = (a: Tallied, b: Tallied): number =>
  b.score - a.score || a.reached - b.reached || compare(a.participant, b.participant)

/** What is told of a period that is not closed; nothing while nobody has a score. */
export function openStandings(
  rule: ContestRule,
  { key, from, until }: Period,
  scores: readonly Score[],
): Standings[] {
  const facts = {
    incentive: rule.incentive.id,
    period: key,
    from,
    until,
    closesAt: closingTime(rule.when, until),
  }
  return scores.length === 0 ? [] : [{ ...facts, scores }]
}

/** When a period may be closed. */
export const closingTime = (when: ContestRule['when'], until: number): number =>
  until + 1 + when.graceDays * 86_400_000

/** The score of one participant by the orders of one period. */
export function scoreOf({ when }: ContestRule, participant: string, orders: readonly Order[]): Tallied {
  const by = when.type === 'rank' ? when.by : 'orders'
  const sound = orders.filter(({ status }) => status === 'counts')
  const friends = new Map<string, number>()
  for (const { friend, at } of sound) friends.set(friend, Math.min(at, friends.get(friend) ?? at))
  const times = by === 'friends' ? friends.values() : sound.map(({ at }) => at)
  const counts = {
    friends: friends.size,
    orders: sound.length,
    money: by === 'money' ? sound.reduce((sum, { net = 0 }) => sum + net, 0) : 0,
  }
  let reached = -Infinity
  for (const time of times) reached = Math.max(reached, time)
  return { participant, score: counts[by], reached, stands: orders.some(stands) }
}

/** How many entries for a draw a reward is: those that are held back are none, those on hold are. */
export function entriesOf({ give, state, reason }: Reward): {
  readonly entries: number
  readonly stands: boolean
} {
  if (give.type !== 'entry' || state === 'reversed' || state === 'owed-back')
    return { entries: 0, stands: false }
  const counts = state !== 'pending' || reason.code === 'on-hold'
  return { entries: counts ? give.entries : 0, stands: true }
}
