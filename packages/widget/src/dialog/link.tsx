import type { JSX, TargetedEvent } from 'preact'
import { Icon } from './icons.tsx'
import type { ModelProps } from './model.ts'
import { copyText } from './copy-text.ts'

/** The link with its buttons: on phones the device's own share sheet comes first, elsewhere copying does. */
export function Link({ model }: ModelProps): JSX.Element {
  const { invitation, window, copying, opened } = model
  const words = invitation.words.value
  const { link, code } = invitation.participant.value ?? {}
  if (!link) return <i class="bone linked" />

  const copy = async (field: HTMLInputElement): Promise<void> => {
    const isCopied = await copyText(link, field, window)
    copying.value = isCopied ? 'copied' : 'refused'
    model.announce(isCopied ? words.copied : words.copyByHand)
    if (!isCopied) return
    model.onCopy(link)
    window.setTimeout(() => {
      copying.value = undefined
      model.announce('')
    }, 2500)
  }
  const fieldOf = ({ currentTarget }: TargetedEvent<HTMLElement>): HTMLInputElement =>
    currentTarget.closest('.group')!.querySelector('input')!
  const share = async (event: TargetedEvent<HTMLElement>): Promise<void> => {
    const field = fieldOf(event)
    if (!(await model.openShareSheet())) await copy(field)
  }
  const isPhone = 'share' in window.navigator && model.isPhone()
  const isCopied = copying.value === 'copied'
  const isChoosing = opened.value === 'code'
  const CodeForm = isChoosing && model.extra('code')
  const [before, after] = words.code.split('{code}')
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
          id="link"
          class="field"
          part="link"
          dir="ltr"
          readOnly
          value={link}
          onFocus={({ currentTarget }) => currentTarget.select()}
        />
        <button
          class={isPhone ? 'secondary' : 'primary'}
          part="copy"
          onClick={(event) => copy(fieldOf(event))}
        >
          <Icon name={isCopied ? 'check' : 'copy'} />
          {isCopied ? words.copied : words.copy}
        </button>
      </div>
      {copying.value === 'refused' && <p class="hint">{words.copyByHand}</p>}
      <div class="row between hint">
        <p>
          {before}
          <bdi class="told">{code}</bdi>
          {after}
        </p>
        {invitation.isSignedIn.value && invitation.supports('codes.choose') && (
          <button
            class="quiet"
            aria-expanded={isChoosing}
            onClick={() => (opened.value = isChoosing ? undefined : 'code')}
          >
            {words.chooseCode}
          </button>
        )}
      </div>
      {CodeForm && <CodeForm model={model} />}
    </div>
  )
}
