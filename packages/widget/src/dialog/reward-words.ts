import type { Amount, IncentiveView } from '@goodword/program'
import { fillTemplate } from '@goodword/program/messages'
import { formatMoney } from '@goodword/program/money'
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
  const { words } = speech
  const amount = 'amount' in give ? give.amount : undefined
  const template = give.type === 'coupon' && !amount ? words.coupon : words.gives[give.type]
  const name = 'name' in give ? give.name : ''
  return (
    label ?? fillTemplate(template, { name, money: amount === undefined ? '' : sayAmount(amount, speech) })
  )
}

/** "$10", "10%", or of tiers the most there is: "up to $30". */
function sayAmount(amount: Amount, speech: Speech): string {
  const { words, locale, currency } = speech
  if (typeof amount === 'number') return formatMoney({ amount, currency }, locale)
  if ('percent' in amount) {
    const share = { style: 'percent', maximumFractionDigits: 2 } as const
    return (amount.percent / 100).toLocaleString(locale, share)
  }
  return fillTemplate(words.upTo, { money: sayAmount(amount.tiers.at(-1)!.amount, speech) })
}
