import type { Signal } from '@preact/signals'
import type { JSX } from 'preact'
import type { PanelWords } from '../locales/panels/panel-words.ts'

interface ScaleProps {
  readonly score: Signal<number | undefined>
  readonly question: string
  readonly words: PanelWords
  readonly locale: string
}

/** 0 to 10 as native radio buttons: one stop for the keyboard, whose arrows go along the scale. */
export function Scale({ score, question, words, locale }: ScaleProps): JSX.Element {
  return (
    <fieldset class="scale" part="scale">
      <legend>{question}</legend>
      <div class="scores">
        {Array.from({ length: 11 }, (_, value) => (
          <label key={value}>
            <input
              type="radio"
              name="score"
              value={value}
              required
              aria-label={labelOf(value, words, locale)}
              checked={score.value === value}
              onChange={() => (score.value = value)}
            />
            <span aria-hidden="true">{value.toLocaleString(locale)}</span>
          </label>
        ))}
      </div>
      <div class="poles hint" aria-hidden="true">
        <span>{words.least}</span>
        <span>{words.most}</span>
      </div>
    </fieldset>
  )
}

/** The ends say what they mean. */
function labelOf(value: number, { least, most }: PanelWords, locale: string): string {
  const end = value === 0 ? least : value === 10 ? most : undefined
  return [value.toLocaleString(locale), end].filter(Boolean).join(', ')
}
