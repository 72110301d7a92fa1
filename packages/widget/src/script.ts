import { watchIdentity, type Tracker } from '@goodword/core'
import { defineElements } from './elements/define-elements.ts'

// The script tag's tracker. Without one the name may hold a list of calls, or an element of the page with that id.
const { goodword }: { goodword?: unknown } = window
const isTracker = (value: unknown): value is Tracker => Boolean((value as Tracker | undefined)?.program)
const tracker = isTracker(goodword) ? goodword : undefined
if (tracker) watchIdentity(tracker)
defineElements({ tracker }, (page) => {
  // The shells of the others come a moment later, so that the button need not wait for them. Blocked: they stay empty.
  import('./elements/panel-element.ts').then(
    ({ definePanels }) => definePanels(page),
    () => {},
  )
})
