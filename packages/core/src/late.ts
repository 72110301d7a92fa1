// What may come a moment after the first bytes of the script tag.
import type { Tracker } from './contract.ts'
import type { Route } from './outbox.ts'
import { watchPage } from './page.ts'
import { beginSending } from './sending.ts'

/** Begins to send, and lets the page's markup speak; `look` is called when something may have come into the page. */
export function begin(route: Route, tracker: Tracker, look: () => void): void {
  beginSending(route, tracker)
  watchPage(window, tracker, look)
}
