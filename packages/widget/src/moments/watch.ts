import type { Tracker } from '@goodword/core'
import { whenIdle } from '../elements/idle.ts'
import type { Asker, AskerSources } from './asker.ts'

const day = 86_400_000

/**
 * Listens for what may be a good moment to ask. Nothing is loaded until there was one, or until one that was found
 * earlier is due.
 */
export function watchMoments(
  window: Window & typeof globalThis,
  tracker: Tracker,
  open: AskerSources['open'],
  now: () => number = Date.now,
): void {
  let asker: Promise<Asker> | undefined
  const note: Asker['note'] = async (event) => {
    try {
      asker ??= import('./asker.ts').then(({ watchingAsker }) => watchingAsker(window, tracker, open, now))
      await (await asker).note(event)
    } catch {
      // Blocked or offline: the next page tries again.
      asker = undefined
    }
  }
  tracker.on('record', (event) => /^[mf]|con/.test(event.type) && note(event))
  // The first look at a storage takes milliseconds, which the button would wait for.
  whenIdle(window, () => {
    try {
      const due = window.localStorage.getItem(`goodword-due:${tracker.program}`)
      if (Number(due ?? Infinity) < now() + day) void note()
    } catch {
      // Where nothing is stored, nothing is due.
    }
  })
}
