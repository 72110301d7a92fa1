import { byLine, byTotalLine, type Allotted } from '../line-order.ts'
import { compare } from '../orders.ts'
import type { Rule } from '../rules.ts'
import { wishOf } from '../settlement.ts'
import type { Entry } from './entry.ts'
import { createWishes } from './ordinals.ts'
import { createSorted, type Sorted } from './sorted.ts'
import { createStage, type Node } from './stage.ts'

/** The limits of one incentive, chained. */
export interface Chain {
  /** Puts an entry in line, where it stands now. */
  put(entry: Entry): void
  /** Takes it out; before its candidate changes, which is what its place is found by. */
  take(entry: Entry): void
  /** Who waits for a place in the limit in total, by time. */
  readonly waiting: Sorted<Entry>
  /** What the limit in total has given out. */
  readonly given: { count: number; money: number }
}

/** Chains the stages: count per friend, ordinals, money per friend, participant and period, total. */
export function createChain(rule: Rule, onChange: (entry: Entry) => void): Chain {
  const { perFriend, perParticipant, total } = rule
  const inLine = (a: Entry, b: Entry): number => byLine(a.candidate, b.candidate)
  const friendOf = ({ candidate: { participant, friend } }: Entry): string =>
    `${participant.length} ${participant} ${friend}`
  const waiting = createSorted<Entry>((a, b) => byEarned(a, b))
  const given = { count: 0, money: 0 }

  let node: Node = (entry, pass) => {
    if (total) {
      given.count += Number(pass !== undefined) - Number(entry.passed !== undefined)
      given.money += (pass?.amount ?? 0) - (entry.passed?.amount ?? 0)
    }
    entry.passed = pass
    onChange(entry)
  }
  if (total)
    node = allottedOnly(
      createStage({ slot: 3, cap: total, bucketOf: () => '', compare: inTotal }, node),
      waiting,
      node,
    )
  if (perParticipant) {
    const { periods } = perParticipant
    const bucketOf = ({ candidate: { participant, at } }: Entry): string =>
      `${periods?.at(at).key} ${participant}`
    node = createStage({ slot: 2, cap: perParticipant, bucketOf, compare: inLine }, node)
  }
  if (perFriend)
    node = createStage(
      { slot: 1, cap: { ...perFriend, count: Infinity }, bucketOf: friendOf, compare: inLine },
      node,
    )
  node = createWishes(rule, node, onChange)
  if (perFriend)
    node = createStage(
      { slot: 0, cap: { ...perFriend, money: Infinity }, bucketOf: friendOf, compare: inLine },
      node,
    )

  return {
    waiting,
    given,
    put(entry) {
      const { candidate } = entry
      const wish = rule.byOrdinal ? undefined : wishOf(candidate, 0)
      const isLost = candidate.claim.state === 'lost'
      entry.nothing = !isLost && wish === 0
      if (isLost || wish === 0) onChange(entry)
      else node(entry, { wish, amount: 0 })
    },
    take(entry) {
      node(entry, undefined)
    },
  }
}

/** Only who was allotted a place is in line for the limit in total; the others wait for one. */
function allottedOnly(stage: Node, waiting: Sorted<Entry>, last: Node): Node {
  return (entry, pass) => {
    const waited = waiting.delete(entry)
    const isAllotted = entry.sequence !== undefined
    entry.waits = isAllotted ? undefined : pass
    if (entry.waits) waiting.add(entry)
    stage(entry, isAllotted ? pass : undefined)
    if (waited || !isAllotted) last(entry, undefined)
  }
}

const inTotal = (a: Entry, b: Entry): number => byTotalLine(allotted(a), allotted(b))
const allotted = ({ candidate, sequence = 0 }: Entry): Allotted => ({ candidate, sequence })

const byEarned = ({ candidate: a }: Entry, { candidate: b }: Entry): number =>
  a.at - b.at || compare(a.id, b.id) || compare(a.key, b.key)
