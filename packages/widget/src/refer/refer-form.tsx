import { useSignal } from '@preact/signals'
import type { JSX } from 'preact'
import { useRef } from 'preact/hooks'
import { sayCount, sayNamed } from '../locales/say.ts'
import type { PanelProps } from '../panel/model.ts'
import { explainRefusal, longestLine } from './introduction.ts'

interface ReferFormProps extends PanelProps {
  /** Whether somebody asked for it who has introduced another. */
  readonly isAgain: boolean
  readonly onDone: (email: string) => void
}

/** Which field a refusal is about, if it is about one. */
function fieldOf(reason = ''): 'email' | 'line' | undefined {
  if (reason.startsWith('message-')) return 'line'
  return /^(email-invalid|own-address|not-now)$/.test(reason) ? 'email' : undefined
}

/** A field that is not taken, tied to the sentence that says why. */
const wrong = { 'aria-invalid': true, 'aria-describedby': 'refusal' } as const

/** The button that was pressed is gone. */
function focusOnce(element: HTMLElement | null): void {
  element?.focus()
}

/** Name, e-mail, a line, and the consent without which nothing is sent. */
export function ReferForm({ model, isAgain, onDone }: ReferFormProps): JSX.Element {
  const words = model.panelWords.value
  const { name: program } = model.invitation.view.value!
  const form = useRef<HTMLFormElement>(null)
  const line = useSignal('')
  const refusal = useSignal<string | undefined>(undefined)
  const wrongField = useSignal<'email' | 'line' | undefined>(undefined)
  const left = longestLine - line.value.length

  const submit = async (event: Event): Promise<void> => {
    event.preventDefault()
    if (model.isBusy.value) return
    const given = new model.host.window.FormData(form.current!)
    const textOf = (name: string): string => {
      const value = given.get(name)
      return typeof value === 'string' ? value.trim() : ''
    }
    const email = textOf('email')
    const name = textOf('name')
    const message = textOf('line')
    const code = model.invitation.participant.value!.code
    const invitation = { email, ...(name && { name }), ...(message && { message }) }
    const receipts = await model.ask((backend) => backend.invite({ code }, [invitation]))
    if (!receipts) return
    const [receipt] = receipts
    refusal.value = explainRefusal(receipt ?? { status: 'failed' }, words)
    wrongField.value = fieldOf(receipt?.reason)
    if (refusal.value !== undefined) return
    model.host.emit('goodword:refer', { email })
    model.announce(sayNamed(words.introduced, { email }))
    onDone(email)
  }
  const isRefused = refusal.value !== undefined
  return (
    <form class="fields" ref={form} onSubmit={submit}>
      <p class="group">
        <label class="label" for="name">
          {words.theirName}
        </label>
        <input
          ref={isAgain ? focusOnce : null}
          id="name"
          name="name"
          class="field"
          dir="auto"
          autocomplete="off"
          maxLength={200}
          required
        />
      </p>
      <p class="group">
        <label class="label" for="email">
          {words.theirEmail}
        </label>
        <input
          id="email"
          name="email"
          class="field"
          type="email"
          dir="ltr"
          autocomplete="off"
          maxLength={254}
          required
          {...(wrongField.value === 'email' && wrong)}
        />
      </p>
      <p class="group whole">
        <label class="label" for="line">
          {words.line}
        </label>
        <textarea
          id="line"
          name="line"
          class="field"
          dir="auto"
          maxLength={longestLine}
          aria-describedby="line-hint"
          {...(wrongField.value === 'line' && wrong)}
          onInput={({ currentTarget }) => (line.value = currentTarget.value)}
        />
        <span id="line-hint" class="hint">
          {left < 100 ? sayCount(words.characters, left, model.speech().locale) : words.lineHint}
        </span>
      </p>
      <label class="consent whole">
        <input type="checkbox" required />
        <span>{sayNamed(words.consent, { program })}</span>
      </label>
      {isRefused && (
        <p id="refusal" class="wrong whole" role="alert">
          {refusal.value}
        </p>
      )}
      <button class="primary start" aria-busy={model.isBusy.value}>
        {words.introduceNow}
      </button>
      <p class="hint whole">{words.oneMail}</p>
    </form>
  )
}
