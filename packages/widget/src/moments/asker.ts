import type { Tracker } from '@goodword/core'
import type { ProgramView, ReferralEvent } from '@goodword/program'
import { nextAsk, type Ask } from '@goodword/program/moments'
import { createStorage, type TextStorage } from '../storage.ts'
import { createHistory } from './history.ts'

/** What asking at the right moment needs. */
export interface AskerSources {
  readonly window: Window & typeof globalThis
  /** The program's id: what is remembered is remembered for it. */
  readonly program: string
  /** Brings the program's rules. */
  view(): Promise<ProgramView>
  readonly storage: TextStorage
  readonly now: () => number
  /** Opens what a moment names, and says whether there is any. */
  open(what: Ask['moment']['open']): boolean
}

/** Decides when to ask, by the program's moments and their caps. */
export interface Asker {
  /** Something happened, or may be due by now. */
  note(event?: ReferralEvent): Promise<void>
}

/** As far as timers reach, and a page lives. */
const farthest = 86_400_000
/** Until somebody who writes, or has another dialog open, is looked at again. */
const patience = 10_000

/** An asker for the program of a tracker, whose rules are fetched once. */
export function watchingAsker(
  window: Window & typeof globalThis,
  tracker: Tracker,
  open: AskerSources['open'],
  now: () => number,
): Asker {
  const { api: url, program } = tracker
  let viewing: Promise<ProgramView> | undefined
  // One public answer: the client that the dialog needs would be ten times what this chunk is.
  const fetchView = async (): Promise<ProgramView> =>
    (await (await window.fetch(`${url}/v1/${program}`)).json()) as ProgramView
  const view = (): Promise<ProgramView> => (viewing ??= fetchView())
  return createAsker({
    window,
    program,
    view,
    storage: createStorage(() => window.localStorage),
    now,
    open,
  })
}

/**
 * Asks when a moment has come and nobody is interrupted: not in a hidden page, over another dialog, or while something
 * is written. The page may prevent it (`goodword:ask`), and do its own asking instead: it counts as asked.
 */
export function createAsker({ window, program, view, storage, now, open }: AskerSources): Asker {
  const { document } = window
  const dueKey = `goodword-due:${program}`
  const history = createHistory(storage, `goodword-history:${program}`)
  let timer: number | undefined
  const later = (milliseconds: number): void => {
    window.clearTimeout(timer)
    if (milliseconds < farthest) timer = window.setTimeout(() => void decide(), milliseconds)
  }

  const decide = async (): Promise<void> => {
    const { moments = [], timeZone = 'UTC' } = await view()
    const time = now()
    const next = nextAsk(moments, { ...history.read(), timeZone }, time)
    storage.set(dueKey, String(next?.at ?? Infinity))
    if (!next) return
    if (next.at > time) later(next.at - time)
    else if (isInterrupted(document)) later(patience)
    else ask(next, time)
  }
  const ask = ({ moment }: Ask, time: number): void => {
    const { id, open: what } = moment
    const told = new window.CustomEvent('goodword:ask', {
      detail: { moment: id, open: what },
      cancelable: true,
    })
    // Before it opens, so that another tab does not ask as well.
    if (!document.dispatchEvent(told) || open(what)) history.asked(id, time)
  }

  document.addEventListener('goodword:not-now', () => history.dismissed(now()))
  document.addEventListener('visibilitychange', () => !document.hidden && void decide().catch(() => {}))
  return {
    async note(event) {
      if (event) history.add(event)
      // Until the rules are known: should they not come, the next page tries again.
      storage.set(dueKey, '0')
      await decide()
    },
  }
}

function isInterrupted(document: Document): boolean {
  const { activeElement: active } = document
  const writes = active?.matches('input, textarea, select, [contenteditable]')
  return Boolean(document.hidden || writes || document.querySelector('dialog[open], goodword-invite[open]'))
}
