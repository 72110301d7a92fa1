import type { RewardState } from '@goodword/program'
import type { JSX } from 'preact'
import { Icon, type IconName } from './icons.tsx'
import type { StandingProps } from './model.ts'
import { explainReward, nameReward } from './reward-words.ts'
import { Line, Section } from './section.tsx'

const icons: Record<RewardState, IconName> = {
  pending: 'clock',
  due: 'gift',
  granted: 'check',
  reversed: 'undo',
  'owed-back': 'undo',
}

/** What was earned, with its state as a picture and its reason as a sentence. */
export function Rewards({ model }: StandingProps): JSX.Element | null {
  const { words, view, rewards } = model.invitation
  const earned = rewards.value?.items
  if (!earned?.length) return null
  const speech = model.speech()
  return (
    <Section part="rewards" title={words.value.rewards}>
      <ul class="list">
        {earned.map((reward) => {
          const { id, incentive, give, state } = reward
          const label = view.value?.incentives.find((known) => known.id === incentive)?.label
          return (
            <Line
              key={id}
              look={`badge ${state}`}
              badge={<Icon name={icons[state]} />}
              name={label ?? nameReward({ give }, speech)}
              hint={explainReward(reward, speech)}
            >
              {give.type === 'coupon' && give.code && <code class="code">{give.code}</code>}
            </Line>
          )
        })}
      </ul>
    </Section>
  )
}
