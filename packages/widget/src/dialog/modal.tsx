import type { ReadonlySignal } from '@preact/signals'
import type { JSX } from 'preact'
import { useRef } from 'preact/hooks'
import { directionOf } from '../locales/load.ts'
import type { ModelProps } from './model.ts'
import { Sheet } from './sheet.tsx'

/** What stands around the dialog's content. */
export interface FrameProps extends ModelProps {
  readonly announcement: ReadonlySignal<string>
  readonly onClosed: () => void
}

/** The native dialog: it keeps the keyboard inside, closes on Escape, and gives the focus back. */
export function Modal({ model, announcement, onClosed }: FrameProps): JSX.Element {
  const dialog = useRef<HTMLDialogElement>(null)
  /** A press that began on the backdrop; one that began inside, as when selecting text, must not close. */
  const isPressed = useRef(false)
  const isBackdrop = (event: Event): boolean => event.target === dialog.current
  const locale = model.invitation.view.value?.locale
  return (
    <dialog
      ref={dialog}
      part="dialog"
      aria-labelledby="title"
      lang={locale}
      dir={locale ? directionOf(locale) : undefined}
      onClose={onClosed}
      onPointerDown={(event) => (isPressed.current = isBackdrop(event))}
      onClick={(event) => isPressed.current && isBackdrop(event) && dialog.current?.close()}
    >
      <Sheet model={model} onClose={() => dialog.current?.close()} />
      <p class="unseen" role="status">
        {announcement}
      </p>
    </dialog>
  )
}
