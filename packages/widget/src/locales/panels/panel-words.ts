import type { Referral } from '@goodword/adapters'
import type { Reason } from '@goodword/program'
import type { Plural } from '../words.ts'

/** What the elements beside the dialog say, in one language. */
export interface PanelWords {
  /** Its own, BCP 47. */
  readonly language: string

  /** Over a friend's offer: who invited them, if that may be told, to what `{program}`. */
  readonly invitedBy: string
  readonly invited: string
  /** The offer needs nothing more from the friend. */
  readonly kept: string
  readonly showCoupon: string
  readonly yourCoupon: string
  readonly copyCode: string
  readonly codeCopied: string
  readonly copyCodeByHand: string
  /** The page has put the coupon in. */
  readonly applied: string
  readonly ownLink: string
  readonly haveCode: string
  readonly typedCode: string
  readonly useCode: string
  readonly unknownCode: string
  readonly dismiss: string

  readonly leaders: string
  readonly noLeaders: string
  readonly you: string
  /** One's own place is not known yet. */
  readonly unranked: string

  /** How likely one is to recommend `{program}`; 0 and 10 have names. */
  readonly likely: string
  readonly least: string
  readonly most: string
  /** What is asked next: of promoters, of those in between, of detractors. */
  readonly why: Readonly<Record<'high' | 'middle' | 'low', string>>
  readonly optional: string
  readonly send: string
  readonly thanks: string
  readonly thanksRead: string
  readonly tellFriend: string

  /** A customer introduces a friend; a representative introduces somebody they talked to. */
  readonly introduce: string
  readonly introduceLead: string
  readonly theirName: string
  readonly theirEmail: string
  readonly line: string
  readonly lineHint: string
  /** `{program}`. */
  readonly consent: string
  readonly oneMail: string
  readonly introduceNow: string
  readonly introduced: string
  readonly another: string
  readonly signInToRefer: string
  readonly shareInstead: string
  /** Why an invitation was not sent, by the backend's reason; `other` for one that is not here. */
  readonly refusals: Readonly<
    Record<
      | 'email-invalid'
      | 'message-invalid'
      | 'message-has-link'
      | 'own-address'
      | 'daily-limit'
      | 'not-now'
      | 'other',
      string
    >
  >
  readonly characters: Plural

  readonly rewards: string
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

  /** What opens within the dialog. */
  /** Said once, when a goal is reached: `{reward}`. */
  readonly reachedGoal: string
  /** Whose message it is: of one channel, or of every. */
  readonly messageFor: string
  readonly everyChannel: string
  /** `{channel}`. */
  readonly takesNoText: string
  /** `{channels}`: one, or several with commas. */
  readonly tooLong: string
  /** `{length}` and `{limit}` of a message, in characters. */
  readonly length: string
  readonly mastodonServer: string
  readonly download: string
  readonly printCard: string
  readonly addresses: string
  readonly addressesHint: string
  /** `{addresses}`, some of them. */
  readonly wrongAddresses: string
  /** `{count}` at once. */
  readonly mostAddresses: string
  /** Who sends what, and how to be left alone: `{program}`. */
  readonly mailLaw: string
  readonly sendMails: Plural
  readonly mailsSent: Plural
  readonly sending: string
  readonly sent: string
  readonly ownCode: string
  readonly ownCodeHint: string
  readonly useOwnCode: string
  readonly codeChosen: string
  readonly codeTaken: string
  readonly codeRefused: string
}
