import type { JSX } from 'preact'
import { useRef } from 'preact/hooks'
import type { ModelProps } from './model.ts'

/** For readers whose identity the site has not signed: an e-mail, which gives a link and nothing about anybody. */
export function JoinForm({ model }: ModelProps): JSX.Element {
  const { invitation } = model
  const words = invitation.words.value
  const field = useRef<HTMLInputElement>(null)
  const submit = async (event: Event): Promise<void> => {
    event.preventDefault()
    const email = field.current!.value.trim()
    if (invitation.isBusy.value || !email) return
    await invitation.join(email)
    if (!invitation.participant.value) return
    model.focus()
    model.announce(words.link)
  }
  return (
    <form class="group" onSubmit={submit}>
      <label class="label" for="email">
        {words.yourEmail}
      </label>
      <div class="row">
        <input
          ref={field}
          id="email"
          class="field"
          name="email"
          type="email"
          autocomplete="email"
          maxLength={254}
          dir="ltr"
          required
          aria-describedby="email-hint"
        />
        <button class="primary" aria-busy={invitation.isBusy.value}>
          {words.getLink}
        </button>
      </div>
      <p id="email-hint" class="hint">
        {words.emailHint}
      </p>
    </form>
  )
}
