import type { ReferralEvent } from '@goodword/program'
import type { Tracker } from './contract.ts'
import { ownKey } from './keeper.ts'
import type { Route } from './outbox.ts'
import { watchConsent } from './readers.ts'
import { beginSender } from './sender.ts'

/** Begins what can wait a moment but needs no markup: sending, navigations, consent frameworks. */
export function beginSending(route: Route, tracker: Tracker): void {
  const { window, isGranted, options } = route
  const { location, history } = window
  const { on, $consent, $identity, capture } = tracker
  const soon = beginSender(route, tracker.onError)
  on('record', soon)

  // For web analytics, what the visitor allows: no names, no addresses.
  const tell = (event: ReferralEvent): void => {
    const { customer: _, type, ...goodword } = event
    if (isGranted())
      ((window as { dataLayer?: unknown[] }).dataLayer ??= []).push({ goodword, event: `goodword_${type}` })
  }
  if (options.layer != null) on('record', tell)

  // The browser's own signal is above any framework.
  const isAuto = options.consent === 'auto' && $consent.get() !== 'denied'
  const obey = isAuto ? watchConsent(route, tracker) : undefined
  const look = (): void => {
    obey?.()
    const [, own] = $identity.get()
    // Never a referral, also when nobody is signed in any more.
    if (own && isGranted()) route.store.set(ownKey, own)
    capture()
    tracker.attribution()
    soon()
    const [, text] = route.readArrival(location, tracker.params) ?? []
    // Until it is kept the address is the only place that outlives this page.
    if (text && options.clean != null && isGranted())
      history.replaceState(
        history.state,
        '',
        // What comes after it begins as it did.
        location.href.replace(`${text}&`, text[0]!).replace(text, ''),
      )
  }
  // After each navigation inside a single page, and when a page is back. Nothing is patched for it: browsers without
  // `navigation` tell of `pushState` nowhere, and there the next click or `capture()` does. A framework that comes late is
  // answered by a click as well.
  ;(window as Partial<Window>).navigation?.addEventListener?.('currententrychange', look)
  // A tab that is hidden may be ended without another word, and mostly is not: there is time to send, and for the answer.
  for (const name of ['popstate', 'visibilitychange', 'hashchange', 'click', 'pageshow', 'online'])
    window.addEventListener(name, look, true)
  $consent.listen(look)
  $identity.subscribe(look)
  // Before consent nothing outlives a page, but the site's next one is told from which address somebody came.
  const { referrer } = window.document
  if (referrer.startsWith(location.origin) && !tracker.attribution()) capture(referrer)
}
