import { bondState, decideBond, decideSeal } from './bonds.ts'
import {
  candidatesOfMilestone,
  candidatesOfOrders,
  countsPerFriend,
  thresholdOccurrence,
  type DecidedFriend,
} from './candidates.ts'
import { candidatesOfContest, standingsOf, tallyContest } from './contests.ts'
import { readLedger, type ReadLedger } from './ledger-index.ts'
import type { Grant, Ledger, Seal } from './ledger.ts'
import { limitParticipant, limitTotal, type Passing, type Verdicts } from './limits.ts'
import { isShown, isThreshold, progressOf, tallyOf } from './milestones.ts'
import { compare, type Order } from './orders.ts'
import type { Bond, Evaluation, Flag, MilestoneProgress, Reward } from './reward.ts'
import { isContest, isMilestone, isOrderRule, rulesOf, type Cap, type Rule } from './rules.ts'
import type { Program } from '../schema/program.ts'
import { rewardKey, settle, type Candidate } from './settlement.ts'
import type { Standings } from './standings.ts'

/** An incentive's limit in total: what it has given out, and who is in line for the rest. */
export interface TotalLine {
  readonly cap: Cap
  readonly kept: readonly Passing[]
  readonly waiting: readonly Passing[]
}

/** What `evaluate` decides, and what is still to be handed out by rows. */
export interface Decision extends Evaluation {
  readonly totals: readonly TotalLine[]
}

/**
 * What a program owes at `now`, and to whom: a function of the rows as a set, whatever their order, each id once.
 *
 * A reward that is missing from a later answer (its order was taken over by another friend or referrer before anything
 * was given, or earns nothing any more) is not owed any more; one that was granted is never missing. Everything is
 * sorted by time, then by key.
 *
 * What the clock decides is written as rows, in this order: `sealsDue`, `allotsDue`, `closesDue`.
 */
export function evaluate(program: Program, ledger: Ledger, now: number): Evaluation {
  const { totals: _, ...evaluation } = decide(program, ledger, now)
  return evaluation
}

/** As `evaluate`, with the lines that `allotsDue` works on. */
export function decide(program: Program, ledger: Ledger, now: number): Decision {
  const read = readLedger(program, ledger)
  const friends = read.friends.map((friend): DecidedFriend => ({
    ...friend,
    bond: decideBond(program.attribution, ledger.codes, friend),
  }))
  const rewards: Reward[] = []
  const standings: Standings[] = []
  const totals: TotalLine[] = []
  const settleAll = (rule: Rule, found: ReadonlyMap<string, readonly Candidate[]>): void => {
    const total = settleRule(rule, found, read, now, rewards)
    if (total) totals.push(total)
  }
  const rules = rulesOf(program)
  for (const rule of rules) {
    if (isOrderRule(rule)) settleAll(rule, candidatesOfOrders(rule, friends, read))
    else if (isMilestone(rule)) settleAll(rule, candidatesOfMilestone(rule, friends, read))
  }
  // Draws count the entries that the others gave.
  const entries = rewards.filter(({ give }) => give.type === 'entry')
  for (const rule of rules) {
    if (!isContest(rule)) continue
    const tallies = tallyContest(rule, friends, entries)
    settleAll(rule, candidatesOfContest(rule, tallies, read))
    for (const standing of standingsOf(rule, tallies, read)) standings.push(standing)
  }
  for (const reward of strayGrants(rules, ledger, read, rewards, now)) rewards.push(reward)
  return {
    rewards: rewards.sort((a, b) => a.at - b.at || compare(keyOf(a), keyOf(b))),
    bonds: bondsOf(friends),
    progress: progressOfAll(rules, friends, read),
    standings: standings.sort((a, b) => a.until - b.until || compare(a.incentive, b.incentive)),
    flags: flagsOf(read),
    totals,
  }
}

/** Settles all candidates of one incentive, through its limits. */
function settleRule(
  rule: Rule,
  found: ReadonlyMap<string, readonly Candidate[]>,
  { sequences }: ReadLedger,
  now: number,
  rewards: Reward[],
): TotalLine | undefined {
  const passed: Passing[] = []
  const verdicts: Verdicts = new Map()
  const flush = (): void => {
    for (const [candidate, verdict] of verdicts) {
      const reward = settle(candidate, verdict, now)
      if (reward) rewards.push(reward)
    }
    verdicts.clear()
  }
  for (const candidates of found.values()) {
    const line = limitParticipant(rule, candidates, verdicts)
    if (rule.total) for (const passing of line) passed.push(passing)
    flush()
  }
  if (!rule.total) return undefined
  const total = limitTotal(rule.total, passed, sequences, verdicts)
  flush()
  return { cap: rule.total, ...total }
}

/**
 * The seals that should be written at `now`: one for every friend, direct ones too, with a ripe order that counts. Their
 * ids and times are the same whoever writes them. A grant rests on a sealed bond, so write these first.
 */
export function sealsDue(program: Program, ledger: Ledger, now: number): Seal[] {
  return readLedger(program, ledger)
    .friends.map((friend) => decideSeal(decideBond(program.attribution, ledger.codes, friend), friend, now))
    .filter((seal) => seal !== undefined)
    .sort((a, b) => a.at - b.at || compare(a.id, b.id))
}

function bondsOf(friends: readonly DecidedFriend[]): Bond[] {
  const bonds: Bond[] = []
  for (const { friend, orders, bond } of friends) {
    const { referrer, at } = bond
    if (referrer !== undefined)
      bonds.push({ friend, referrer, at, state: bondState(orders.map(({ status }) => status)) })
  }
  return bonds.sort((a, b) => a.at - b.at || compare(a.friend, b.friend))
}

function progressOfAll(
  rules: readonly Rule[],
  friends: readonly DecidedFriend[],
  { attributes }: ReadLedger,
): Map<string, MilestoneProgress[]> {
  const ordersOf = new Map<string, Order[]>()
  for (const { orders, bond } of friends) {
    if (bond.referrer === undefined) continue
    const known = ordersOf.get(bond.referrer)
    if (known) for (const order of orders) known.push(order)
    else ordersOf.set(bond.referrer, [...orders])
  }
  const shown = rules.filter(isMilestone).filter(isShown)
  const progress = new Map<string, MilestoneProgress[]>()
  for (const [referrer, orders] of ordersOf) {
    const theirs = shown.filter(({ admits }) => admits(attributes.get(referrer)))
    progress.set(
      referrer,
      theirs.map((rule) => progressOf(rule, tallyOf(rule, orders).net)),
    )
  }
  return progress
}

function flagsOf({ orders }: ReadLedger): Flag[] {
  const flagged = [...orders.values()].filter(({ flag }) => flag !== undefined)
  return flagged
    .sort((a, b) => a.at - b.at || compare(a.key, b.key))
    .map(({ name, key, flag }) => ({ name, order: key.slice(name.length + 1), because: flag! }))
}

/** What was given to somebody to whom nothing points any more, such as the referrer before a bond moved. */
function strayGrants(
  rules: readonly Rule[],
  ledger: Ledger,
  read: ReadLedger,
  rewards: readonly Reward[],
  now: number,
): Reward[] {
  if (read.grants.size === 0) return []
  const known = new Set(rewards.map(keyOf))
  const stray: Reward[] = []
  for (const [key, given] of read.grants) {
    const rule = rules.find(({ incentive }) => incentive.id === given[0]!.incentive)
    if (!rule || known.has(key)) continue
    const { occurrence } = given[0]!
    // The rest of the ledger may well have the order that a slice lacks.
    if (ledger.friends && occurrence.startsWith('order:') && !read.orders.has(occurrence.slice(6))) continue
    const reward = strayReward(rule, key, given, read.orders, now)
    if (reward) stray.push(reward)
  }
  return stray
}

/** A grant that nothing points to: all of it is owed back. */
export function strayReward(
  rule: Rule,
  key: string,
  given: readonly Grant[],
  orders: ReadonlyMap<string, Order>,
  now: number,
): Reward | undefined {
  const { participant, occurrence, at } = given[0]!
  const order = occurrence.startsWith('order:') ? orders.get(occurrence.slice(6)) : undefined
  const because = isFallen(rule, occurrence) ? 'below-threshold' : 'not-theirs'
  const claim = { state: 'lost', because } as const
  const money = order?.gross
  const candidate: Candidate = {
    rule,
    key,
    participant,
    occurrence,
    at,
    claim,
    given,
    line: at,
    id: '',
    ...(order && { friend: order.friend }),
    ...(money !== undefined && { money }),
  }
  return settle(candidate, {}, now)
}

/** Whether the occurrence is a threshold that the count has fallen below. */
function isFallen(rule: Rule, occurrence: string): boolean {
  if (!isMilestone(rule)) return false
  const [, digits = '', friend] = /^at:(\d{1,10})(?::(.*))?$/s.exec(occurrence) ?? []
  return (
    isThreshold(rule.when, Number(digits)) &&
    countsPerFriend(rule) === (friend !== undefined) &&
    thresholdOccurrence(Number(digits), friend) === occurrence
  )
}

const keyOf = ({ incentive, participant, occurrence }: Reward): string =>
  rewardKey(incentive, participant, occurrence)
