import { looksAt, ownerOf, placeCandidate, type DecidedFriend } from './candidates.ts'
import type { ReadLedger } from './ledger-index.ts'
import type { Order } from './orders.ts'
import type { Period } from './periods.ts'
import type { Reward } from './reward.ts'
import type { ContestRule } from './rules.ts'
import type { Candidate } from './settlement.ts'
import { openStandings, scoreOf, sortScores, withEntries, type Standings, type Tallied } from './standings.ts'

interface PeriodTally {
  readonly period: Period
  readonly scores: Map<string, Tallied>
}

/** What everybody has in each period: by their orders, and of a draw by the entries that `rewards` give. */
export function tallyContest(
  rule: ContestRule,
  friends: readonly DecidedFriend[],
  rewards: readonly Reward[],
): Map<string, PeriodTally> {
  const { periods, incentive, when } = rule
  const tallies = new Map<string, PeriodTally>()
  const scoresOf = (period: Period): Map<string, Tallied> => {
    let found = tallies.get(period.key)
    if (!found) tallies.set(period.key, (found = { period, scores: new Map() }))
    return found.scores
  }
  for (const { period, orders } of ordersByPeriod(rule, friends))
    for (const [owner, theirs] of orders) scoresOf(period).set(owner, scoreOf(rule, owner, theirs))
  if (when.type === 'draw')
    for (const reward of rewards) {
      if (reward.give.type !== 'entry' || reward.give.draw !== incentive.id || !rule.inSeason(reward.at))
        continue
      const scores = scoresOf(periods.at(reward.at))
      const { participant } = reward
      const known = scores.get(participant) ?? scoreOf(rule, participant, [])
      scores.set(participant, withEntries(known, reward))
    }
  return tallies
}

function ordersByPeriod(
  rule: ContestRule,
  friends: readonly DecidedFriend[],
): Iterable<{ readonly period: Period; readonly orders: ReadonlyMap<string, Order[]> }> {
  const found = new Map<string, { readonly period: Period; readonly orders: Map<string, Order[]> }>()
  if (rule.when.conversion === undefined) return []
  for (const { friend, orders, bond } of friends) {
    if (bond.referrer === undefined) continue
    const owner = ownerOf(rule, bond.referrer, friend)
    for (const order of orders) {
      if (!looksAt(rule, order)) continue
      const period = rule.periods.at(order.at)
      let group = found.get(period.key)
      if (!group) found.set(period.key, (group = { period, orders: new Map() }))
      const theirs = group.orders.get(owner)
      if (theirs) theirs.push(order)
      else group.orders.set(owner, [order])
    }
  }
  return found.values()
}

/** The periods that are not closed, with everybody in the segment who has a score; best first, entries by person key. */
export function standingsOf(
  rule: ContestRule,
  tallies: ReadonlyMap<string, PeriodTally>,
  read: ReadLedger,
): Standings[] {
  const { incentive } = rule
  const closed = read.closes.get(incentive.id)
  const open = [...tallies.values()].filter(({ period }) => !closed?.has(period.key))
  return open.flatMap(({ period, scores }) => {
    return openStandings(rule, period, sortScores(rule, scores.values(), read.attributes))
  })
}

/** The winners of the periods that are closed, by participant. */
export function candidatesOfContest(
  rule: ContestRule,
  tallies: ReadonlyMap<string, PeriodTally>,
  read: ReadLedger,
): Map<string, Candidate[]> {
  const { incentive, when, periods } = rule
  const places = when.type === 'rank' ? when.places : when.winners
  const found = new Map<string, Candidate[]>()
  for (const close of read.closes.get(incentive.id)?.values() ?? []) {
    const period = periods.named(close.period)
    if (!period) continue
    for (const [index, winner] of close.winners.slice(0, places).entries()) {
      const stands = tallies.get(period.key)?.scores.get(winner)?.stands ?? false
      const candidate = placeCandidate(rule, close, index, period, stands, read)
      if (candidate) found.set(winner, [...(found.get(winner) ?? []), candidate])
    }
  }
  return found
}
