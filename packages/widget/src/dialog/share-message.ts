import { composeMessage, type Message } from '@goodword/program/messages'
import { signal, type Signal } from '@preact/signals'
import type { Invitation } from './invitation.ts'

/** The message that is shared: the program's own for each channel, until the reader has rewritten it for all. */
export interface ShareMessage {
  /** What the reader wrote; `undefined` while the program's words stand. */
  readonly draft: Signal<string | undefined>
  /** `undefined` until program and participant are known. */
  forChannel(channel?: string): Message | undefined
}

export function createShareMessage({ view, participant }: Invitation): ShareMessage {
  const draft = signal<string | undefined>()
  return {
    draft,
    forChannel(channel) {
      const { value: program } = view
      const { value: me } = participant
      if (!program || !me) return undefined
      const { copy, name } = program
      const message = composeMessage({
        copy,
        channel,
        link: me.link,
        code: me.code,
        program: name,
        referrer: me.name,
      })
      return draft.value === undefined ? message : { ...message, body: draft.value }
    },
  }
}
