import type { ConversionLine, Money, Reward, Summary } from '@goodword/adapters'
import { formatMoney } from '@goodword/program/money'
import type { ReviewItem, ReviewPerson } from '../fraud/reviews.ts'

/** How a state looks beside its word: never colour alone. */
export type Tone = 'good' | 'warn' | 'bad' | 'calm'

/** A state in words. */
export interface StateWords {
  readonly word: string
  readonly tone: Tone
  /** Why, or until when. */
  readonly note?: string
}

/** One of the big numbers: its name, itself, and what it is a part of. */
export interface NumberWords {
  readonly label: string
  readonly value: string
  readonly note: string
}

/** A day as the reader writes it. */
export const formatDay = (at: number, locale?: string): string =>
  new Intl.DateTimeFormat(locale, { dateStyle: 'medium' }).format(at)

/** The first screen's numbers. */
export function describeSummary(summary: Summary, locale?: string): NumberWords[] {
  const { visits, shares, participants, customers, referred, revenue, referredRevenue } = summary
  const count = new Intl.NumberFormat(locale)
  return [
    { label: 'Visits by a link', value: count.format(visits), note: `${count.format(shares)} shares` },
    { label: 'Participants', value: count.format(participants), note: 'people with a link' },
    {
      label: 'Referred customers',
      value: count.format(referred),
      note: `${percent(referred, customers, locale)} of ${count.format(customers)}`,
    },
    {
      label: 'Referred revenue',
      value: formatMoney(referredRevenue, locale),
      note: `${percent(referredRevenue.amount, revenue.amount, locale)} of ${formatMoney(revenue, locale)}`,
    },
  ]
}

function percent(part: number, whole: number, locale?: string): string {
  return new Intl.NumberFormat(locale, { style: 'percent' }).format(whole > 0 ? part / whole : 0)
}

/** Money as the reader writes it; nothing where there is none. */
export const describeMoney = (money: Money | undefined, locale?: string): string =>
  money ? formatMoney(money, locale) : ''

/** An order’s state in words. */
export function describeConversion(state: ConversionLine['state']): StateWords {
  if (state === 'converted') return { word: 'Counts', tone: 'good' }
  if (state === 'refunded') return { word: 'Refunded', tone: 'bad' }
  return { word: 'Waiting', tone: 'warn', note: 'for your server’s word, or a review' }
}

/** What a reward is, in words: "$10 credit". */
export function describeGift({ give, money }: Reward, locale?: string): string {
  const amount = describeMoney(money, locale)
  switch (give.type) {
    case 'credit':
      return `${amount} credit`
    case 'cash':
      return `${amount} in cash`
    case 'donation':
      return `${amount} to ${give.name}`
    case 'coupon':
      return ['Coupon', give.code, amount && `(${amount})`].filter(Boolean).join(' ')
    default:
      return 'name' in give ? give.name : (give as { type: string }).type
  }
}

/** A reward’s state in words, with why or until when. */
export function describeReward({ state, reason, checks }: Reward, locale?: string): StateWords {
  switch (state) {
    case 'due':
      return { word: 'Due', tone: 'warn' }
    case 'granted':
      return {
        word: 'Given',
        tone: 'good',
        ...(reason.code === 'given' && { note: formatDay(reason.at, locale) }),
      }
    case 'reversed':
      return { word: 'Taken back', tone: 'calm', note: whyLost[reason.code] ?? '' }
    case 'owed-back':
      return { word: 'Owed back', tone: 'bad', note: 'refunded after it was given' }
    default:
      if (reason.code === 'on-hold')
        return { word: 'On its way', tone: 'calm', note: `due on ${formatDay(reason.until, locale)}` }
      if (reason.code === 'under-review' && checks?.[0])
        return { word: 'To review', tone: 'warn', note: checks[0].says }
      return { word: 'On its way', tone: 'calm', note: whyWaiting[reason.code] ?? '' }
  }
}

/** An order to review, in words. */
export interface ReviewWords {
  readonly title: string
  readonly who: string
  readonly reasons: readonly string[]
  readonly state: StateWords
}

/** What an order to review is about, and how far its review is. */
export function describeReview(item: ReviewItem, locale?: string): ReviewWords {
  const { name, order, money, friend, referrer, because, state, decided } = item
  const by = referrer && `brought by ${nameOf(referrer)}`
  return {
    title: [describeMoney(money, locale), name, order].filter(Boolean).join(' · '),
    who: [friend && nameOf(friend), by].filter(Boolean).join(', '),
    reasons: because.map(({ says }) => says),
    state: decided
      ? {
          word: state === 'approved' ? 'Approved' : 'Rejected',
          tone: state === 'approved' ? 'good' : 'calm',
          note: formatDay(decided.at, locale),
        }
      : because.some(({ holds }) => holds)
        ? { word: 'Waits for you', tone: 'warn', note: 'earns nothing before' }
        : { word: 'Counts meanwhile', tone: 'calm' },
  }
}

const nameOf = ({ name, email }: ReviewPerson): string => name ?? email ?? 'somebody without a name'

const whyLost: Readonly<Record<string, string>> = {
  refunded: 'the order was refunded',
  rejected: 'the order was rejected',
  'below-threshold': 'too few orders are left',
}
const whyWaiting: Readonly<Record<string, string>> = {
  unconfirmed: 'waits for your server’s word',
  'under-review': 'waits for a review',
}
