import type { JSX, TargetedEvent } from 'preact'
import type { ModelProps } from '../dialog/model.ts'

/** For readers whose identity the site has not signed: an e-mail, which gives a link and nothing about anybody. */
export function Content({ model }: ModelProps): JSX.Element {
  const { invitation } = model
  const words = invitation.words.value
  const submit = async (event: TargetedEvent<HTMLFormElement>): Promise<void> => {
    event.preventDefault()
    const email = event.currentTarget.querySelector('input')!.value.trim()
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
          id="email"
          class="field"
          name="email"
          type="email"
          autocomplete="email"
          maxLength={254}
          dir="ltr"
          required
          aria-invalid={invitation.trouble.value === 'email'}
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
