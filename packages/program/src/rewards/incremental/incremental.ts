import { looksAt, orderCandidate, orderOccurrence, ownerOf } from '../candidates.ts'
import { laterOf } from '../ledger-index.ts'
import type { Enrolment, Grant, LedgerRow } from '../ledger.ts'
import { conversionRules, decideOrder, type Order, type OrderRows } from '../orders.ts'
import { isContest, isMilestone, isOrderRule, rulesOf, type OrderRule } from '../rules.ts'
import type { Program } from '../../schema/program.ts'
import { rewardKey } from '../settlement.ts'
import { createBook } from './book.ts'
import type { Change, Incremental } from './change.ts'
import { createContestBook } from './contest-book.ts'
import { createMilestoneBook, type BroughtOrder } from './milestone-book.ts'
import { createPeople, type Friend } from './people.ts'
import { createReader } from './reader.ts'
import { createTimers } from './timers.ts'

/**
 * The incremental form of `evaluate`: the same answer after every row, for a cost that does not grow with what a
 * participant has already (it grows with the logarithm). What one row changes is one friend's order, the edges of the
 * limits that it is in line for, and the thresholds that its counters cross. Only a bond that moves decides all orders of
 * that friend again, and only new attributes all rewards of that participant under incentives with a segment.
 *
 * `codes` says whose code is whose at the beginning; later ones come by `own`. With `tellsDates` a late order also tells of
 * the milestones whose dates it moved, which costs as much as there are.
 */
export function createIncremental(
  program: Program,
  codes: ReadonlyMap<string, string> = new Map(),
  { tellsDates = false }: { readonly tellsDates?: boolean } = {},
): Incremental {
  const rules = rulesOf(program)
  const conversions = conversionRules(program)
  const owners = new Map(codes)
  const people = createPeople(program.attribution, owners)
  const book = createBook(rules)
  const orderRules = rules.filter(isOrderRule)
  const milestones = rules
    .filter(isMilestone)
    .map((rule) => ({ rule, ...createMilestoneBook(rule, book, tellsDates) }))
  const contests = rules.filter(isContest).map((rule) => ({ rule, ...createContestBook(rule, book) }))
  const timers = createTimers()
  const seen = new Set<string>()
  const orderRows = new Map<string, OrderRows>()
  const orders = new Map<string, Order>()
  const enrolments = new Map<string, Enrolment>()
  const brought = new Map<string, Set<Friend>>()
  let now = -Infinity
  const reader = createReader({ rules, book, milestones, contests, orders, people, brought, now: () => now })

  const under = (order: Order | undefined, referrer: string | undefined): BroughtOrder | undefined =>
    order && referrer !== undefined ? { order, referrer } : undefined

  function setOrder(
    rule: OrderRule,
    before: BroughtOrder | undefined,
    after: BroughtOrder | undefined,
  ): void {
    const keyOf = ({ order, referrer }: BroughtOrder): string =>
      rewardKey(rule.incentive.id, ownerOf(rule, referrer, order.friend), orderOccurrence(order.key))
    const old = before && looksAt(rule, before.order) ? keyOf(before) : undefined
    const key = after && looksAt(rule, after.order) ? keyOf(after) : undefined
    if (old !== undefined && old !== key) book.set(old, undefined)
    if (!after || key === undefined) return
    book.set(key, orderCandidate(rule, ownerOf(rule, after.referrer, after.order.friend), after.order, book))
  }
  function replace(before: BroughtOrder | undefined, after: BroughtOrder | undefined): void {
    if (!before && !after) return
    for (const rule of orderRules) setOrder(rule, before, after)
    for (const milestone of milestones) milestone.replace(before, after, now)
    for (const contest of contests) contest.replace(before, after)
  }
  /** Moves all orders of a friend to who brought them, if that is somebody else now. */
  function rebond(friend: Friend): void {
    const before = friend.bond?.referrer
    friend.bond = people.decide(friend)
    const after = friend.bond?.referrer
    if (before === after) return
    if (before !== undefined) brought.get(before)?.delete(friend)
    if (after !== undefined) brought.set(after, (brought.get(after) ?? new Set()).add(friend))
    for (const order of friend.orders.values()) replace(under(order, before), under(order, after))
  }
  /** Puts an order in place of what it was, for one friend. */
  function change(name: string, before: Order | undefined, after: Order | undefined): void {
    const friend = people.get(name)
    const referrer = friend?.bond?.referrer
    replace(under(before, referrer), under(after, referrer))
    if (people.replace(name, before, after)) rebond(people.get(name)!)
  }
  function redecide(name: string, order: string): void {
    const key = `${name}:${order}`
    const rule = conversions.get(name)
    const rows = orderRows.get(key)
    const before = orders.get(key)
    const after = rule && rows && decideOrder(rule, rows, program.currency)
    if (!after) return
    orders.set(key, after)
    if (after.ripeAt > now) timers.set(after.ripeAt, key)
    if (before && before.friend !== after.friend) {
      change(before.friend, before, undefined)
      change(after.friend, undefined, after)
    } else change(after.friend, before, after)
  }
  function rowsOf({ name, order }: { readonly name: string; readonly order: string }): OrderRows {
    const key = `${name}:${order}`
    const rows = orderRows.get(key) ?? { conversions: [], refunds: [], reviews: [] }
    orderRows.set(key, rows)
    return rows
  }
  function grant(row: Grant): void {
    book.grant(row)
    const { incentive, participant, occurrence } = row
    const order = orders.get(occurrence.slice('order:'.length))
    const referrer = order && people.get(order.friend)?.bond?.referrer
    const found = under(order, referrer)
    for (const rule of orderRules)
      if (
        rule.incentive.id === incentive &&
        found &&
        ownerOf(rule, found.referrer, found.order.friend) === participant
      )
        if (occurrence === orderOccurrence(found.order.key)) setOrder(rule, found, found)
    for (const milestone of milestones)
      if (milestone.rule.incentive.id === incentive) milestone.regrant(participant, occurrence)
    for (const contest of contests) if (contest.rule.incentive.id === incentive) contest.regrant(participant)
  }
  /** Judges segments anew. */
  function enrol(row: Enrolment): void {
    const { participant } = row
    const known = enrolments.get(participant)
    const last = laterOf(known, row)
    if (known === last) return
    enrolments.set(participant, last)
    book.attributes.set(participant, last.attributes)
    for (const rule of orderRules) {
      if (rule.incentive.segment === undefined) continue
      const own = people.get(participant)
      const friends = rule.incentive.to === 'referrer' ? brought.get(participant) : own && [own]
      for (const { orders, bond } of friends ?? [])
        for (const order of orders.values()) {
          const found = under(order, bond?.referrer)
          if (found) setOrder(rule, found, found)
        }
    }
    for (const milestone of milestones)
      if (milestone.rule.incentive.segment !== undefined) milestone.rejudge(participant)
  }
  function take(row: LedgerRow): void {
    switch (row.type) {
      case 'conversion':
        rowsOf(row).conversions.push(row)
        return redecide(row.name, row.order)
      case 'refund':
        rowsOf(row).refunds.push(row)
        return redecide(row.name, row.order)
      case 'visit':
        for (const friend of people.visit(row)) rebond(friend)
        return
      case 'seal':
        return rebond(people.seal(row))
      case 'grant':
        return grant(row)
      case 'enrolment':
        return enrol(row)
      case 'allot':
        return book.allot(rewardKey(row.incentive, row.participant, row.occurrence), row.sequence)
      case 'close':
        for (const contest of contests) if (contest.rule.incentive.id === row.incentive) contest.close(row)
        return
      case 'review':
        if (row.subject === 'bond') return rebond(people.review(row))
        rowsOf(row).reviews.push(row)
        return redecide(row.name, row.order)
    }
  }
  function changes(): Change[] {
    // Entering a draw may touch the places of its winners, which are then read as well.
    for (const key of book.touched) {
      const given = reader.entryGiven(key)
      for (const contest of contests)
        if (given && contest.rule.incentive.id === given.draw) contest.enter(key, given.reward)
    }
    const found = [...book.touched]
      .map((key) => reader.changeOf(key))
      .filter((change) => change !== undefined)
    book.touched.clear()
    return found
  }

  return {
    ...reader.views,
    add(row) {
      if (seen.has(row.id)) return []
      seen.add(row.id)
      take(row)
      return changes()
    },
    advance(to) {
      now = Math.max(now, to)
      for (const key of timers.ring(now)) {
        const order = orders.get(key)
        const found = order && under(order, people.get(order.friend)?.bond?.referrer)
        if (!found) continue
        for (const rule of orderRules) setOrder(rule, found, found)
        for (const milestone of milestones) milestone.ripen(found, now)
      }
      for (const contest of contests) contest.ripen(now)
      return changes()
    },
    own(code, participant) {
      owners.set(code, participant)
      for (const friend of people.touchedBy(code)) rebond(friend)
      return changes()
    },
  }
}
