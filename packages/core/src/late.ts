// What may come a moment after the first bytes of the script tag.
import type { Tracker } from './contract.ts'
import type { Route } from './outbox.ts'
import { watchPage } from './page.ts'
import { beginSending } from './sending.ts'

/** Begins to send, and lets the page's markup speak. */
export function begin(route: Route, tracker: Tracker): void {
  const bringWidget = (): void => {
    for (const { localName } of document.querySelectorAll(':not(:defined)'))
      if (localName.includes('goodword-')) void route.load('widget')
  }
  beginSending(route, tracker)
  watchPage(window, tracker, bringWidget)
}
