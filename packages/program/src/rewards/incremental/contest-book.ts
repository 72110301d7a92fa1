import { ownerOf, placeCandidate } from '../candidates.ts'
import { addClose } from '../ledger-index.ts'
import type { Close } from '../ledger.ts'
import { stands } from '../milestones.ts'
import type { Order } from '../orders.ts'
import type { Period } from '../periods.ts'
import type { Reward } from '../reward.ts'
import type { ContestRule } from '../rules.ts'
import { rewardKey } from '../settlement.ts'
import {
  entriesOf,
  openStandings,
  scoreOf,
  sortScores,
  withEntries,
  type Standings,
  type Tallied,
} from '../standings.ts'
import type { Book } from './book.ts'
import type { BroughtOrder } from './milestone-book.ts'
import { createTimers } from './timers.ts'

interface Share {
  readonly orders: Map<string, Order>
  /** Keys of the rewards that give entries. */
  readonly entries: Set<string>
  /** How many of both stand. */
  standing: number
}

interface Entered {
  readonly period: Period
  readonly owner: string
  readonly stands: boolean
}

/** The periods of one rank or draw. */
export interface ContestBook {
  replace(before: BroughtOrder | undefined, after: BroughtOrder | undefined): void
  /** A reward gives entries, other ones than before, or none any more. */
  enter(key: string, reward: Reward | undefined): void
  close(row: Close): void
  /** Sets somebody's places anew, after a grant. */
  regrant(participant: string): void
  /** Touches the places that are due by now. */
  ripen(now: number): void
  standings(rewardOf: (key: string) => Reward | undefined): Standings[]
}

/** No period yet. */
export function createContestBook(rule: ContestRule, book: Book): ContestBook {
  const { incentive, when, periods } = rule
  const shares = new Map<string, { readonly period: Period; readonly owners: Map<string, Share> }>()
  const closes = new Map<string, Map<string, Close>>()
  const timers = createTimers()
  const entered = new Map<string, Entered>()

  const shareOf = (period: Period, owner: string): Share => {
    let found = shares.get(period.key)
    if (!found) shares.set(period.key, (found = { period, owners: new Map() }))
    let share = found.owners.get(owner)
    if (!share) found.owners.set(owner, (share = { orders: new Map(), entries: new Set(), standing: 0 }))
    return share
  }
  const setPlaces = (close: Close, only?: string): void => {
    const period = periods.named(close.period)
    if (!period) return
    const places = when.type === 'rank' ? when.places : when.winners
    for (const [index, winner] of close.winners.slice(0, places).entries()) {
      if (only !== undefined && only !== winner) continue
      const standing = shares.get(period.key)?.owners.get(winner)?.standing ?? 0
      const occurrence = `place:${period.key}:${index + 1}`
      const candidate = placeCandidate(rule, close, index, period, standing > 0, book)
      const key = rewardKey(incentive.id, winner, occurrence)
      book.set(key, candidate)
      if (candidate?.claim.state === 'open') timers.set(candidate.claim.due, key)
    }
  }
  const closesOf = (): ReadonlyMap<string, Close> | undefined => closes.get(incentive.id)
  const move = (period: Period, owner: string, by: number): void => {
    const share = shareOf(period, owner)
    const before = share.standing
    share.standing += by
    const close = closesOf()?.get(period.key)
    if (close && before > 0 !== share.standing > 0) setPlaces(close, owner)
  }
  const change = ({ order, referrer }: BroughtOrder, isAdded: boolean): void => {
    if (order.name !== when.conversion || !rule.inSeason(order.at)) return
    const [period, owner] = [periods.at(order.at), ownerOf(rule, referrer, order.friend)]
    const { orders } = shareOf(period, owner)
    if (isAdded) orders.set(order.key, order)
    else orders.delete(order.key)
    if (stands(order)) move(period, owner, isAdded ? 1 : -1)
  }
  const tally = (owner: string, share: Share, rewardOf: (key: string) => Reward | undefined): Tallied => {
    const rewards = [...share.entries].map(rewardOf).filter((reward) => reward !== undefined)
    return rewards.reduce(withEntries, scoreOf(rule, owner, [...share.orders.values()]))
  }

  return {
    replace(before, after) {
      if (before) change(before, false)
      if (after) change(after, true)
    },
    enter(key, reward) {
      const known = entered.get(key)
      if (known) {
        shareOf(known.period, known.owner).entries.delete(key)
        if (known.stands) move(known.period, known.owner, -1)
        entered.delete(key)
      }
      if (!reward || !rule.inSeason(reward.at)) return
      const now = {
        period: periods.at(reward.at),
        owner: reward.participant,
        stands: entriesOf(reward).stands,
      }
      entered.set(key, now)
      shareOf(now.period, now.owner).entries.add(key)
      if (now.stands) move(now.period, now.owner, 1)
    },
    close(row) {
      const known = closesOf()?.get(row.period)
      addClose(closes, row)
      const close = closesOf()?.get(row.period)
      if (!close || close === known) return
      for (const [index, winner] of (known?.winners ?? []).entries())
        book.set(rewardKey(incentive.id, winner, `place:${row.period}:${index + 1}`), undefined)
      setPlaces(close)
    },
    regrant(participant) {
      for (const close of closesOf()?.values() ?? []) setPlaces(close, participant)
    },
    ripen(now) {
      for (const key of timers.ring(now)) book.touched.add(key)
    },
    standings(rewardOf) {
      const open = [...shares.values()].filter(({ period }) => !closesOf()?.has(period.key))
      return open.flatMap(({ period, owners }) => {
        const tallies = [...owners].map(([owner, share]) => tally(owner, share, rewardOf))
        return openStandings(rule, period, sortScores(rule, tallies, book.attributes))
      })
    },
  }
}
