import type { JSX } from 'preact'
import type { ModelProps } from './model.ts'

/** What others did and said, where the program tells of it. */
export function Proof({ model }: ModelProps): JSX.Element | null {
  const { text, quote, by } = model.invitation.view.value?.copy.proof ?? {}
  if (!text && !quote) return null
  return (
    <figure class="group proof" part="proof">
      {text && <p class="name">{text}</p>}
      {quote && <blockquote>{quote}</blockquote>}
      {quote && by && <figcaption class="hint">{by}</figcaption>}
    </figure>
  )
}
