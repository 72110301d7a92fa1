import type { ReadonlySignal, Signal } from '@preact/signals'
import type { JSX } from 'preact'
import type { PanelWords } from '../locales/panels/panel-words.ts'
import type { Mood } from './feedback.ts'

interface FollowUpProps {
  readonly mood: Mood
  readonly comment: Signal<string>
  readonly words: PanelWords
  readonly isBusy: ReadonlySignal<boolean>
}

/** Why, in the reader's own words; nobody has to. */
export function FollowUp({ mood, comment, words, isBusy }: FollowUpProps): JSX.Element {
  return (
    <div class="group follow">
      <label class="label" for="why">
        {words.why[mood]}
      </label>
      <textarea
        id="why"
        class="field"
        maxLength={2000}
        dir="auto"
        aria-describedby="optional"
        value={comment.value}
        onInput={({ currentTarget }) => (comment.value = currentTarget.value)}
      />
      <p id="optional" class="hint">
        {words.optional}
      </p>
      <button class="primary start" aria-busy={isBusy.value}>
        {words.send}
      </button>
    </div>
  )
}
