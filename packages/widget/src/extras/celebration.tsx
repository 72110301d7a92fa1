import { fillTemplate } from '@goodword/program/messages'
import type { JSX } from 'preact'
import { useEffect, useRef } from 'preact/hooks'
import { Icon } from '../dialog/icons.tsx'
import { useTask } from '../dialog/hooks.ts'
import { nameReward } from '../dialog/reward-words.ts'
import type { ExtraProps } from '../dialog/extra.ts'

/** Where the confetti flies: from the middle of the edge, each piece to a place of its own. */
const pieces = Array.from({ length: 14 }, (_, index) => ({
  '--x': `${(index - 6.5) * 22}px`,
  '--y': `${-50 - ((index * 29) % 97)}px`,
  '--turn': `${(index * 97) % 360}deg`,
}))

/** Milliseconds: it stands over what is at the dialog's end, and what it says stands in the progress too. */
const patience = 12_000

/** Says once that a goal was reached: over the dialog's end, so that nothing moves. */
export function Content({ model, words }: ExtraProps): JSX.Element | null {
  const { celebrated, invitation } = model
  const milestone = celebrated.value
  const incentive = invitation.view.value?.incentives.find(({ id }) => id === milestone?.incentive)
  const text = fillTemplate(words.reachedGoal, {
    reward: incentive ? nameReward(incentive, model.speech()) : (milestone?.incentive ?? ''),
  })
  const card = useRef<HTMLDivElement>(null)
  useTask(() => model.announce(text), [text])
  useEffect(() => {
    const timer = model.window.setTimeout(() => {
      // Not from under the hand or the keyboard of who is putting it away.
      if (!card.current?.matches(':hover, :focus-within')) celebrated.value = undefined
    }, patience)
    return () => model.window.clearTimeout(timer)
  }, [text])
  return (
    <div class="cheer" part="celebration" ref={card}>
      {pieces.map((style, index) => (
        <i key={index} class="piece" style={style} aria-hidden="true" />
      ))}
      <span class="badge granted" aria-hidden="true">
        <Icon name="check" />
      </span>
      <p class="name">{text}</p>
      <button
        class="close"
        aria-label={words.dismiss}
        onClick={() => {
          celebrated.value = undefined
          model.announce('')
          model.focus()
        }}
      >
        <Icon name="close" />
      </button>
    </div>
  )
}
