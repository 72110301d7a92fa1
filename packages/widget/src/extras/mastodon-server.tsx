import type { JSX } from 'preact'
import type { ExtraProps } from '../dialog/extra.ts'

/** Mastodon is many servers: which one is the reader's. */
export function MastodonServer({ model, words }: ExtraProps): JSX.Element {
  const { instance } = model.message
  return (
    <div class="row between">
      <label class="hint" for="instance">
        {words.mastodonServer}
      </label>
      <input
        id="instance"
        class="field"
        dir="ltr"
        inputMode="url"
        autocomplete="off"
        placeholder="mastodon.social"
        value={instance.value ?? ''}
        onInput={({ currentTarget }) => (instance.value = currentTarget.value.trim())}
      />
    </div>
  )
}
