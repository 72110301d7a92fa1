import type { Give, MilestoneProgress, Reason } from '@goodword/program'
import type { Referral } from '@goodword/adapters'

/** A phrase by plural category; `other` covers the categories that a language does not tell apart. */
export interface Plural {
  readonly one?: string
  readonly two?: string
  readonly few?: string
  readonly many?: string
  readonly other: string
}

/** What went wrong, as far as the reader can do something about it. */
export type Trouble = 'offline' | 'unreachable' | 'expired' | 'email' | 'unavailable'

/** Everything the widget itself says, in one language; the offer's own words come from the program. */
export interface Words {
  /** Its own, BCP 47. */
  readonly language: string
  readonly close: string
  /** Closes what opened by itself, and is remembered. */
  readonly notNow: string
  readonly youGet: string
  readonly friendGets: string
  readonly when: string
  /** The season's last day, `{date}`. */
  readonly until: string
  readonly lastDay: string
  readonly link: string
  readonly copy: string
  readonly copied: string
  /** The browser refused: the link is selected for the reader to copy. */
  readonly copyByHand: string
  readonly share: string
  /** To say it aloud; `{code}`. */
  readonly code: string
  readonly chooseCode: string
  readonly message: string
  /** `{disclosure}` is the program's own sentence. */
  readonly added: string
  readonly friendsView: string
  readonly email: string
  readonly sms: string
  readonly more: string
  /** Sent by the shop, and not by the reader's own mail program. */
  readonly inviteByEmail: string
  readonly qrCode: string

  readonly progress: string
  /** How far it is to the next milestone, by what it counts; `{reward}` as in a sentence, `{money}` of what is bought. */
  readonly togo: Readonly<Record<MilestoneProgress['count'], Plural>>
  readonly reachedAll: string
  readonly youAreHere: string
  readonly visits: Plural
  readonly friends: Plural
  readonly earned: string
  readonly coming: string

  readonly rewards: string
  /** Names for rewards that the program has not named; `{money}` (an amount, or a share such as 10 %), `{name}`. */
  readonly gives: Readonly<Record<Give['type'], string>>
  /** An amount that depends on the order, by its bound. */
  readonly upTo: string
  /** A coupon of no certain amount. */
  readonly coupon: string
  /** Whose order: `{friend}`’s, the reader’s own, or one that is not named. They stand within the reasons. */
  readonly friendOrder: string
  readonly yourOrder: string
  readonly anOrder: string
  /** Why a reward is where it is; `{order}`, `{date}`. */
  readonly reasons: Readonly<Record<Reason['code'], string>>
  /** A coupon that is due. */
  readonly ready: string

  readonly yourFriends: string
  readonly noFriends: string
  readonly aFriend: string
  readonly states: Readonly<Record<Referral['state'], string>>

  readonly howItWorks: string
  readonly questions: string
  readonly terms: string

  readonly yourEmail: string
  readonly emailHint: string
  readonly getLink: string
  readonly signInForMore: string

  readonly retry: string
  readonly troubles: Readonly<Record<Trouble, string>>
}
