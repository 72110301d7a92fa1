import type { Tracker, TrackerCall, TrackerOptions } from './contract.ts'
import type * as late from './late.ts'
import type { Part } from './outbox.ts'
import { startTracker, type FullOptions } from './start.ts'

/** Starts the tracker that a script tag asks for and makes it `window.goodword`. Loaded again, it does nothing. */
function start({ dataset, src, nonce }: HTMLScriptElement): void {
  // An element with the id "goodword" is found under the same name: only a tracker has a program, only a list `push`.
  const early = window.goodword as Partial<Tracker & TrackerCall[]> | undefined
  if (early?.program) return

  const options = {
    api: new URL(src).origin,
    nonce,
    consent: 'auto' as const,
    // The other attributes are options by their own names.
    ...(dataset as Partial<TrackerOptions>),
    params: (dataset['param'] ?? 'via ref').split(/[\s,]+/),
    days: Number(dataset['days']) || 90,
  }
  // What is missing, in as few bytes as there are.
  if (!options.program) throw new Error('[data-program]')
  const bring = (part: Part): Promise<Partial<typeof late>> =>
    // An address is a text to whoever asks for one.
    import(/* @vite-ignore */ new URL(`${part}.js`, src) as never)
  /** Brings our elements to life, where the page has some: their button waits for nothing else of the tracker's. */
  const look = (): void => {
    for (const { localName } of document.querySelectorAll(':not(:defined)'))
      if (localName.includes('goodword-')) bring('widget').catch(() => {})
  }
  look()
  const tracker = startTracker(options as FullOptions, { window, now: Date.now }, async (part, route, own) =>
    (await bring(part)).begin?.(route, own, look),
  )
  window.goodword = tracker
  if (early?.push) tracker.push(...(early as TrackerCall[]))
}

try {
  // A module has no current script.
  start((document.currentScript ?? document.querySelector('script[data-program]')) as HTMLScriptElement)
} catch (error) {
  // For the developer who sets it up: nothing is thrown into a page.
  console.error(error)
}
