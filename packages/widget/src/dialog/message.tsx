import { fillTemplate } from '@goodword/program/messages'
import type { JSX } from 'preact'
import type { ModelProps } from './model.ts'

/**
 * The message, already written and free to be rewritten; what is added to it stands below. What it takes to fit it to
 * each channel comes when somebody begins to write, or wants to see it as their friend will.
 */
export function MessageEditor({ model }: ModelProps): JSX.Element {
  const { invitation, isWriting, message } = model
  const words = invitation.words.value
  const content = message.forChannel(message.channel.value)
  if (!content) return <i class="bone written" />
  const Tools = isWriting.value && model.extra('message')
  const write = (): void => void (isWriting.value = true)
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
        onFocus={write}
        onInput={({ currentTarget }) => message.write(currentTarget.value)}
      />
      <p id="added" class="hint">
        {fillTemplate(words.added, { disclosure: content.disclosure })}
      </p>
      {Tools ? (
        <Tools model={model} />
      ) : (
        <button class="quiet" part="preview" onClick={write}>
          {words.friendsView}
        </button>
      )}
    </div>
  )
}
