import type { ReferralEvent } from '@goodword/program'
import type { Tracker } from './contract.ts'
import { watchIdentity } from './identity.ts'
import { watchNavigation, withoutCode } from './navigation.ts'
import type { Route } from './outbox.ts'
import { createSender } from './sender.ts'

/** Begins what can wait a moment but needs no markup: sending, navigations, consent frameworks, identities. */
export function beginSending(route: Route, tracker: Tracker): void {
  const { window, isGranted, options } = route
  const { document, location, history } = window
  const { $consent, on, capture } = tracker
  const sender = createSender(route)
  const { soon } = sender
  Object.assign(route, sender)
  on('record', soon)
  watchIdentity(route, tracker)
  if (options.debug !== undefined) tracker.debug()
  if (options.layer !== undefined) mirror(route, tracker)

  let isObeyed = (options.consent ?? 'auto') !== 'auto'
  const obey = (): void => {
    // The browser's own signal is above any framework.
    const isAsked = route.asks(window) || document.querySelector('#cc-main')
    if (isObeyed || !isAsked || $consent.get() === 'denied') return
    isObeyed = true
    if (isGranted()) tracker.consent('pending')
    void route.load('consent')
  }
  const clean = (): void => {
    const href = withoutCode(location.href, tracker.params)
    // Until it is kept the address is the only place that outlives this page.
    if (options.clean !== undefined && isGranted() && href !== location.href)
      history.replaceState(history.state, '', href)
  }
  const look = (): void => {
    capture()
    obey()
    soon()
    clean()
  }
  watchNavigation(window, look)
  $consent.subscribe(look)
  for (const name of ['pageshow', 'online']) window.addEventListener(name, look)
  // A framework that comes late; whoever answers it clicks.
  for (const name of ['load', 'click']) window.addEventListener(name, obey, true)
  window.setTimeout(obey, 3_000)
}

/** Tells the page's `dataLayer` of every event that the visitor allows, for web analytics: no names, no addresses. */
function mirror({ window, mine, isGranted }: Route, { on, $touch }: Tracker): void {
  const page = window as { dataLayer?: unknown[] }
  const tell = (event: ReferralEvent): void => {
    const { type, customer: _, ...goodword } = event
    const code = $touch.get()?.code
    if (isGranted())
      (page.dataLayer ??= []).push({ event: `goodword_${type}`, goodword: { code, ...goodword } })
  }
  mine.forEach(tell)
  on('record', tell)
}
