// What may come a moment after the first bytes of the script tag.
import type { Tracker } from './contract.ts'
import type { Route } from './outbox.ts'
import { awaitsWidget, fillInputs, watchConversions } from './page.ts'
import { beginSending, type Sender } from './sender.ts'

/** Begins to send, and lets the page's markup speak. */
export async function begin(route: Route, tracker: Tracker, loadWidget: () => void): Promise<Sender> {
  const { document } = route.window
  const whenReady = (): void => {
    fillInputs(document, tracker)
    if (awaitsWidget(document)) loadWidget()
  }
  watchConversions(document, tracker)
  if (document.readyState === 'loading') document.addEventListener('DOMContentLoaded', whenReady)
  else whenReady()
  return beginSending(route, tracker)
}
