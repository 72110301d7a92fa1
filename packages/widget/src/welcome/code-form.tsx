import { useSignal } from '@preact/signals'
import type { JSX } from 'preact'
import { useRef } from 'preact/hooks'
import type { PanelProps } from '../panel/model.ts'
import type { Friend } from './friend.ts'

/** For friends who were told a code: in any case, with or without hyphens. */
export function CodeForm({ model, friend }: PanelProps & { readonly friend: Friend }): JSX.Element {
  const words = model.panelWords.value
  const field = useRef<HTMLInputElement>(null)
  const isUnknown = useSignal(false)
  const submit = async (event: Event): Promise<void> => {
    event.preventDefault()
    const typed = field.current!.value.trim()
    if (model.isBusy.value || !typed) return
    const isKnown = await friend.type(typed, model)
    isUnknown.value = isKnown === false
    if (isUnknown.value) field.current?.focus()
    // The field has made room for the offer.
    else if (isKnown) model.announce(model.invitation.view.value!.copy.friendGets)
  }
  return (
    <form class="group" onSubmit={submit}>
      <label class="label" for="code">
        {words.typedCode}
      </label>
      <div class="row">
        <input
          ref={field}
          id="code"
          class="field ticket"
          dir="ltr"
          autocomplete="off"
          autocapitalize="characters"
          spellcheck={false}
          maxLength={64}
          required
          aria-invalid={isUnknown.value}
          aria-describedby={isUnknown.value ? 'unknown' : undefined}
        />
        <button class="secondary" aria-busy={model.isBusy.value}>
          {words.useCode}
        </button>
      </div>
      {isUnknown.value && (
        <p id="unknown" class="wrong" role="alert">
          {words.unknownCode}
        </p>
      )}
    </form>
  )
}
