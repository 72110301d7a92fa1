import type { Reward } from '@goodword/adapters'
import type { IncentiveView } from '@goodword/program'
import { fillTemplate } from '@goodword/program/messages'
import { formatMoney } from '@goodword/program/money'
import { sayDate } from '../locales/say.ts'
import type { Words } from '../locales/words.ts'

/** In what to say something: the words, and the locale for amounts and dates. */
export interface Speech {
  readonly words: Words
  readonly locale: string
  /** The program's, ISO 4217. */
  readonly currency: string
  /** Epoch milliseconds. */
  readonly now: number
}

/** What an incentive's reward is called, as within a sentence: by the program, else by what is given. */
export function nameReward({ label, give }: Pick<IncentiveView, 'label' | 'give'>, speech: Speech): string {
  const { words, locale, currency } = speech
  const { amount = 0, name = '' } = give as { amount?: number; name?: string }
  const template = give.type === 'coupon' && !amount ? words.coupon : words.gives[give.type]
  return label ?? fillTemplate(template, { name, money: formatMoney({ amount, currency }, locale) })
}

/** Why a reward is in its state, as a sentence that says when and why. */
export function explainReward({ reason, friend, to, give }: Reward, { words, locale, now }: Speech): string {
  if (reason.code === 'earned' && give.type === 'coupon') return words.ready
  const nameless = to === 'friend' ? words.yourOrder : words.anOrder
  const order = friend ? fillTemplate(words.friendOrder, { friend: firstName(friend) }) : nameless
  const { until, at = until } = reason as { until?: number; at?: number }
  // A newer server may have reasons that this version does not know.
  const template: string = words.reasons[reason.code] ?? ''
  return fillTemplate(template, { order, date: at === undefined ? '' : sayDate(at, locale, now) })
}

/** "Bo" of "Bo L.". */
const firstName = (name: string): string => name.trim().split(/\s/, 1)[0]!
