import { checkOptions } from './check.ts'
import type { Tracker, TrackerOptions } from './contract.ts'
import { browserEnvironment } from './environment.ts'
import { watchIdentity } from './identity.ts'
import { beginSending } from './sending.ts'
import { startTracker } from './start.ts'

/**
 * Starts to track: captures the code of this page, keeps it, and reports what happens. A page has one tracker for a
 * program, whoever starts it: this one becomes `window.goodword`, and where there is one already, by another import or
 * a script tag, that one is returned. Error `options-invalid` at once for what a developer must correct; after that
 * nothing is thrown.
 */
export function createTracker(options: TrackerOptions): Tracker {
  const environment = browserEnvironment(options.env)
  checkOptions(options, environment.window)
  const { window } = environment
  const early = window.goodword as Partial<Tracker> | undefined
  if (early?.program === options.program) return early as Tracker

  const full = {
    ...options,
    params: options.params ?? ['via', 'ref'],
    days: options.days ?? 90,
    consent: options.consent ?? ('auto' as const),
  }
  const tracker = startTracker(full, environment, async (part, ...given) => {
    // An application brings the widget itself.
    if (part === 'widget') return
    beginSending(...given)
    watchIdentity(given[1], environment)
  })
  // An application chooses when it starts, and may ask at once who referred the visitor.
  tracker.attribution()
  if (!early?.program) {
    window.goodword = tracker
    if (Array.isArray(early)) tracker.push(...early)
  }
  return tracker
}
