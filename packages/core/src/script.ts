import type { TrackerOptions } from './contract.ts'
import type * as late from './late.ts'
import { startTracker, type Begin } from './start.ts'

/** Starts the tracker that a script tag asks for and makes it `window.goodword`. Loaded again, it does nothing. */
function start({ src, dataset, nonce }: HTMLScriptElement): void {
  const early = window.goodword
  // An element with the id "goodword" is found under the same name: only a tracker has a program.
  if (early && 'program' in early) return

  const options = {
    api: new URL(src).origin,
    nonce,
    // The other attributes are options by their own names.
    ...(dataset as Partial<TrackerOptions>),
    params: dataset['param']?.split(/\s+/),
    days: Number(dataset['days']) || undefined,
    onError: console.warn,
  }
  if (!options.program) throw new Error('goodword.js needs data-program')
  const load = <T>(file: string): Promise<T> => import(/* @vite-ignore */ new URL(file, src).href)
  // Blocked or offline: the next open() tries again.
  const loadWidget = (): void => void load('widget.js').catch(() => {})
  const begin: Begin = async (...given) => (await load<typeof late>('late.js')).begin(...given, loadWidget)
  const environment = { window, now: Date.now }
  const tracker = startTracker(options as TrackerOptions, environment, begin, loadWidget)
  window.goodword = tracker
  if (Array.isArray(early)) tracker.push(...early)

  if (document.querySelector('goodword-invite')) loadWidget()
}

try {
  // A module has no current script.
  start((document.currentScript ?? document.querySelector('script[data-program]')) as HTMLScriptElement)
} catch (error) {
  // For the developer who sets it up: nothing is thrown into a page.
  console.error(error)
}
