import type { Because, LimitStage, Reason } from '../rewards/reward.ts'

/** How times are written. */
export interface ReasonOptions {
  /** The program's, for the days. @default 'UTC' */
  readonly timeZone?: string
  /** Of the dates; the sentence is English. @default 'en' */
  readonly locale?: string
}

/** Why a reward is in its state, as an English sentence for the owner: "It is due on 15 May 2026, when the hold is over." */
export function explainReason(
  reason: Reason,
  { timeZone = 'UTC', locale = 'en-GB' }: ReasonOptions = {},
): string {
  const dayOf = (at: number): string =>
    new Intl.DateTimeFormat(locale, { timeZone, dateStyle: 'long' }).format(at)
  switch (reason.code) {
    case 'on-hold':
      return `It is due on ${dayOf(reason.until)}, when the hold is over.`
    case 'given':
      return `It was given on ${dayOf(reason.at)}.`
    case 'limited': {
      const until = reason.until === undefined ? '' : ` until ${dayOf(reason.until)}`
      return `It is not owed: ${limits[reason.by]}${until}. It will be if a place becomes free.`
    }
    case 'given-then-refunded':
      return owedBack[reason.because ?? 'refunded']
    default:
      return plain[reason.code]
  }
}

const plain: Record<
  Exclude<Reason['code'], 'on-hold' | 'given' | 'limited' | 'given-then-refunded'>,
  string
> = {
  unconfirmed: 'It waits for the server’s word: only a browser has reported the order.',
  'under-review': 'It waits for a person to review the order.',
  earned: 'It is earned, and can be given.',
  refunded: 'It is not owed any more: the order was refunded.',
  rejected: 'It is not owed: a person rejected the order.',
  'below-threshold': 'It is not owed any more: after refunds the count is below the threshold.',
}

const limits: Record<LimitStage, string> = {
  friend: 'all there is for this friend is given out',
  participant: 'all there is for one participant is given out',
  total: 'it has no place in what there is for everybody together',
}

const owedBack: Record<Because, string> = {
  refunded: 'It is owed back: the order was refunded after it was given.',
  rejected: 'It is owed back: a person rejected the order after it was given.',
  'below-threshold': 'It is owed back: after refunds the count is below the threshold.',
  'not-theirs': 'It is owed back: the order turned out to be brought by somebody else.',
  'one-per-friend': 'It is owed back: another order of the same friend has earned it.',
  limited: 'It is owed back: it was given past the limit.',
  'nothing-earned': 'It is owed back: what is left of the order earns nothing.',
  'too-much': 'The difference is owed back: more was given than is owed.',
}
