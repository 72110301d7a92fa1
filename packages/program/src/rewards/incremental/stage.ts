import type { Cap } from '../rules.ts'
import type { Entry, Pass } from './entry.ts'
import { createSorted, type Sorted } from './sorted.ts'

/** Takes what the stage before lets through of an entry, or that it lets nothing through any more. */
export type Node = (entry: Entry, pass: Pass | undefined) => void

interface Bucket {
  readonly kept: Sorted<Entry>
  readonly waiting: Sorted<Entry>
  money: number
}

/** One stage of a limit. */
export interface StageRule {
  /** Which of an entry's slots is its own. */
  readonly slot: number
  readonly cap: Cap
  readonly bucketOf: (entry: Entry) => string
  readonly compare: (a: Entry, b: Entry) => number
}

/**
 * A stage that keeps a prefix of each bucket's line. Of each bucket it needs the sum, the last that is in and the first
 * that waits; an entry that comes or goes moves these two ends, and tells `next` of every entry that is let through
 * otherwise than before.
 */
export function createStage({ slot, cap, bucketOf, compare }: StageRule, next: Node): Node {
  if (cap.count === Infinity && cap.money === Infinity) return next
  const buckets = new Map<string, Bucket>()
  const amountOf = (entry: Entry): number => entry.slots[slot]?.input.amount ?? 0

  function move(bucket: Bucket, entry: Entry, isIn: boolean): void {
    const amount = amountOf(entry)
    const [from, to] = isIn ? [bucket.waiting, bucket.kept] : [bucket.kept, bucket.waiting]
    from.delete(entry)
    to.add(entry)
    bucket.money += isIn ? amount : -amount
    entry.slots[slot]!.isIn = isIn
  }
  function take(bucket: Bucket, entry: Entry): void {
    const { isIn } = entry.slots[slot]!
    const line = isIn ? bucket.kept : bucket.waiting
    line.delete(entry)
    if (isIn) bucket.money -= amountOf(entry)
    entry.slots[slot] = undefined
  }
  function put(bucket: Bucket, entry: Entry, input: Pass): void {
    const first = bucket.waiting.first()
    const isIn = !first || compare(entry, first) < 0
    const line = isIn ? bucket.kept : bucket.waiting
    entry.slots[slot] = { input, output: undefined, isIn }
    line.add(entry)
    if (isIn) bucket.money += input.amount ?? 0
  }
  /** Moves the edge to where it belongs; whoever crosses it is touched. */
  function level(bucket: Bucket, touched: Set<Entry>): void {
    const { kept, waiting } = bucket
    for (let last = kept.last(); last; last = kept.last()) {
      if (kept.size <= cap.count && bucket.money - amountOf(last) < cap.money) break
      move(bucket, last, false)
      touched.add(last)
    }
    for (let first = waiting.first(); first; first = waiting.first()) {
      if (kept.size >= cap.count || bucket.money >= cap.money) break
      move(bucket, first, true)
      touched.add(first)
    }
  }
  function outputOf({ kept, money }: Bucket, entry: Entry): Pass | undefined {
    const place = entry.slots[slot]
    if (!place?.isIn) return undefined
    const { wish, amount } = place.input
    if (amount === undefined || money <= cap.money || kept.last() !== entry) return place.input
    return { wish, amount: amount - (money - cap.money) }
  }

  return (entry, input) => {
    const known = entry.slots[slot]
    if (!known && !input) return
    const key = bucketOf(entry)
    let bucket = buckets.get(key)
    if (!bucket)
      buckets.set(key, (bucket = { kept: createSorted(compare), waiting: createSorted(compare), money: 0 }))
    const touched = new Set<Entry>()
    const edge = bucket.kept.last()
    if (edge) touched.add(edge)
    const before = known?.output
    if (known) take(bucket, entry)
    if (input) put(bucket, entry, input)
    level(bucket, touched)
    const last = bucket.kept.last()
    if (last) touched.add(last)
    touched.delete(entry)
    if (bucket.kept.size + bucket.waiting.size === 0) buckets.delete(key)

    const output = outputOf(bucket, entry)
    const own = entry.slots[slot]
    if (own) own.output = output
    // Leave first, so that nobody waits behind an entry that is gone.
    if (!isSame(before, output) || !isSame(known?.input, input)) next(entry, output)
    for (const other of touched) {
      const place = other.slots[slot]!
      const now = outputOf(bucket, other)
      if (isSame(place.output, now)) continue
      place.output = now
      next(other, now)
    }
  }
}

const isSame = (a: Pass | undefined, b: Pass | undefined): boolean =>
  a === b || (a !== undefined && b !== undefined && a.wish === b.wish && a.amount === b.amount)
