import type { ReferralEvent } from '@goodword/program'
import type { Consent } from './consent.ts'

/** What can be listened to, and what each callback gets. */
export interface TrackerEvents {
  /** Somebody asked for the widget. */
  readonly open: undefined
  readonly close: undefined
  /** Somebody asked for explanations. */
  readonly debug: undefined
  /** What the visitor allows, as it is decided. */
  readonly consent: Consent
  /** Something happened and is reported, if the visitor allows it. A late listener is told of what still waits. */
  readonly record: ReferralEvent
  /** An event of this page waits no more: `fate` is the word under which `stats()` counts it. */
  readonly settle: { readonly id: string; readonly fate: string }
  /** What went wrong: a `GoodwordError`, or whatever a callback of the page threw. It is never thrown into the page. */
  readonly error: unknown
}

export type Listener<Name extends keyof TrackerEvents> = (detail: TrackerEvents[Name]) => unknown

/** Callbacks by event. */
export interface Listeners {
  on<Name extends keyof TrackerEvents>(name: Name, callback: Listener<Name>): () => unknown
  /** Calls whoever listens, and returns how many do. */
  emit<Name extends keyof TrackerEvents>(name: Name, detail?: TrackerEvents[Name]): number
}

/**
 * Listeners of which none can harm another, or whoever emits: what one throws or rejects with is an `error`. Whatever
 * happens is told to `explain` first.
 */
export function createListeners(explain: (name: string, detail: unknown) => unknown): Listeners {
  const all = new Set<readonly [name: string, callback: (detail: never) => unknown]>()
  const emit: Listeners['emit'] = (name, detail) => {
    explain(name, detail)
    const heard = [...all].filter(([own]) => own === name)
    heard.forEach(async ([, callback]) => {
      try {
        await callback(detail as never)
      } catch (cause) {
        // A listener for errors that throws itself is not told about it.
        if (name !== 'error') emit('error', cause)
      }
    })
    return heard.length
  }
  return {
    emit,
    on(name, callback) {
      const entry = [name, callback] as const
      all.add(entry)
      return () => all.delete(entry)
    },
  }
}
