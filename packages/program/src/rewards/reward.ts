import type { OrderFlag } from './orders.ts'
import type { Give } from '../schema/incentive.ts'
import type { Standings } from './standings.ts'

/**
 * `pending`: held, or under review. `due`: to be given. `granted`: given. `reversed`: refunded before it was given, or
 * past a limit (its reason is then `limited`, and it comes back when a place is free). `owed-back`: refunded after.
 */
export type RewardState = 'pending' | 'due' | 'granted' | 'reversed' | 'owed-back'

/** One reward, known for ever by (incentive, participant, occurrence). */
export interface Reward {
  readonly incentive: string
  /** The person key of who gets it. */
  readonly participant: string
  readonly to: 'referrer' | 'friend'
  /**
   * `order:<name>:<order>`, `at:<threshold>`, `at:<threshold>:<friend>` of milestones per friend, or
   * `place:<first day of the period>:<place>`; never an index.
   */
  readonly occurrence: string
  readonly state: RewardState
  readonly give: Give
  /**
   * Minor units, where `give` says an amount: what was given of a granted reward, the difference of one that is owed
   * back, otherwise what is to be given. Only `credit` and `cash` are money in the participant's hand.
   */
  readonly amount?: number
  /** What `amount` would be, had a limit not cut it to fit. */
  readonly uncut?: number
  /**
   * When it was earned, epoch milliseconds: the order's time, when a count first came to the threshold (by orders refunded
   * since, too), or the end of the period.
   */
  readonly at: number
  /** When it falls due, for `pending` ones that only wait for time. */
  readonly due?: number
  /** The person key of the friend whose order earned it, where it was one friend. */
  readonly friend?: string
  readonly reason: Reason
}

/** Why a reward is in its state; `explainReason` puts it into words. */
export type Reason =
  | { readonly code: 'on-hold'; readonly until: number }
  | { readonly code: 'unconfirmed' | 'under-review' | 'earned' | 'refunded' | 'rejected' | 'below-threshold' }
  /** The friend, the participant (of a period: until its last millisecond), or everybody together has all there is. */
  | { readonly code: 'limited'; readonly by: LimitStage; readonly until?: number }
  | { readonly code: 'given'; readonly at: number }
  | { readonly code: 'given-then-refunded'; readonly because?: Because }

/** The stages of a limit, in their order. */
export type LimitStage = 'friend' | 'participant' | 'total'

/** Why something is owed back; `too-much`: more was given than is due. */
export type Because =
  | 'refunded'
  | 'rejected'
  | 'below-threshold'
  | 'not-theirs'
  | 'one-per-friend'
  | 'limited'
  | 'nothing-earned'
  | 'too-much'

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

/** An order that a person should look at, though it may count: their review of it, later than the odd row, settles it. */
export interface Flag {
  readonly name: string
  readonly order: string
  readonly because: OrderFlag
}

/** What `evaluate` decides; the lists are sorted by time, then by key. */
export interface Evaluation {
  readonly rewards: readonly Reward[]
  readonly bonds: readonly Bond[]
  /** Progress by person key, for every referrer with a bond. */
  readonly progress: ReadonlyMap<string, readonly MilestoneProgress[]>
  /** Ranks and draws that are not decided yet: no rewards, and every late row may change them. */
  readonly standings: readonly Standings[]
  readonly flags: readonly Flag[]
}

/** How far a participant is towards a milestone over all friends. */
export interface MilestoneProgress {
  readonly incentive: string
  readonly count: 'friends' | 'orders' | 'money'
  /** The next threshold; of one that repeats the last, when all are reached. */
  readonly at: number
  /** Counted so far, including what is still on hold; never above `at`. */
  readonly have: number
  readonly reached: boolean
  /** The season's last millisecond, where it counts in a season. */
  readonly until?: number
}
