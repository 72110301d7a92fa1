import { countsPerFriend, ownerOf, thresholdCandidate, thresholdOccurrence } from '../candidates.ts'
import { claimAt, thresholdsBetween, thresholdsDown } from '../milestones.ts'
import type { Order } from '../orders.ts'
import type { MilestoneRule } from '../rules.ts'
import { rewardKey, type Candidate } from '../settlement.ts'
import type { Book } from './book.ts'
import { createCounter, type Counter, type Totals } from './counter.ts'

interface Counted {
  readonly counter: Counter
  readonly owner: string
  readonly friend: string | undefined
  /** As of the last row or the last look at the clock. */
  totals: Totals
}

/** What one milestone counts, and the thresholds that this reaches. */
export interface MilestoneBook {
  /** Puts an order under its referrer in place of another. */
  replace(before: BroughtOrder | undefined, after: BroughtOrder | undefined, now: number): void
  /** Something of it is ripe now. */
  ripen(order: BroughtOrder, now: number): void
  /** Sets the participant's thresholds anew, after a change of attributes. */
  rejudge(owner: string): void
  /** Sets one threshold anew, if the occurrence is one. */
  regrant(owner: string, occurrence: string): void
  /** A candidate with its dates as they are now. */
  refresh(candidate: Candidate): Candidate
  net(owner: string): number
}

/** An order and who brought its friend. */
export interface BroughtOrder {
  readonly order: Order
  readonly referrer: string
}

const nothing: Totals = { gross: 0, net: 0, sound: 0, ripe: 0 }

/** Counts nothing yet. */
export function createMilestoneBook(rule: MilestoneRule, book: Book, tellsDates: boolean): MilestoneBook {
  const { incentive, when, perParticipant, total } = rule
  const perFriend = countsPerFriend(rule)
  /** Whether the time at which a threshold was reached decides more than what is shown. */
  const isDated =
    perParticipant?.periods !== undefined || total !== undefined || incentive.give.type === 'entry'
  const byOwner = new Map<string, Map<string | undefined, Counted>>()

  const countedOf = ({ order: { friend }, referrer }: BroughtOrder): Counted => {
    const owner = ownerOf(rule, referrer, friend)
    const apart = perFriend ? friend : undefined
    let theirs = byOwner.get(owner)
    if (!theirs) byOwner.set(owner, (theirs = new Map()))
    let counted = theirs.get(apart)
    if (!counted)
      theirs.set(apart, (counted = { counter: createCounter(rule), owner, friend: apart, totals: nothing }))
    return counted
  }
  const keyOf = ({ owner, friend }: Counted, threshold: number): string =>
    rewardKey(incentive.id, owner, thresholdOccurrence(threshold, friend))
  const set = (counted: Counted, threshold: number): void => {
    const { counter, owner, friend, totals } = counted
    const at = totals.gross >= threshold ? counter.reachedAt(threshold) : undefined
    const claim = claimAt(threshold, totals.net, counter.ripeAt(threshold))
    const candidate =
      at === undefined ? undefined : thresholdCandidate(rule, owner, { threshold, at, claim }, friend, book)
    book.set(keyOf(counted, threshold), candidate)
  }
  const recount = (counted: Counted, now: number): void => {
    const before = counted.totals
    const after = counted.counter.totals(now)
    counted.totals = after
    if (isDated) {
      for (const threshold of thresholdsBetween(when, 0, Math.max(before.gross, after.gross)))
        set(counted, threshold)
      return
    }
    const changed = new Set<number>()
    for (const which of ['gross', 'net', 'sound', 'ripe'] as const) {
      const [low, high] = [Math.min(before[which], after[which]), Math.max(before[which], after[which])]
      for (const threshold of thresholdsBetween(when, low, high)) changed.add(threshold)
    }
    for (const threshold of changed) set(counted, threshold)
  }
  /** A late order, and one that goes, moves the dates of the thresholds that were reached after it. */
  const redate = (counted: Counted, { at, ripeAt }: Order): void => {
    if (isDated || !tellsDates) return
    for (const threshold of thresholdsDown(when, counted.totals.gross)) {
      const reached = counted.counter.reachedAt(threshold)
      const ripe = counted.counter.ripeAt(threshold)
      const isBefore = reached !== undefined && reached < at && ripe !== undefined && ripe < ripeAt
      if (isBefore) return
      book.touched.add(keyOf(counted, threshold))
    }
  }
  const isCounted = (brought: BroughtOrder | undefined): brought is BroughtOrder =>
    brought?.order.name === when.conversion && rule.inSeason(brought.order.at)

  return {
    replace(before, after, now) {
      const changed = new Set<Counted>()
      for (const [brought, act] of [
        [before, 'remove'],
        [after, 'add'],
      ] as const) {
        if (!isCounted(brought)) continue
        const counted = countedOf(brought)
        counted.counter[act](brought.order)
        changed.add(counted)
      }
      for (const counted of changed) recount(counted, now)
      for (const brought of [before, after]) if (isCounted(brought)) redate(countedOf(brought), brought.order)
    },
    ripen(brought, now) {
      if (isCounted(brought)) recount(countedOf(brought), now)
    },
    rejudge(owner) {
      for (const counted of byOwner.get(owner)?.values() ?? [])
        for (const threshold of thresholdsBetween(when, 0, counted.totals.gross)) set(counted, threshold)
    },
    regrant(owner, occurrence) {
      const [, digits = '', friend] = /^at:(\d{1,10})(?::(.*))?$/s.exec(occurrence) ?? []
      const counted = byOwner.get(owner)?.get(friend)
      const threshold = Number(digits)
      if (counted && isReached(counted, threshold) && occurrence === thresholdOccurrence(threshold, friend))
        set(counted, threshold)
    },
    refresh(candidate) {
      const { line: threshold, participant, friend } = candidate
      const { counter, totals } = byOwner.get(participant)!.get(friend)!
      const claim = claimAt(threshold, totals.net, counter.ripeAt(threshold))
      return { ...candidate, at: counter.reachedAt(threshold) ?? candidate.at, claim }
    },
    net: (owner) => byOwner.get(owner)?.get(undefined)?.totals.net ?? 0,
  }

  function isReached({ totals }: Counted, threshold: number): boolean {
    return [...thresholdsBetween(when, threshold - 1, threshold)].length > 0 && totals.gross >= threshold
  }
}
