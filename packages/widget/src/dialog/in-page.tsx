import type { JSX } from 'preact'
import { directionOf } from '../locales/load.ts'
import type { FrameProps } from './modal.tsx'
import { Sheet } from './sheet.tsx'

/** What is in the dialog, as a part of the page. */
export function InPage({ model, announcement }: FrameProps): JSX.Element {
  const locale = model.invitation.view.value?.locale
  return (
    <section
      class="panel page"
      part="dialog"
      aria-labelledby="title"
      lang={locale}
      dir={locale ? directionOf(locale) : undefined}
    >
      <Sheet model={model} />
      <p class="unseen" role="status">
        {announcement}
      </p>
    </section>
  )
}
