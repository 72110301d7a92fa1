import { useSignal } from '@preact/signals'
import { useTask } from '../dialog/hooks.ts'
import type { JSX } from 'preact'
import { useRef } from 'preact/hooks'
import { Icon } from '../dialog/icons.tsx'
import { copyText } from '../dialog/copy-text.ts'
import type { PanelProps } from '../panel/model.ts'

/** A coupon: shown when asked for, copied with one click, or put in by the page itself. */
export function CouponCode({ model, code }: PanelProps & { readonly code: string }): JSX.Element {
  const words = model.panelWords.value
  const { emit, element, window } = model.host
  const isAuto = element.getAttribute('apply') === 'auto'
  const state = useSignal<'hidden' | 'shown' | 'applied'>('hidden')
  const outcome = useSignal<'copied' | 'refused' | undefined>(undefined)
  const field = useRef<HTMLInputElement>(null)
  const isAsked = useRef(false)
  const reveal = (): void => {
    const isApplied = !emit('goodword:coupon', { code })
    state.value = isApplied ? 'applied' : 'shown'
    if (isApplied) model.announce(words.applied)
  }
  const ask = (): void => {
    isAsked.current = true
    reveal()
  }
  useTask(() => {
    if (isAuto) reveal()
  }, [code, isAuto])

  // The button that was pressed is gone. What shows itself takes no focus.
  useTask(() => {
    if (isAsked.current) field.current?.focus()
  }, [state.value])

  const copy = async (): Promise<void> => {
    const isCopied = await copyText(code, field.current!, window)
    outcome.value = isCopied ? 'copied' : 'refused'
    model.announce(isCopied ? words.codeCopied : words.copyCodeByHand)
    if (isCopied) window.setTimeout(() => (outcome.value = undefined), 2500)
  }
  if (state.value === 'applied') {
    return (
      <p class="applied">
        <Icon name="check" />
        {words.applied}
      </p>
    )
  }
  if (state.value === 'hidden') {
    return (
      <button class="primary start" part="reveal" onClick={ask}>
        <Icon name="gift" />
        {words.showCoupon}
      </button>
    )
  }
  const isCopied = outcome.value === 'copied'
  return (
    <div class="group">
      <label class="label" for="coupon">
        {words.yourCoupon}
      </label>
      <div class="row">
        <input
          ref={field}
          id="coupon"
          class="field ticket"
          part="coupon"
          dir="ltr"
          readOnly
          value={code}
          onFocus={({ currentTarget }) => currentTarget.select()}
        />
        <button class="primary" part="copy" onClick={copy}>
          <Icon name={isCopied ? 'check' : 'copy'} />
          {isCopied ? words.codeCopied : words.copyCode}
        </button>
      </div>
      {outcome.value === 'refused' && <p class="hint">{words.copyCodeByHand}</p>}
    </div>
  )
}
