// What a site's owner reads in the console who asks: is it working?
import type { Tracker } from './contract.ts'
import type { Route } from './outbox.ts'

/** Says in plain words what was captured, kept and sent, and why not; and from now on what is. */
export function begin(route: Route, { params, $touch, $consent, stats, on }: Tracker): void {
  const say = (...words: unknown[]): void => console.info('Goodword:', ...words)
  const tell = (): void => {
    const state = $consent.get()
    const touch = $touch.get()
    const kept = document.cookie.includes('goodword=')
      ? 'in a cookie'
      : route.store.get('goodword')
        ? 'in localStorage'
        : 'in memory'
    say(
      state === 'granted'
        ? 'Codes are kept and events are sent.'
        : state === 'pending'
          ? 'Waits for consent: nothing is stored or sent.'
          : 'Denied: nothing is kept or sent.',
      touch ? `Referred by ${touch.code}, kept ${kept}.` : `No code: none came as ${params.join(' or ')}.`,
      stats(),
    )
  }
  say(`Events go to ${route.url}.`)
  $consent.subscribe(tell)
  $touch.listen(tell)
  on('record', (event) => say('Happened:', event))
  on('error', (error) => say('Went wrong:', error))
  const { settle } = route
  route.settle = (id, fate) => {
    settle(id, fate)
    say(id, fate, stats())
  }
}
