import type { Attributes } from '../audience/condition.ts'
import type { DrawEntry } from './draw.ts'

/**
 * The ledger: what happened, as rows. Rows are a set keyed by `id`, never edited; their order of arrival means
 * nothing. Times are epoch milliseconds, amounts whole minor units of the program's currency.
 */
export type LedgerRow = Visit | Conversion | Refund | Enrolment | Grant | Seal | Allotment | Close | Review

interface Row {
  readonly id: string
  readonly at: number
}

/** Somebody came by a referrer's link. */
export interface Visit extends Row {
  readonly type: 'visit'
  readonly code: string
  readonly visitor: string
}

/** One report of an order. Several rows may report the same order, `(name, order)`. */
export interface Conversion extends Row {
  readonly type: 'conversion'
  readonly name: string
  readonly order: string
  readonly amount?: number
  readonly currency?: string
  /** The person key of who converted, chosen by whoever writes the row. */
  readonly friend: string
  /** A code that the sender knew of: it counts as a touch at the order's own time. */
  readonly code?: string
  /** The browser it came from: its visits are the friend's visits. */
  readonly visitor?: string
  /** True when a secret key reported it. */
  readonly trusted: boolean
  /** A rule wants a person to look at it first; the reason as a code. */
  readonly held?: string
}

/** Money given back, the whole order if there is no amount. */
export interface Refund extends Row {
  readonly type: 'refund'
  readonly name: string
  readonly order: string
  readonly amount?: number
  readonly currency?: string
}

/** A reward was handed over. */
export interface Grant extends Row {
  readonly type: 'grant'
  readonly incentive: string
  readonly participant: string
  readonly occurrence: string
  /** Minor units for rewards of money. */
  readonly amount?: number
  readonly by: string
}

/** Somebody takes part, or their attributes changed: the last one by (at, id) wins. It owns no code: see `Ledger`. */
export interface Enrolment extends Row {
  readonly type: 'enrolment'
  readonly participant: string
  /** What the site's signed identity says of them, for segments. */
  readonly attributes?: Attributes
}

/** A reward got its place in an incentive's limit in total, such as a budget. Made by `allotsDue`. */
export interface Allotment extends Row {
  readonly type: 'allot'
  readonly incentive: string
  readonly participant: string
  readonly occurrence: string
  /** Which batch it was handed out in; a batch stands in line before later ones. */
  readonly sequence: number
}

/** The places of a rank, or the winners of a draw, are decided for one period. The first by (at, id) counts. Made by `closesDue`. */
export interface Close extends Row {
  readonly type: 'close'
  readonly incentive: string
  /** The period's first day, `yyyy-mm-dd`. */
  readonly period: string
  /** Person keys, the first place first. */
  readonly winners: readonly string[]
  /** Of a draw: what anybody needs to draw again, see `drawWinners`. */
  readonly draw?: {
    readonly seed: string
    /** Of `entries`, see `entriesDigest`. */
    readonly digest: string
    /** Everybody's entries; whoever stores the row may keep them elsewhere. */
    readonly entries?: readonly DrawEntry[]
  }
}

/** A friend's referrer stands for good from now on; no referrer means direct. */
export interface Seal extends Row {
  readonly type: 'seal'
  /** Both are person keys. */
  readonly friend: string
  readonly referrer?: string
}

/**
 * A person decided: whether an order counts, or who brought a friend. The last one by (at, id) wins; `reopen` takes back
 * what was decided of an order, as though nobody had reviewed it.
 */
export type Review = Row & { readonly type: 'review'; readonly by: string } & (
    | {
        readonly subject: 'order'
        readonly name: string
        readonly order: string
        readonly verdict: 'approve' | 'reject' | 'reopen'
      }
    | { readonly subject: 'bond'; readonly friend: string; readonly referrer?: string }
  )

/**
 * All that `evaluate` looks at. A person has one key, whether they refer, are referred, or both, so that nobody can
 * refer themselves.
 *
 * `rows` may be a slice, and then `friends` says whose: all rows of all orders that any row gives to one of them, all
 * visits of the visitors on these, their seals and bond reviews, and the grants for these orders. It decides these
 * friends' bonds and what their orders earn without a limit per participant or in total and without tiers by ordinal.
 * These, a referrer's progress and milestones it decides only when it has all the friends that were ever theirs; leave
 * milestone grants out otherwise. Ranks, draws, `allotsDue` and `closesDue` want everybody's rows.
 */
export interface Ledger {
  /** Whose code is whose: code → the participant's person key. Codes that nobody owns yet are absent. */
  readonly codes: ReadonlyMap<string, string>
  readonly rows: Iterable<LedgerRow>
  /** The person keys that the rows are complete for; other friends on them are passed over. @default everybody */
  readonly friends?: ReadonlySet<string>
}
