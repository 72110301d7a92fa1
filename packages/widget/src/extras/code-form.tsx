import { GoodwordError } from '@goodword/program/errors'
import { useSignal } from '@preact/signals'
import type { JSX } from 'preact'
import { useRef } from 'preact/hooks'
import type { ExtraProps } from '../dialog/extra.ts'
import { asError, troubleOf } from '../dialog/invitation.ts'

/** Choosing a code of one's own. The one before keeps working, so there is nothing to be afraid of. */
export function Content({ model, words }: ExtraProps): JSX.Element {
  const { invitation } = model
  const field = useRef<HTMLInputElement>(null)
  const isBusy = useSignal(false)
  const outcome = useSignal('')
  const isRefused = useSignal(false)
  const choose = async (event: Event): Promise<void> => {
    event.preventDefault()
    const code = field.current!.value.trim()
    if (isBusy.value || !code) return
    isBusy.value = true
    try {
      const found = await invitation.ask((backend, who) => {
        if (backend.chooseCode) return backend.chooseCode(who, code)
        throw new GoodwordError('unsupported', `The backend "${backend.name}" lets nobody choose a code.`)
      })
      invitation.become({ ...invitation.participant.value, ...found })
      outcome.value = words.codeChosen
      isRefused.value = false
      model.announce(words.codeChosen)
    } catch (cause) {
      const error = asError(cause)
      outcome.value =
        error.code === 'code-taken'
          ? words.codeTaken
          : error.code.startsWith('code')
            ? words.codeRefused
            : invitation.words.value.troubles[troubleOf(error, model.window.navigator.onLine)]
      isRefused.value = true
      model.announce(outcome.value)
      model.onError(error)
    } finally {
      isBusy.value = false
    }
  }
  return (
    <form class="group" part="code" onSubmit={choose}>
      <label class="label" for="own-code">
        {words.ownCode}
      </label>
      <div class="row">
        <input
          ref={field}
          id="own-code"
          class="field"
          dir="ltr"
          maxLength={20}
          autocomplete="off"
          autocapitalize="characters"
          spellcheck={false}
          required
          aria-invalid={isRefused.value}
          aria-describedby="own-code-hint"
        />
        <button class="secondary" aria-busy={isBusy.value}>
          {words.useOwnCode}
        </button>
      </div>
      <p id="own-code-hint" class={isRefused.value ? 'hint over' : 'hint'}>
        {outcome.value || words.ownCodeHint}
      </p>
    </form>
  )
}
