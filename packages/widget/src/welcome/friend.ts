import { computed, signal, type ReadonlySignal } from '@preact/signals'
import type { PanelHost } from '../elements/panel-contract.ts'
import { keepNote } from '../panel/kept.ts'
import type { PanelModel } from '../panel/model.ts'
import { findInviter, type Inviter } from './inviter.ts'

/** What `<goodword-welcome>` knows of a friend. */
export interface Friend {
  /** The code that they came by or typed. */
  readonly code: ReadonlySignal<string | undefined>
  /** Whose it is; `undefined` until that is known, and where it cannot be told. */
  readonly inviter: ReadonlySignal<Inviter | undefined>
  readonly isShown: ReadonlySignal<boolean>
  /** Looks at the page's code again. */
  look(): void
  /** Asks whose the code is that they came by. */
  meet(): Promise<void>
  /** Takes a typed code in. `false` for one that is nobody's, `undefined` when it could not be asked. */
  type(code: string, model: PanelModel): Promise<boolean | undefined>
  dismiss(): void
}

/** Reads who came by which code: the attribute `code`, else what the tracker keeps. */
export function createFriend(host: PanelHost): Friend {
  const { element, window, settings, emit } = host
  const note = keepNote(host, 'welcome')
  const code = signal<string | undefined>()
  const inviter = signal<Inviter | undefined>()
  const dismissed = signal<string | undefined>(note.read())
  const hasField = signal(false)
  const look = (): void => {
    hasField.value = element.hasAttribute('ask-code')
    const arrived = element.getAttribute('code') || settings().tracker?.$touch.get()?.code
    if (arrived && arrived !== code.value) {
      code.value = arrived
      inviter.value = undefined
    }
  }
  const where = (): { api: string; program: string } => {
    const { api = '', program = '' } = settings()
    return { api, program }
  }
  return {
    code,
    inviter,
    // Another code is another invitation.
    isShown: computed(
      () => dismissed.value !== (code.value ?? '') && (hasField.value || code.value !== undefined),
    ),
    look,
    async meet() {
      const asked = code.value
      if (asked === undefined || inviter.value) return
      // Without an answer the offer stands all the same, only without a name.
      const found = await findInviter(where(), asked, window).catch(() => undefined)
      if (code.value === asked) inviter.value = found
    },
    async type(typed, model) {
      const answer = await model.ask(async () => ({ found: await findInviter(where(), typed, window) }))
      if (!answer) return undefined
      const { found } = answer
      if (!found) return false
      const { tracker } = settings()
      const [param] = tracker?.params ?? []
      if (param) tracker?.capture(`?${param}=${encodeURIComponent(found.code)}`)
      code.value = found.code
      inviter.value = found
      emit('goodword:code', { code: found.code })
      return true
    },
    dismiss() {
      dismissed.value = code.value ?? ''
      note.write(dismissed.value)
      emit('goodword:dismiss', undefined)
    },
  }
}
