import { mostOfTiers, worthOf } from './amounts.ts'
import type { Grant } from './ledger.ts'
import type { Order } from './orders.ts'
import type { Because, LimitStage, Reason, Reward } from './reward.ts'
import type { Rule } from './rules.ts'

/** Grants by `rewardKey`, each with all its rows by time. */
export type Grants = ReadonlyMap<string, readonly Grant[]>

/** What a reward would be without limits, and if nothing had been handed over. */
export type Claim =
  | { readonly state: 'open'; readonly due: number }
  | { readonly state: 'waiting'; readonly reason: 'unconfirmed' | 'under-review' }
  | { readonly state: 'lost'; readonly because: Because }

/** One occurrence of an incentive for somebody, before limits. */
export interface Candidate {
  readonly rule: Rule
  /** See `rewardKey`. */
  readonly key: string
  readonly participant: string
  readonly occurrence: string
  readonly at: number
  readonly friend?: string
  readonly claim: Claim
  /** What an order comes to, where it was one: net while it stands, gross after. */
  readonly money?: number
  /** Its place in line: by this number, then by `id`. */
  readonly line: number
  readonly id: string
  readonly given?: readonly Grant[]
}

/** What limits leave of a candidate. */
export interface Verdict {
  /** Minor units; absent where the incentive gives no money. */
  readonly amount?: number
  /** Before a limit cut it. */
  readonly uncut?: number
  readonly limited?: LimitStage
  /** Until when, for a limit per period. */
  readonly until?: number
  /** It was never in line, and shows only if something was given for it. */
  readonly nothing?: true
}

/** The one key of a reward, for ever. Lengths keep two keys from looking the same. */
export const rewardKey = (incentive: string, participant: string, occurrence: string): string =>
  `${incentive} ${participant.length} ${participant} ${occurrence}`

/** What one order entitles to. */
export function claimOf({ status, ripeAt }: Order): Claim {
  if (status === 'refunded' || status === 'rejected') return { state: 'lost', because: status }
  return status === 'counts' ? { state: 'open', due: ripeAt } : { state: 'waiting', reason: status }
}

/**
 * What a candidate asks its limits for: what the incentive gives, and of one that was granted no more than was given, so
 * that giving takes nothing from anybody. What a later limit had cut off it is room again under an earlier one, for the
 * same participant. Tiers by ordinal are not decided again once something was given.
 */
export function wishOf(candidate: Candidate, ordinal: number): number | undefined {
  const { rule, money, given } = candidate
  if (!given) return worthOf(rule.incentive.give, money, ordinal)
  const most = mostOf(candidate)
  return most === undefined ? undefined : Math.min(most, sumOf(given, most))
}

/** The verdict on what is in no line, because it is lost; its amount is what it would have been. */
export function lostVerdict(candidate: Candidate): Verdict {
  const amount = candidate.rule.byOrdinal ? undefined : mostOf(candidate)
  return { ...(amount !== undefined && { amount }), ...(amount === 0 && { nothing: true }) }
}

/** What it comes to before limits, by the best ordinal. */
const mostOf = ({ rule, money }: Candidate): number | undefined =>
  rule.byOrdinal ? mostOfTiers(rule.incentive.give, money) : worthOf(rule.incentive.give, money, 0)

/** Grants that say no amount were given in full. */
const sumOf = (given: readonly Grant[], full: number): number =>
  given.reduce((sum, { amount = full }) => sum + amount, 0)

/**
 * Compares what somebody is entitled to with what was handed over: nothing given, the claim as it is; as much or less
 * given, granted and never topped up; more given, the difference is owed back. `undefined` where there is nothing to show.
 */
export function settle(candidate: Candidate, verdict: Verdict, now: number): Reward | undefined {
  const { rule, participant, occurrence, at, friend, claim, given } = candidate
  if (!given && isHidden(rule, verdict)) return undefined
  const { id, to, give } = rule.incentive
  const { amount, uncut } = verdict
  const base = {
    incentive: id,
    to,
    give,
    participant,
    occurrence,
    at,
    ...(friend !== undefined && { friend }),
  }
  if (!given)
    return {
      ...base,
      ...unsettled(claim, verdict, now),
      ...(amount !== undefined && { amount }),
      ...(uncut !== undefined && { uncut }),
    }
  const because = lostBecause(candidate, verdict)
  const most = mostOf(candidate)
  const granted = most === undefined ? undefined : sumOf(given, most)
  const entitled = because ? 0 : (amount ?? 0)
  const tooMuch = granted === undefined ? because !== undefined : granted > entitled
  if (!tooMuch)
    return {
      ...base,
      state: 'granted',
      reason: { code: 'given', at: given[0]!.at },
      ...(granted !== undefined && { amount: granted }),
    }
  return {
    ...base,
    state: 'owed-back',
    reason: {
      code: 'given-then-refunded',
      ...(because !== 'refunded' && { because: because ?? 'too-much' }),
    },
    ...(granted !== undefined && { amount: granted - entitled }),
  }
}

/** What earns nothing shows nothing, and neither do a friend's orders after the first that stands. */
const isHidden = ({ when }: Rule, { nothing, limited }: Verdict): boolean =>
  nothing === true || (when.type === 'first' && limited === 'friend')

function lostBecause({ rule, claim }: Candidate, verdict: Verdict): Because | undefined {
  if (claim.state === 'lost') return claim.because
  if (verdict.limited)
    return rule.when.type === 'first' && verdict.limited === 'friend' ? 'one-per-friend' : 'limited'
  return verdict.nothing ? 'nothing-earned' : undefined
}

function unsettled(
  claim: Claim,
  { limited, until }: Verdict,
  now: number,
): Pick<Reward, 'state' | 'reason' | 'due'> {
  if (claim.state === 'lost') return { state: 'reversed', reason: { code: reversedBy(claim.because) } }
  if (limited)
    return {
      state: 'reversed',
      reason: { code: 'limited', by: limited, ...(until !== undefined && { until }) },
    }
  if (claim.state === 'waiting') return { state: 'pending', reason: { code: claim.reason } }
  const { due } = claim
  if (due <= now) return { state: 'due', reason: { code: 'earned' } }
  return { state: 'pending', reason: { code: 'on-hold', until: due }, due }
}

const reversedBy = (
  because: Because,
): Exclude<Reason['code'], 'on-hold' | 'given' | 'limited' | 'given-then-refunded'> =>
  because === 'rejected' || because === 'below-threshold' ? because : 'refunded'
