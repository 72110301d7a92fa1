import type { InviteReceipt } from '@goodword/adapters'
import { fillTemplate } from '@goodword/program/messages'
import { useSignal } from '@preact/signals'
import type { JSX } from 'preact'
import type { ExtraProps } from '../dialog/extra.ts'
import { asError, troubleOf } from '../dialog/invitation.ts'
import { sayCount, sayNamed } from '../locales/say.ts'
import { findAddresses } from './addresses.ts'
import { Receipts, type Sent } from './receipts.tsx'

/** As many as one request may have. */
const most = 50
const longestLine = 500

/** Invites by the backend's own e-mails: several addresses at once, a line of one's own, and what became of each. */
export function Content({ model, words }: ExtraProps): JSX.Element {
  const { invitation } = model
  const text = useSignal('')
  const line = useSignal('')
  const sent = useSignal<readonly Sent[]>([])
  const isBusy = useSignal(false)
  const trouble = useSignal<string | undefined>(undefined)
  const isTyping = useSignal(false)
  const { emails, wrong } = findAddresses(text.value)
  // Nobody's address is right before it is written.
  const doubtful = isTyping.value ? wrong.filter((part) => !text.value.endsWith(part)) : wrong
  const count = Math.min(emails.length, most)
  const { name } = invitation.view.value!
  const say = (template: string): string => sayNamed(template, { program: name })

  const send = async (event: Event): Promise<void> => {
    event.preventDefault()
    const { emails, wrong } = findAddresses(text.value)
    const asked = emails.slice(0, most)
    if (isBusy.value || asked.length === 0) return
    const message = line.value.trim()
    const before = sent.value
    // Of an address that is tried again, only the newest news.
    const others = before.filter(({ email }) => !asked.includes(email))
    isBusy.value = true
    trouble.value = undefined
    // They are on the list at once, and say what became of them when it is known.
    sent.value = [...asked.map((email) => ({ email })), ...others]
    try {
      const receipts: readonly InviteReceipt[] = await invitation.ask((backend, who) =>
        backend.invite(
          who,
          asked.map((email) => ({ email, ...(message && { message }) })),
        ),
      )
      sent.value = [...receipts, ...others]
      const done = receipts.filter(({ status }) => status === 'sent').length
      // What was not sent stays in the field, to be put right.
      const left = receipts.filter(({ status }) => status === 'failed').map(({ email }) => email)
      text.value = [...left, ...wrong, ...emails.slice(most)].join('\n')
      model.announce(sayCount(words.mailsSent, done, invitation.locale()))
      if (done > 0) model.onShare('invite')
    } catch (cause) {
      sent.value = before
      const error = asError(cause)
      trouble.value = invitation.words.value.troubles[troubleOf(error, model.window.navigator.onLine)]
      model.onError(error)
    } finally {
      isBusy.value = false
    }
  }

  return (
    <form class="group" part="invites" onSubmit={send}>
      <label class="label" for="addresses">
        {words.addresses}
      </label>
      <textarea
        id="addresses"
        class="field"
        rows={3}
        dir="ltr"
        autocomplete="off"
        spellcheck={false}
        placeholder="bo@example.com, cy@example.com"
        aria-describedby="found"
        aria-invalid={doubtful.length > 0}
        value={text.value}
        onInput={({ currentTarget }) => {
          isTyping.value = true
          text.value = currentTarget.value
        }}
        onBlur={() => (isTyping.value = false)}
      />
      <p id="found" class="hint">
        {doubtful.length > 0 ? (
          <b class="over">{sayNamed(words.wrongAddresses, { addresses: doubtful.slice(0, 3).join(', ') })}</b>
        ) : emails.length > most ? (
          fillTemplate(words.mostAddresses, { count: most })
        ) : (
          words.addressesHint
        )}
      </p>
      <label class="label" for="line">
        {words.line}
      </label>
      <textarea
        id="line"
        class="field"
        rows={2}
        dir="auto"
        maxLength={longestLine}
        aria-describedby="line-hint"
        value={line.value}
        onInput={({ currentTarget }) => (line.value = currentTarget.value)}
      />
      <p id="line-hint" class="hint">
        {words.lineHint}
      </p>
      <p class="hint">{say(words.mailLaw)}</p>
      <button class="primary" part="send-invites" aria-busy={isBusy.value} aria-disabled={count === 0}>
        {count > 0 ? sayCount(words.sendMails, count, invitation.locale()) : words.send}
      </button>
      {trouble.value && (
        <p class="row trouble" role="alert">
          {trouble.value}
        </p>
      )}
      <Receipts sent={sent.value} words={words} />
    </form>
  )
}
