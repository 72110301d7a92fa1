import { fillTemplate } from '@goodword/program/messages'
import type { JSX } from 'preact'
import type { ModelProps } from './model.ts'

/** The message, already written and free to be rewritten; what is added to it stands below. */
export function MessageEditor({ model: { invitation, message } }: ModelProps): JSX.Element {
  const words = invitation.words.value
  const content = message.forChannel()
  if (!content) return <div class="bone tall" />
  return (
    <div class="group">
      <label class="label" for="message">
        {words.message}
      </label>
      <textarea
        id="message"
        class="field"
        part="message"
        dir="auto"
        rows={3}
        maxLength={2000}
        aria-describedby="added"
        value={content.body}
        onInput={({ currentTarget }) => (message.draft.value = currentTarget.value)}
      />
      <p id="added" class="hint">
        {fillTemplate(words.added, { disclosure: content.disclosure })}
      </p>
    </div>
  )
}
