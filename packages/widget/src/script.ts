import { watchIdentity, type Tracker } from '@goodword/core'
import { defineWidgets } from './elements/define.ts'

// The script tag's tracker. Without one the name may hold a list of calls, or an element of the page with that id.
const { goodword }: { goodword?: unknown } = window
const isTracker = (value: unknown): value is Tracker => Boolean((value as Tracker | undefined)?.program)
const tracker = isTracker(goodword) ? goodword : undefined
if (tracker) watchIdentity(tracker)
defineWidgets({ tracker })
