import type { RewardState } from '@goodword/program'
import type { JSX } from 'preact'
import { Icon, type IconName } from '../dialog/icons.tsx'
import { nameReward } from '../dialog/reward-words.ts'
import { Section } from '../dialog/section.tsx'
import { Line } from './line.tsx'
import { LongList } from './long-list.tsx'
import type { BelowProps } from './below-props.ts'
import { explainReward } from './reward-reasons.ts'

const icons: Record<RewardState, IconName> = {
  pending: 'clock',
  due: 'gift',
  granted: 'check',
  reversed: 'undo',
  'owed-back': 'undo',
}

/** What was earned, with its state as a picture and its reason as a sentence. */
export function Rewards({ model, words }: BelowProps): JSX.Element | null {
  const { view, rewards } = model.invitation
  const earned = rewards.value?.items
  if (!earned?.length) return null
  const speech = model.speech()
  return (
    <Section part="rewards" title={words.rewards}>
      <LongList
        model={model}
        lines={earned.map((reward) => {
          const { id, incentive, give, state } = reward
          const label = view.value?.incentives.find((known) => known.id === incentive)?.label
          return (
            <Line
              key={id}
              look={`badge ${state}`}
              badge={<Icon name={icons[state]} />}
              name={<bdi>{label ?? nameReward({ give }, speech)}</bdi>}
              hint={explainReward(reward, words, speech)}
            >
              {give.type === 'coupon' && give.code && <code class="code">{give.code}</code>}
            </Line>
          )
        })}
      />
    </Section>
  )
}
