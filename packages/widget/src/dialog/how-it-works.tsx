import type { JSX } from 'preact'
import type { ModelProps } from './model.ts'
import { Line, Section } from './section.tsx'
import { isWebUrl } from './web-url.ts'

/** The steps, the questions and the terms, all in the program's own words. */
export function HowItWorks({ model: { invitation } }: ModelProps): JSX.Element | null {
  const words = invitation.words.value
  const copy = invitation.view.value?.copy
  if (!copy) return null
  const { steps, faq = [], terms } = copy
  return (
    <>
      <Section part="steps" title={words.howItWorks}>
        <ol class="steps">
          {steps.map(({ title, text }, index) => (
            <Line key={title} look="step" badge={index + 1} name={title} hint={text} />
          ))}
        </ol>
      </Section>
      {faq.length > 0 && (
        <Section part="faq" title={words.questions}>
          {faq.map(({ question, answer }) => (
            <details key={question}>
              <summary>{question}</summary>
              <p>{answer}</p>
            </details>
          ))}
        </Section>
      )}
      {terms && (
        <p class="hint">
          {terms.text}{' '}
          {terms.url && isWebUrl(terms.url) && (
            <a href={terms.url} target="_blank" rel="noopener">
              {words.terms}
            </a>
          )}
        </p>
      )}
    </>
  )
}
