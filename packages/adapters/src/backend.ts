import type { Capability } from './capabilities.ts'
import type {
  Attributes,
  Customer,
  Give,
  MilestoneProgress,
  ProgramView,
  Receipt,
  ReferralEvent,
  RewardState,
  Reason,
} from '@goodword/program'

/** How to name a participant: the owner's customer id, an e-mail, or the participant's own code. */
export type ParticipantKey =
  | { readonly customer: string }
  | { readonly email: string }
  | { readonly code: string }

/** Money in whole minor units of an ISO 4217 currency. */
export interface Money {
  readonly amount: number
  readonly currency: string
}

/** Someone who can refer. */
export interface Participant {
  /** The backend's own id. */
  readonly id: string
  readonly code: string
  /** The address to share; it ends where a channel can be appended, see `linkFor`. */
  readonly link: string
  readonly name?: string
  readonly stats?: ParticipantStats
  readonly milestones?: readonly MilestoneProgress[]
}

export interface ParticipantStats {
  readonly visits: number
  readonly shares: number
  /** Friends with an order that counts, including those still on hold. */
  readonly friends: number
  /** Rewards of money that are granted, and those on the way (`pending` and `due`). */
  readonly earned: readonly Money[]
  readonly coming: readonly Money[]
  /** Among all who brought a friend; those with as many share one. Only where the backend knows it without counting. */
  readonly rank?: number
}

/** A friend, as their referrer may see them: the name shortened, never an e-mail. */
export interface Referral {
  readonly id: string
  /** E.g. "Bo L."; absent when no name is known. */
  readonly friend?: string
  /** Absent where a vendor does not tell. */
  readonly at?: number
  readonly state: 'held' | 'converted' | 'refunded'
}

/** A reward, as its owner sees it. */
export interface Reward {
  /** Stable for ever: incentive, participant and occurrence in one. */
  readonly id: string
  readonly incentive: string
  readonly to: 'referrer' | 'friend'
  readonly state: RewardState
  /** A coupon's code is there once the reward is due. */
  readonly give: Give
  readonly money?: Money
  /** When it was earned; absent where a vendor does not tell. */
  readonly at?: number
  readonly reason: Reason
  /** Shortened name of the friend whose order earned it. */
  readonly friend?: string
  /** Whose it is; only in answers to a secret key. */
  readonly participant?: { readonly id: string; readonly name?: string; readonly email?: string }
  /** Why a person should look at its order, by code and as sentences; only in answers to a secret key. */
  readonly checks?: readonly { readonly reason: string; readonly says: string }[]
}

export interface Standing {
  readonly rank: number
  /** A display name: first name and initial. */
  readonly name: string
  readonly friends: number
}

export interface PageQuery {
  /** 1 to 100. @default 20 */
  readonly limit?: number
  /** `next` of the page before. */
  readonly cursor?: string
}

export interface Page<T> {
  readonly items: readonly T[]
  /** Present when there is more. */
  readonly next?: string
}

export interface Invitation {
  readonly email: string
  readonly name?: string
  readonly message?: string
}

export interface InviteReceipt {
  readonly email: string
  readonly status: 'sent' | 'skipped' | 'failed'
  readonly reason?: string
}

/** What the owner's first screen shows. Counts are since the program began. */
export interface Summary {
  readonly visits: number
  readonly shares: number
  readonly participants: number
  /** People who converted, referred or not. */
  readonly customers: number
  readonly referred: number
  readonly revenue: Money
  readonly referredRevenue: Money
  readonly conversions: readonly ConversionLine[]
}

/** One order, newest first, with what it led to. */
export interface ConversionLine {
  readonly name: string
  readonly order: string
  readonly at: number
  readonly money?: Money
  readonly friend?: string
  readonly referrer?: string
  readonly state: 'held' | 'converted' | 'refunded'
}

/** A draw of one period, as anybody may see it. */
export interface Draw {
  readonly incentive: string
  /** The period's first day, `yyyy-mm-dd`. */
  readonly period: string
  /** The SHA-256 of the secret seed, known from the period's beginning. */
  readonly commitment: string
  /** After the draw: what anybody needs to draw again. */
  readonly drawn?: {
    readonly at: number
    readonly seed: string
    /** Of everybody's entries, see `drawEntries`. */
    readonly digest: string
    /** Display names, the first place first. */
    readonly winners: readonly string[]
  }
}

/** One participant in a draw that was held, under the name that its digest is made of. */
export interface DrawEntry {
  /** A key that stays the same, and says nothing of who it is; customers find it in the ids of their rewards. */
  readonly participant: string
  readonly entries: number
  /** Of a winner, from 1. */
  readonly place?: number
}

/** Where a browser's request came from. Whoever keeps any of it keeps a keyed hash. */
export interface Client {
  readonly address?: string
  /** The `User-Agent` header. */
  readonly agent?: string
}

export interface RecordOptions {
  /** Whose word it is: `server` only for callers who proved a secret key. @default 'browser' */
  readonly source?: 'browser' | 'server'
  /** The browser that the events came from; not the site's own server. */
  readonly client?: Client
  /**
   * Orders from before the program, as an import knows them: with `source: 'server'` they may be older than 13 months.
   * A backend may refuse these all the same. @default false
   */
  readonly past?: boolean
}

export interface FulfilOptions {
  /** With which key it is said, for an audit log; `by` is a name that the owner chose. */
  readonly actor?: string
}

export interface EnrolOptions {
  /** What the site's signed identity, or its server, says of them: for segments. */
  readonly attributes?: Attributes
  readonly client?: Client
  /**
   * A code that they had elsewhere, 1 to 64 letters, digits, `-` or `_`: it becomes theirs, besides any that they have.
   * Error `code-taken` when it is somebody else's, and then nobody is enrolled. Passed over without `enrol.withCode`.
   */
  readonly code?: string
  /** Nobody vouched that this is them: the link that comes back must not tell whether they were known, or who they are. */
  readonly unproven?: boolean
}

/**
 * The one interface that everything which knows referrals implements: our own database, every vendor, and the HTTP
 * client that talks to another one over the wire.
 *
 * Methods reject with a `GoodwordError`; code `unsupported` for what `supports` does not name. No method throws
 * synchronously, and none changes anything when it rejects.
 */
export interface ReferralBackend {
  readonly name: string
  readonly supports: ReadonlySet<Capability>
  /** The public program, in the best language for `locales` (BCP 47, best first). */
  program(locales?: readonly string[]): Promise<ProgramView>
  /** Makes a participant of a customer, or returns the one they are: idempotent per customer. */
  enrol(customer: Customer, options?: EnrolOptions): Promise<Participant>
  participant(who: ParticipantKey): Promise<Participant | undefined>
  /** One receipt per event, in order. Idempotent by event id; a bad event is rejected alone. */
  record(events: readonly ReferralEvent[], options?: RecordOptions): Promise<readonly Receipt[]>
  /** Newest first. */
  referrals(who: ParticipantKey, page?: PageQuery): Promise<Page<Referral>>
  /** Newest first; both sides: what they earned as a referrer and what they were given as a friend. */
  rewards(who: ParticipantKey, page?: PageQuery): Promise<Page<Reward>>
  /** Gives a participant a code of their own choice; the first keeps working. Error `code-invalid` or `code-taken`. */
  chooseCode?(who: ParticipantKey, code: string): Promise<Participant>
  leaderboard(query?: { readonly limit?: number }): Promise<readonly Standing[]>
  invite(who: ParticipantKey, invitations: readonly Invitation[]): Promise<readonly InviteReceipt[]>
  /** All rewards of the program, newest first, for its owner. */
  allRewards?(page?: PageQuery & { readonly state?: RewardState }): Promise<Page<Reward>>
  /**
   * Marks a due reward as given. A granted one is returned as it is, so that who hears no answer may ask again; but error
   * `already-granted` where the backend knows that somebody else gave it. Error `not-due` for any other state.
   */
  fulfil?(reward: string, by: string, options?: FulfilOptions): Promise<Reward>
  /** Lets a reward that waits for a person fall due. Approving twice is once. Error `reward-unknown`. */
  approve?(reward: string, by: string): Promise<void>
  summary?(): Promise<Summary>
  /** The newest draws, open and held, the newest period first. */
  draws?(): Promise<readonly Draw[]>
  /**
   * Everybody's entries for a draw that was held, sorted by participant: with its seed, all that anybody needs to draw
   * again with `drawWinners`. A page has up to 1,000. Error `draw-unknown` for a draw that was not held.
   */
  drawEntries?(incentive: string, period: string, page?: PageQuery): Promise<Page<DrawEntry>>
}
