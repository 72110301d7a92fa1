import { composeMessage, type Message } from '@goodword/program/messages'
import { signal, type Signal } from '@preact/signals-core'
import type { Invitation } from './invitation.ts'
import type { Speech } from './reward-words.ts'

/** The message that is shared: the program's own for each channel, until the reader has rewritten it. */
export interface ShareMessage {
  /** Whose message is being written; none is that of every channel that is not rewritten by itself. */
  readonly channel: Signal<string | undefined>
  /** Host name of the reader's Mastodon server. */
  readonly instance: Signal<string | undefined>
  /** Rewrites it for the channel that is chosen. */
  write(body: string): void
  /** `undefined` until program and participant are known. */
  forChannel(channel?: string): Message | undefined
}

export function createShareMessage(
  { view, participant, scarcity }: Pick<Invitation, 'view' | 'participant' | 'scarcity'>,
  speech: () => Pick<Speech, 'locale' | 'currency'>,
): ShareMessage {
  /** Texts by channel; that for every channel has the key `''`. */
  const drafts = signal<Readonly<Record<string, string>>>({})
  const channel = signal<string | undefined>()
  return {
    channel,
    instance: signal<string | undefined>(),
    write(body) {
      drafts.value = { ...drafts.value, [channel.value ?? '']: body }
    },
    forChannel(channel) {
      const { value: program } = view
      const { value: me } = participant
      if (!program || !me) return undefined
      const { copy, name, timeZone } = program
      const message = composeMessage({
        ...speech(),
        copy,
        channel,
        timeZone,
        link: me.link,
        code: me.code,
        program: name,
        referrer: me.name,
        friends: me.stats?.friends,
        earned: me.stats?.earned[0]?.amount,
        until: scarcity.value?.until,
      })
      const { value: texts } = drafts
      const body = (channel && texts[channel]) ?? texts['']
      return body === undefined ? message : { ...message, body }
    },
  }
}
