import { useSignal } from '@preact/signals'
import type { JSX } from 'preact'
import { useRef } from 'preact/hooks'
import { Icon } from './icons.tsx'
import type { ModelProps } from './model.ts'
import { copyText } from './sharing.ts'

/** The link with its buttons: on phones the device's own share sheet comes first, elsewhere copying does. */
export function Link({ model }: ModelProps): JSX.Element {
  const { invitation, window } = model
  const words = invitation.words.value
  const link = invitation.participant.value?.link
  const field = useRef<HTMLInputElement>(null)
  const outcome = useSignal<'copied' | 'refused' | undefined>(undefined)
  if (!link) return <div class="bone" />

  const copy = async (): Promise<void> => {
    const isCopied = await copyText(link, field.current!, window)
    outcome.value = isCopied ? 'copied' : 'refused'
    model.announce(isCopied ? words.copied : words.copyByHand)
    if (!isCopied) return
    model.onCopy(link)
    window.setTimeout(() => {
      outcome.value = undefined
      model.announce('')
    }, 2500)
  }
  const share = async (): Promise<void> => {
    if (!(await model.openShareSheet())) await copy()
  }
  const isPhone = 'share' in window.navigator && window.matchMedia('(pointer: coarse)').matches
  const isCopied = outcome.value === 'copied'
  return (
    <div class="group">
      {isPhone && (
        <button class="primary wide" part="share" onClick={share}>
          <Icon name="share" />
          {words.share}
        </button>
      )}
      <label class="label" for="link">
        {words.link}
      </label>
      <div class="row">
        <input
          ref={field}
          id="link"
          class="field"
          part="link"
          dir="ltr"
          readOnly
          value={link}
          onFocus={({ currentTarget }) => currentTarget.select()}
        />
        <button class={isPhone ? 'secondary' : 'primary'} part="copy" onClick={copy}>
          <Icon name={isCopied ? 'check' : 'copy'} />
          {isCopied ? words.copied : words.copy}
        </button>
      </div>
      {outcome.value === 'refused' && <p class="hint">{words.copyByHand}</p>}
    </div>
  )
}
