import type { MilestoneProgress } from '@goodword/program'
import { fillTemplate } from '@goodword/program/messages'
import { formatMoney } from '@goodword/program/money'
import type { JSX } from 'preact'
import { sayCount } from '../locales/say.ts'
import { Icon } from './icons.tsx'
import type { StandingProps } from './model.ts'
import { nameReward } from './reward-words.ts'
import { Section } from './section.tsx'

/** How far it is to the next milestone, and what there is so far. */
export function Progress({ model }: StandingProps): JSX.Element | null {
  const { invitation } = model
  const words = invitation.words.value
  const { milestones = [], stats } = invitation.participant.value ?? {}
  const ladders = (['friends', 'orders', 'money'] as const)
    .map((count) => milestones.filter((milestone) => milestone.count === count).sort((a, b) => a.at - b.at))
    .filter((ladder) => ladder.length > 0)
  const { locale } = model.speech()
  const facts = stats
    ? [
        stats.visits && sayCount(words.visits, stats.visits, locale),
        stats.friends && sayCount(words.friends, stats.friends, locale),
        ...stats.earned.map((money) => fillTemplate(words.earned, { money: formatMoney(money, locale) })),
        ...stats.coming.map((money) => fillTemplate(words.coming, { money: formatMoney(money, locale) })),
      ].filter(Boolean)
    : []
  if (!ladders.length && !facts.length) return null
  return (
    <Section part="progress" title={words.progress}>
      {ladders.map((ladder) => (
        <Ladder key={ladder[0]!.count} model={model} ladder={ladder} />
      ))}
      {facts.length > 0 && (
        <ul class="row facts">
          {facts.map((fact) => (
            <li key={fact}>{fact}</li>
          ))}
        </ul>
      )}
    </Section>
  )
}

/** Milestones that count the same, lowest first, on one bar. */
function Ladder({ model, ladder }: StandingProps & { ladder: readonly MilestoneProgress[] }): JSX.Element {
  const words = model.invitation.words.value
  const speech = model.speech()
  const { count, at: end } = ladder.at(-1)!
  const have = Math.max(...ladder.map((milestone) => milestone.have))
  const next = ladder.find(({ reached }) => !reached)
  const name = ({ incentive }: MilestoneProgress): string => {
    const found = model.invitation.view.value?.incentives.find(({ id }) => id === incentive)
    return found ? nameReward(found, speech) : incentive
  }
  // Few steps are shown one by one; where there are many, each goal is a step, so that the next one is never far.
  const isShort = end <= 12
  const step = 100 / (isShort ? end : ladder.length)
  const at = step * (isShort ? Math.min(have, end) : goalsUntil(ladder, have))
  const wish = next
    ? sayCount(words.togo[count], next.at - next.have, speech.locale, {
        reward: name(next),
        money: formatMoney({ amount: next.at - next.have, currency: speech.currency }, speech.locale),
      })
    : words.reachedAll
  return (
    <div class="ladder">
      <p class="wish">{wish}</p>
      <div
        class="bar"
        style={{ '--at': `${at}%`, '--step': `${step}%` }}
        role="progressbar"
        aria-label={wish}
        aria-valuemin={0}
        aria-valuemax={end}
        aria-valuenow={Math.min(have, end)}
      >
        <span class="here">{words.youAreHere}</span>
        <div class="track" />
        <span class="pin" />
      </div>
      {ladder.length > 1 && (
        <ol class="goals">
          {ladder.map((milestone) => (
            <li key={milestone.incentive} class={milestone.reached ? 'reached' : ''}>
              {/* A sign that is read in the reader's own language. */}
              <span class="step" {...(milestone.reached && { role: 'img', 'aria-label': '✓' })}>
                {milestone.reached ? <Icon name="check" /> : count === 'money' ? '' : milestone.at}
              </span>
              <span>{name(milestone)}</span>
            </li>
          ))}
        </ol>
      )}
    </div>
  )
}

/** How many goals there are until `have`, with what is done of the next: 1.5 is halfway from the first to the second. */
function goalsUntil(ladder: readonly MilestoneProgress[], have: number): number {
  const before = ladder.filter(({ at }) => at <= have)
  const next = ladder[before.length]
  const from = before.at(-1)?.at ?? 0
  return before.length + (next ? (have - from) / (next.at - from) : 0)
}
