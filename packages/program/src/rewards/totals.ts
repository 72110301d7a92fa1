import type { Allotment } from './ledger.ts'
import { compare } from './orders.ts'
import type { Reward } from './reward.ts'
import { rulesOf, type Cap } from './rules.ts'
import type { Program } from '../schema/program.ts'
import { rewardKey } from './settlement.ts'

/** A reward that came as far as its incentive's limit in total, and how it stands in that line. */
export interface TotalPlace {
  /** See `rewardKey`. */
  readonly key: string
  readonly given: boolean
  /** The batch in which it got its place; absent while it waits for one. */
  readonly sequence?: number
  /** Its place within its batch: by this number, then by `id`. */
  readonly line: number
  readonly id: string
  /** When it was earned; places are handed out by that. */
  readonly earned: number
  /** What the stages before leave of it, in minor units; absent for what is no money. */
  readonly amount?: number
  /** Whether it may be given a place: not what only a browser reported. */
  readonly confirmed: boolean
}

/** What the limit in total leaves: minor units, `undefined` for what is no money, or nothing. */
export type TotalShare = { readonly amount: number | undefined } | 'limited'

// A server asks for the same program again and again.
const stripped = new WeakMap<Program, Program>()

/**
 * The same program without its limits in total: what it decides of somebody rests on their own rows alone. The totals are
 * then taken off by `placeInTotal`, `shareTotal` and `withinTotal`. A program without such limits is returned as it is.
 */
export function withoutTotals(program: Program): Program {
  if (!program.incentives.some(({ limit }) => limit?.total)) return program
  let known = stripped.get(program)
  if (!known) {
    const incentives = program.incentives.map((incentive) => {
      const { total: _, ...limit } = incentive.limit ?? {}
      return incentive.limit ? { ...incentive, limit } : incentive
    })
    stripped.set(program, (known = { ...program, incentives }))
  }
  return known
}

/** The limits in total of a program by incentive; what has none is absent. */
export const totalsOf = (program: Program): ReadonlyMap<string, Cap> =>
  new Map(rulesOf(program).flatMap(({ incentive, total }) => (total ? [[incentive.id, total] as const] : [])))

/**
 * How a reward that was decided `withoutTotals` stands in line; `undefined` for one that an earlier stage stopped.
 * `granted` is what was given of it in all, in minor units: it is asked for only where `needsGranted`.
 */
export function placeInTotal(
  reward: Reward,
  sequence: number | undefined,
  granted?: number,
): TotalPlace | undefined {
  const { incentive, participant, occurrence, at, state, reason } = reward
  const given = state === 'granted' || state === 'owed-back'
  if (state === 'reversed') return undefined
  if (state === 'owed-back' && !isTooMuch(reward)) return undefined
  const amount = state === 'owed-back' ? (granted ?? 0) - (reward.amount ?? 0) : reward.amount
  const number = sequence ?? (given ? 0 : undefined)
  return {
    key: rewardKey(incentive, participant, occurrence),
    given,
    ...(number !== undefined && { sequence: number }),
    ...lineOf(occurrence, at),
    earned: at,
    ...(amount !== undefined && { amount }),
    confirmed: reason.code !== 'unconfirmed',
  }
}

/** Whether more was given than is due, so that the sum of what was given has to be known. */
export const needsGranted = (reward: Reward): boolean => reward.state === 'owed-back' && isTooMuch(reward)

const isTooMuch = ({ reason }: Reward): boolean =>
  reason.code === 'given-then-refunded' && reason.because === 'too-much'

/** As candidates stand: orders by time and key, thresholds by height and friend. */
function lineOf(occurrence: string, at: number): Pick<TotalPlace, 'line' | 'id'> {
  const [, threshold, friend = ''] = /^at:(\d+)(?::(.*))?$/s.exec(occurrence) ?? []
  if (threshold !== undefined) return { line: Number(threshold), id: friend }
  return { line: at, id: occurrence.slice('order:'.length) }
}

/** Who comes first of those with a place: what was given, then by batch, then by time. */
export const byPlace = (a: TotalPlace, b: TotalPlace): number =>
  Number(b.given) - Number(a.given) ||
  (a.sequence ?? Infinity) - (b.sequence ?? Infinity) ||
  a.line - b.line ||
  compare(a.id, b.id) ||
  compare(a.key, b.key)

/** What everybody in line gets, by `key`: a prefix of those with a place, the last of money cut to fit. */
export function shareTotal(cap: Cap, places: Iterable<TotalPlace>): Map<string, TotalShare> {
  const shares = new Map<string, TotalShare>()
  let [count, money] = [0, 0]
  for (const { key, sequence, amount } of [...places].sort(byPlace)) {
    const isFull = count >= cap.count || money >= cap.money
    if (sequence === undefined || isFull) {
      shares.set(key, 'limited')
      continue
    }
    shares.set(key, { amount: amount === undefined ? undefined : Math.min(amount, cap.money - money) })
    count++
    money += amount ?? 0
  }
  return shares
}

/** A reward that was decided `withoutTotals`, with what the limit in total leaves of it. `granted`: see `placeInTotal`. */
export function withinTotal(reward: Reward, share: TotalShare, granted = reward.amount): Reward {
  const { amount: passed, uncut, due: _, ...rest } = reward
  const { state } = reward
  const money = passed === undefined ? {} : { amount: passed }
  if (state === 'granted' || state === 'owed-back') {
    const entitled = share === 'limited' ? 0 : (share.amount ?? 0)
    const because = share === 'limited' ? 'limited' : 'too-much'
    const isTooMuch = share === 'limited' || (granted !== undefined && granted > entitled)
    if (!isTooMuch) return reward
    return {
      ...rest,
      state: 'owed-back',
      reason: { code: 'given-then-refunded', because },
      ...(granted !== undefined && { amount: granted - entitled }),
    }
  }
  const wish = uncut ?? passed
  if (share === 'limited')
    return {
      ...rest,
      state: 'reversed',
      reason: { code: 'limited', by: 'total' },
      ...(wish !== undefined && { amount: wish }),
    }
  if (share.amount === undefined || share.amount === passed) return reward
  return { ...reward, ...money, amount: share.amount, ...(wish !== undefined && { uncut: wish }) }
}

/** The row that gives a reward its place; its id is its own, whoever writes it. `at` is now. */
export function allotmentFor(
  { incentive, participant, occurrence }: Pick<Reward, 'incentive' | 'participant' | 'occurrence'>,
  sequence: number,
  at: number,
): Allotment {
  const id = `allot:${rewardKey(incentive, participant, occurrence)}`
  return { type: 'allot', id, at, incentive, participant, occurrence, sequence }
}
