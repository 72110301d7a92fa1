// What a site's owner reads in the console who asks: is it working?
import type { Tracker } from './contract.ts'
import type { Route } from './outbox.ts'

/**
 * Logs consent, events, what became of each and what went wrong, from the beginning of the page on; beside each how
 * things stand: the code and the visitor, the parameters that are looked for, whether a cookie keeps it, and counts.
 */
export function explain({ window }: Route, { params, $consent, attribution, stats, on }: Tracker): void {
  const say = (what: string) => (detail: unknown) =>
    console.info('Goodword', what, detail, {
      ...attribution(),
      params,
      cookie: window.document.cookie.includes('goodword='),
      ...stats(),
    })
  for (const name of ['record', 'settle', 'error'] as const) on(name, say(name))
  $consent.subscribe(say('consent'))
}
