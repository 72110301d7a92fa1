// What may come a moment after the first bytes of the script tag.
import type { Tracker } from './contract.ts'
import { explain } from './debug.ts'
import type { Route } from './outbox.ts'
import { watchPage } from './page.ts'
import { beginSending } from './sending.ts'

const widgets = 'goodword-invite,goodword-welcome,goodword-progress,goodword-leaderboard,goodword-nps'

/** Begins to send, and lets the page's markup speak. */
export function begin(route: Route, tracker: Tracker): void {
  const bringWidget = (): void => {
    if (document.querySelector(widgets)) void route.load('widget')
  }
  beginSending(route, tracker)
  tracker.on('debug', () => explain(route, tracker))
  watchPage(window, tracker)
  bringWidget()
  document.addEventListener('DOMContentLoaded', bringWidget)
}
