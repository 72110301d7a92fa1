import type { JSX } from 'preact'
import { directionOf } from '../locales/load.ts'
import type { ModelProps } from './model.ts'
import { Sheet } from './sheet.tsx'

interface FrameProps extends ModelProps {
  readonly announcement: string
  /** Absent where it is a part of the page, which nobody closes. */
  readonly onClose: (() => void) | undefined
}

/**
 * The native dialog, which keeps the keyboard inside, closes on Escape, and gives the focus back; or a part of the page
 * instead.
 */
export function Frame({ model, announcement, onClose }: FrameProps): JSX.Element {
  const locale = model.invitation.view.value?.locale
  const common = {
    part: 'dialog',
    'aria-labelledby': 'title',
    lang: locale,
    dir: locale === undefined ? undefined : directionOf(locale),
    children: [
      <Sheet model={model} onClose={onClose} />,
      <p class="unseen" role="status">
        {announcement}
      </p>,
    ],
  }
  return onClose ? <dialog {...common} /> : <section class="panel page" {...common} />
}
