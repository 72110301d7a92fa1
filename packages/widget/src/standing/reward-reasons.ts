import type { Reward } from '@goodword/adapters'
import { fillTemplate } from '@goodword/program/messages'
import type { Speech } from '../dialog/reward-words.ts'
import type { PanelWords } from '../locales/panels/panel-words.ts'
import { sayDate, sayNamed } from '../locales/say.ts'

/** Why a reward is in its state, as a sentence that says when and why. */
export function explainReward(
  { reason, friend, to, give }: Reward,
  words: PanelWords,
  { locale, now }: Pick<Speech, 'locale' | 'now'>,
): string {
  if (reason.code === 'earned' && give.type === 'coupon') return words.ready
  const nameless = to === 'friend' ? words.yourOrder : words.anOrder
  const order = friend ? sayNamed(words.friendOrder, { friend: firstName(friend) }) : nameless
  const { until, at = until } = reason as { until?: number; at?: number }
  // A newer server may have reasons that this version does not know.
  const template: string = words.reasons[reason.code] ?? ''
  return fillTemplate(template, { order, date: at === undefined ? '' : sayDate(at, locale, now) })
}

/** "Bo" of "Bo L.". */
const firstName = (name: string): string => name.trim().split(/\s/, 1)[0]!
