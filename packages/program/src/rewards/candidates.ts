import type { Attributes } from '../audience/condition.ts'
import type { BondDecision } from './bonds.ts'
import type { FriendLedger, ReadLedger } from './ledger-index.ts'
import type { Close } from './ledger.ts'
import { tallyOf, thresholdsReached, type Reached } from './milestones.ts'
import type { Order } from './orders.ts'
import type { Period } from './periods.ts'
import type { ContestRule, MilestoneRule, OrderRule, Rule } from './rules.ts'
import { claimOf, rewardKey, type Candidate, type Claim, type Grants } from './settlement.ts'

/** A friend with who brought them. */
export interface DecidedFriend extends FriendLedger {
  readonly bond: BondDecision
}

/** What was handed over, and who is in which segment. */
export interface Records {
  readonly grants: Grants
  readonly attributes: ReadonlyMap<string, Attributes | undefined>
}

/** Whose it is: the referrer's, or the friend's own. */
export const ownerOf = ({ incentive }: Rule, referrer: string, friend: string): string =>
  incentive.to === 'referrer' ? referrer : friend

/** The occurrence of a reward that one order earned. */
export const orderOccurrence = (key: string): string => `order:${key}`

/** The occurrence of a milestone's threshold, of one friend's own where they are counted apart. */
export const thresholdOccurrence = (threshold: number, friend?: string): string =>
  friend === undefined ? `at:${threshold}` : `at:${threshold}:${friend}`

/** Who is counted apart: what a friend gets is for their own orders anyway. */
export const countsPerFriend = ({ incentive, when }: MilestoneRule): boolean =>
  when.per === 'friend' && incentive.to === 'referrer'

/** Whether an incentive looks at an order at all. */
export const looksAt = ({ when, inSeason }: Rule, { name, at }: Order): boolean =>
  name === when.conversion && inSeason(at)

/** What one order asks for. Somebody outside of the segment gets nothing new, and keeps what was given. */
export function orderCandidate(
  rule: OrderRule,
  participant: string,
  order: Order,
  records: Records,
): Candidate | undefined {
  const { key, at, friend, net, gross } = order
  const claim = claimOf(order)
  const money = claim.state === 'lost' ? gross : net
  const place = { line: at, id: key, ...(money !== undefined && { money }) }
  return candidate(
    rule,
    { participant, occurrence: orderOccurrence(key), at, friend, claim, ...place },
    records,
  )
}

/** What a threshold asks for; the lower threshold is before the higher, whenever they were reached. */
export function thresholdCandidate(
  rule: MilestoneRule,
  participant: string,
  { threshold, at, claim }: Reached,
  friend: string | undefined,
  records: Records,
): Candidate | undefined {
  const occurrence = thresholdOccurrence(threshold, friend)
  const place = { line: threshold, id: friend ?? '', ...(friend !== undefined && { friend }) }
  return candidate(rule, { participant, occurrence, at, claim, ...place }, records)
}

/** What the winner of one place asks for, while anything stands of what they won with. */
export function placeCandidate(
  rule: ContestRule,
  { winners, at: closed }: Close,
  index: number,
  period: Period,
  stands: boolean,
  records: Records,
): Candidate | undefined {
  const claim: Claim = stands
    ? { state: 'open', due: Math.max(closed, period.until + rule.hold) }
    : { state: 'lost', because: 'refunded' }
  const occurrence = `place:${period.key}:${index + 1}`
  const place = { line: period.until, id: String(index).padStart(4, '0') }
  return candidate(
    rule,
    { participant: winners[index]!, occurrence, at: period.until, claim, ...place },
    records,
  )
}

function candidate(
  rule: Rule,
  facts: Omit<Candidate, 'rule' | 'key' | 'given'>,
  { grants, attributes }: Records,
): Candidate | undefined {
  const key = rewardKey(rule.incentive.id, facts.participant, facts.occurrence)
  const given = grants.get(key)
  // A closed contest has judged its winners' segment already.
  const admitted =
    given !== undefined || rule.periods !== undefined || rule.admits(attributes.get(facts.participant))
  return admitted ? { rule, key, ...facts, ...(given && { given }) } : undefined
}

/** All candidates of `each` or `first`, by participant. */
export function candidatesOfOrders(
  rule: OrderRule,
  friends: readonly DecidedFriend[],
  read: ReadLedger,
): Map<string, Candidate[]> {
  const found = new Map<string, Candidate[]>()
  for (const { friend, orders, bond } of friends) {
    if (bond.referrer === undefined) continue
    const owner = ownerOf(rule, bond.referrer, friend)
    for (const order of orders)
      if (looksAt(rule, order)) add(found, owner, orderCandidate(rule, owner, order, read))
  }
  return found
}

/** All candidates of a milestone, by participant. */
export function candidatesOfMilestone(
  rule: MilestoneRule,
  friends: readonly DecidedFriend[],
  read: ReadLedger,
): Map<string, Candidate[]> {
  const found = new Map<string, Candidate[]>()
  const reach = (owner: string, orders: readonly Order[], friend?: string): void => {
    for (const reached of thresholdsReached(rule, tallyOf(rule, orders)))
      add(found, owner, thresholdCandidate(rule, owner, reached, friend, read))
  }
  const together = new Map<string, Order[]>()
  for (const { friend, orders, bond } of friends) {
    if (bond.referrer === undefined) continue
    if (rule.incentive.to === 'friend') reach(friend, orders)
    else if (countsPerFriend(rule)) reach(bond.referrer, orders, friend)
    else addAll(together, bond.referrer, orders)
  }
  for (const [owner, orders] of together) reach(owner, orders)
  return found
}

function add<T>(groups: Map<string, T[]>, key: string, item: T | undefined): void {
  if (item !== undefined) addAll(groups, key, [item])
}

function addAll<T>(groups: Map<string, T[]>, key: string, items: readonly T[]): void {
  const group = groups.get(key)
  if (!group) groups.set(key, [...items])
  else for (const item of items) group.push(item)
}
