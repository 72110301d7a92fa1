import { byLine, byOrdinalLine, byTotalLine } from './line-order.ts'
import type { LimitStage } from './reward.ts'
import type { Cap, Rule } from './rules.ts'
import { lostVerdict, wishOf, type Candidate, type Verdict } from './settlement.ts'

/** A candidate that the stages so far let through, with what they leave of it. */
export interface Passing {
  readonly candidate: Candidate
  readonly wish: number | undefined
  readonly amount: number | undefined
}

/** Where verdicts are collected. */
export type Verdicts = Map<Candidate, Verdict>

/**
 * Chains the stages for the candidates of one participant under one incentive: per friend, then per participant and
 * period. Each keeps a prefix of what the one before let through: granted first, then by time, then by id. After the
 * count per friend the ordinals are given that tiers may go by. Returns who stands in line for the limit in total.
 */
export function limitParticipant(
  rule: Rule,
  candidates: readonly Candidate[],
  verdicts: Verdicts,
): Passing[] {
  const standing: Candidate[] = []
  for (const candidate of candidates) {
    if (candidate.claim.state === 'lost') verdicts.set(candidate, lostVerdict(candidate))
    else if (!rule.byOrdinal && wishOf(candidate, 0) === 0) verdicts.set(candidate, nothing)
    else standing.push(candidate)
  }
  const { perFriend, perParticipant } = rule
  const friendOf = ({ friend }: Candidate): string | undefined => friend
  let line = standing.sort(byLine).map((candidate): Passing => ({ candidate, wish: 0, amount: 0 }))
  if (perFriend)
    line = keep(
      line,
      { stage: 'friend', cap: { ...perFriend, money: Infinity }, bucketOf: friendOf },
      verdicts,
    )
  line = wishes(rule, line, verdicts)
  if (perFriend)
    line = keep(
      line,
      { stage: 'friend', cap: { ...perFriend, count: Infinity }, bucketOf: friendOf },
      verdicts,
    )
  if (perParticipant) {
    const { periods } = perParticipant
    const untilOf = periods && ((candidate: Candidate) => periods.at(candidate.at).until)
    const bucketOf = ({ at }: Candidate): string | undefined => periods?.at(at).key
    line = keep(line, { stage: 'participant', cap: perParticipant, bucketOf, untilOf }, verdicts)
  }
  if (!rule.total) letThrough(line, verdicts)
  return line
}

/**
 * The last stage, over everybody: a prefix of what was allotted a place, batch by batch. What was not allotted one is
 * returned: it waits in line, by no order.
 */
export function limitTotal(
  cap: Cap,
  passed: readonly Passing[],
  sequences: ReadonlyMap<string, number>,
  verdicts: Verdicts,
): { readonly waiting: readonly Passing[]; readonly kept: readonly Passing[] } {
  const allotted: { candidate: Candidate; sequence: number; passing: Passing }[] = []
  const waiting: Passing[] = []
  for (const passing of passed) {
    const { candidate, wish } = passing
    const sequence = sequenceOf(candidate, sequences)
    if (sequence !== undefined) allotted.push({ candidate, sequence, passing })
    else {
      waiting.push(passing)
      verdicts.set(candidate, { ...(wish !== undefined && { amount: wish }), limited: 'total' })
    }
  }
  const line = allotted.sort(byTotalLine).map(({ passing }) => passing)
  const kept = keep(line, { stage: 'total', cap, bucketOf: () => undefined }, verdicts)
  letThrough(kept, verdicts)
  return { waiting, kept }
}

/** The batch in which a reward got its place. What was given needs none: it has its place by that. */
export const sequenceOf = (
  { key, given }: Candidate,
  sequences: ReadonlyMap<string, number>,
): number | undefined => sequences.get(key) ?? (given ? 0 : undefined)

const nothing: Verdict = { amount: 0, nothing: true }

/** What each asks for, by its ordinal; those whose tier gives nothing leave the line here. */
function wishes({ byOrdinal }: Rule, line: readonly Passing[], verdicts: Verdicts): Passing[] {
  const ordinals = new Map<Candidate, number>()
  if (byOrdinal) {
    const inOrder = line.map(({ candidate }) => candidate).sort(byOrdinalLine)
    for (const [index, candidate] of inOrder.entries()) ordinals.set(candidate, index + 1)
  }
  return line.flatMap(({ candidate }) => {
    const wish = wishOf(candidate, ordinals.get(candidate) ?? 0)
    if (wish === 0) verdicts.set(candidate, nothing)
    return wish === 0 ? [] : [{ candidate, wish, amount: wish }]
  })
}

interface Stage {
  readonly stage: LimitStage
  readonly cap: Cap
  readonly bucketOf: (candidate: Candidate) => string | undefined
  readonly untilOf?: ((candidate: Candidate) => number) | undefined
}

/** Keeps a prefix of each bucket's line; the last reward of money is cut to fit. */
function keep(
  line: readonly Passing[],
  { stage, cap, bucketOf, untilOf }: Stage,
  verdicts: Verdicts,
): Passing[] {
  if (cap.count === Infinity && cap.money === Infinity) return [...line]
  const buckets = new Map<string | undefined, { count: number; money: number }>()
  const kept: Passing[] = []
  for (const { candidate, wish, amount } of line) {
    const key = bucketOf(candidate)
    let taken = buckets.get(key)
    if (!taken) buckets.set(key, (taken = { count: 0, money: 0 }))
    if (taken.count >= cap.count || taken.money >= cap.money) {
      const uncut = wish || (candidate.rule.byOrdinal ? undefined : wishOf(candidate, 0))
      const until = untilOf?.(candidate)
      verdicts.set(candidate, {
        ...(uncut !== undefined && { amount: uncut }),
        limited: stage,
        ...(until !== undefined && { until }),
      })
      continue
    }
    kept.push({
      candidate,
      wish,
      amount: amount === undefined ? undefined : Math.min(amount, cap.money - taken.money),
    })
    taken.count++
    taken.money += amount ?? 0
  }
  return kept
}

function letThrough(line: readonly Passing[], verdicts: Verdicts): void {
  for (const { candidate, wish, amount } of line)
    verdicts.set(candidate, {
      ...(amount !== undefined && { amount }),
      ...(wish !== amount && wish !== undefined && { uncut: wish }),
    })
}
