import type { Give } from './schema/incentive.ts'

/**
 * `pending`: held, or under review. `due`: to be given. `granted`: given. `reversed`: refunded before it was given.
 * `owed-back`: refunded after.
 */
export type RewardState = 'pending' | 'due' | 'granted' | 'reversed' | 'owed-back'

/** One reward, known for ever by (incentive, participant, occurrence). */
export interface Reward {
  readonly incentive: string
  /** The person key of who gets it. */
  readonly participant: string
  readonly to: 'referrer' | 'friend'
  /** `order:<name>:<order>` or `at:<threshold>`; never an index. */
  readonly occurrence: string
  readonly state: RewardState
  readonly give: Give
  /**
   * Minor units, where `give` says an amount: what was given of a granted reward, the difference of one that is owed
   * back, otherwise what is to be given. Only `credit` and `cash` are money in the participant's hand.
   */
  readonly amount?: number
  /** When it was earned, epoch milliseconds. */
  readonly at: number
  /** When it falls due, for `pending` ones that only wait for time. */
  readonly due?: number
  /** The person key of the friend whose order earned it, where it was one friend. */
  readonly friend?: string
  readonly reason: Reason
}

/** Why a reward is in its state, for `explainReason` to put into words. */
export type Reason =
  | { readonly code: 'on-hold'; readonly until: number }
  | { readonly code: 'unconfirmed' | 'under-review' | 'earned' | 'refunded' | 'rejected' | 'below-threshold' }
  | { readonly code: 'given'; readonly at: number }
  | {
      readonly code: 'given-then-refunded'
      /** Why it is owed back, where it was no refund. */
      readonly because?:
        | 'refunded'
        | 'rejected'
        | 'below-threshold'
        | 'not-theirs'
        | 'one-per-friend'
        | 'too-much'
    }

/** A friend that somebody brought. */
export interface Bond {
  /** Both are person keys. */
  readonly friend: string
  readonly referrer: string
  /** When the friend first converted. */
  readonly at: number
  /**
   * `held`: all that stands waits for the server's word or a review. `converted`: an order counts, in its hold period
   * or past it. `refunded`: none stands any more.
   */
  readonly state: 'held' | 'converted' | 'refunded'
}

/** What `evaluate` decides; the lists are sorted by time, then by key. */
export interface Evaluation {
  readonly rewards: readonly Reward[]
  readonly bonds: readonly Bond[]
  /** Progress by person key, for every referrer with a bond. */
  readonly progress: ReadonlyMap<string, readonly MilestoneProgress[]>
}

/** How far a participant is towards a milestone. */
export interface MilestoneProgress {
  readonly incentive: string
  readonly count: 'friends' | 'orders'
  readonly at: number
  /** Counted so far, including what is still on hold; never above `at`. */
  readonly have: number
  readonly reached: boolean
}
