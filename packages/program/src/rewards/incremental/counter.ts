import { stands, weightOf } from '../milestones.ts'
import { byTime, type Order } from '../orders.ts'
import type { MilestoneRule } from '../rules.ts'
import { createSorted, type Sorted } from './sorted.ts'

interface Item {
  readonly id: string
  readonly at: number
  readonly weight: number
}

/** What a milestone counts for one participant. */
export interface Totals {
  /** Everything that was ever confirmed. */
  readonly gross: number
  readonly net: number
  /** What counts and needs no review. */
  readonly sound: number
  /** What of it is ripe. */
  readonly ripe: number
}

/** The counters of a milestone for one participant, or for one of their friends where these count apart. */
export interface Counter {
  add(order: Order): void
  remove(order: Order): void
  totals(now: number): Totals
  /** When the gross count came to a threshold. */
  reachedAt(threshold: number): number | undefined
  /** When the sound count comes to it. */
  ripeAt(threshold: number): number | undefined
}

/** An empty counter. An order that is removed must be the one that was added. */
export function createCounter({ when: { count } }: MilestoneRule): Counter {
  const gross = createSorted<Item>(byTime)
  const sound = createSorted<Item>(byTime)
  let net = 0
  const grossOf = count === 'friends' ? firstOfFriends(gross) : () => plain(gross)
  const soundOf = count === 'friends' ? firstOfFriends(sound) : () => plain(sound)
  const standing = new Map<string, number>()

  function change(order: Order, by: 1 | -1): void {
    const { key, friend, at, ripeAt, status } = order
    if (status === 'unconfirmed') return
    const act = by > 0 ? 'put' : 'take'
    grossOf(friend)[act]({ id: key, at, weight: weightOf(count, order.gross) })
    if (!stands(order)) return
    const weight = weightOf(count, order.net)
    net += by * countNet(friend, weight, by)
    if (status === 'counts') soundOf(friend)[act]({ id: key, at: ripeAt, weight })
  }
  function countNet(friend: string, weight: number, by: 1 | -1): number {
    if (count !== 'friends') return weight
    const before = standing.get(friend) ?? 0
    standing.set(friend, before + by)
    return (by > 0 ? before : before - 1) === 0 ? 1 : 0
  }
  return {
    add: (order) => change(order, 1),
    remove: (order) => change(order, -1),
    totals: (now) => ({
      gross: gross.sum,
      net,
      sound: sound.sum,
      ripe: sound.sumWhile(({ at }) => at <= now),
    }),
    reachedAt: (threshold) => gross.crossing(threshold)?.at,
    ripeAt: (threshold) => sound.crossing(threshold)?.at,
  }
}

interface ItemLine {
  put(item: Item): void
  take(item: Item): void
}

const plain = (line: Sorted<Item>): ItemLine => ({
  put: (item) => line.add(item, item.weight),
  take: (item) => void line.delete(item),
})

/** Keeps the first item of each friend in a line. */
function firstOfFriends(line: Sorted<Item>): (friend: string) => ItemLine {
  const friends = new Map<string, Sorted<Item>>()
  return (friend) => {
    const theirs = friends.get(friend) ?? createSorted<Item>(byTime)
    friends.set(friend, theirs)
    const change = (act: () => void): void => {
      const before = theirs.first()
      act()
      const after = theirs.first()
      if (before === after) return
      if (before) line.delete(before)
      if (after) line.add(after, after.weight)
      else friends.delete(friend)
    }
    return {
      put: (item) => change(() => theirs.add(item)),
      take: (item) => change(() => void theirs.delete(item)),
    }
  }
}
