import type { Grant } from './ledger.ts'
import type { Order } from './orders.ts'
import type { Reason, Reward } from './reward.ts'
import type { Give, Incentive } from './schema/incentive.ts'

/** Grants by `rewardKey`, each with all its rows. */
export type Grants = ReadonlyMap<string, readonly Grant[]>

/** Why a grant is owed back, where it was not a refund. */
type Because = NonNullable<Extract<Reason, { code: 'given-then-refunded' }>['because']>

/** What a reward would be if nothing had been handed over. */
export type Claim =
  | { readonly state: 'pending'; readonly reason: Reason; readonly due?: number }
  | { readonly state: 'due' }
  | { readonly state: 'lost'; readonly because: Because }

/** The one key of a reward, for ever. */
export const rewardKey = (incentive: string, participant: string, occurrence: string): string =>
  JSON.stringify([incentive, participant, occurrence])

/** Minor units of a reward that says an amount. */
export const amountOf = (give: Give): number | undefined => ('amount' in give ? give.amount : undefined)

/** Who earned what by which occurrence. */
export type Earned = Pick<Reward, 'participant' | 'occurrence' | 'at' | 'friend'>

/**
 * Compares what somebody is entitled to with what was handed over: nothing given, the claim as it is; as much or less
 * given, granted and never topped up; more given, the difference is owed back.
 */
export function settle(incentive: Incentive, earned: Earned, claim: Claim, grants: Grants): Reward {
  const { id, to, give } = incentive
  const given = grants.get(rewardKey(id, earned.participant, earned.occurrence)) ?? []
  const amount = amountOf(give)
  const [first] = given
  const base = { incentive: id, to, give, ...earned }
  const withAmount = (value: number | undefined) => (value === undefined ? {} : { amount: value })
  if (!first) return { ...base, ...unsettled(claim), ...withAmount(amount) }
  const granted =
    amount === undefined ? undefined : given.reduce((sum, row) => sum + (row.amount ?? amount), 0)
  const entitled = claim.state === 'lost' ? 0 : (amount ?? 0)
  const tooMuch = granted === undefined ? claim.state === 'lost' : granted > entitled
  if (!tooMuch)
    return { ...base, state: 'granted', reason: { code: 'given', at: first.at }, ...withAmount(granted) }
  const because = claim.state === 'lost' ? claim.because : 'too-much'
  return {
    ...base,
    state: 'owed-back',
    reason: { code: 'given-then-refunded', ...(because !== 'refunded' && { because }) },
    ...withAmount(granted === undefined ? undefined : granted - entitled),
  }
}

function unsettled(claim: Claim): Pick<Reward, 'state' | 'reason' | 'due'> {
  if (claim.state === 'due') return { state: 'due', reason: { code: 'earned' } }
  if (claim.state === 'pending') return claim
  const code =
    claim.because === 'rejected' || claim.because === 'below-threshold' ? claim.because : 'refunded'
  return { state: 'reversed', reason: { code } }
}

/** What one order entitles to at `now`. */
export function claimOf({ status, ripeAt }: Order, now: number): Claim {
  if (status === 'refunded' || status === 'rejected') return { state: 'lost', because: status }
  if (status !== 'counts') return { state: 'pending', reason: { code: status } }
  if (ripeAt <= now) return { state: 'due' }
  return { state: 'pending', reason: { code: 'on-hold', until: ripeAt }, due: ripeAt }
}
