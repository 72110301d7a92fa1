// What a site's owner reads in the console who asks: is it working?
import type { Tracker } from './contract.ts'
import type { Route } from './outbox.ts'

/** Says in plain words what was captured, kept and sent, and why not; and from now on what is. */
export function explain(route: Route, { params, $touch, $consent, stats, on }: Tracker): void {
  const say = (...words: unknown[]): void => console.info('Goodword:', ...words)
  const tell = (): void => {
    const code = $touch.get()?.code
    const kept = document.cookie.includes(`.${code}.`) ? 'a cookie' : 'storage or memory'
    say(
      code ? `Referred by ${code}, kept in ${kept}` : `No code came as ${params.join()}`,
      'Consent is',
      $consent.get(),
      route.isGranted() ? stats() : 'nothing is stored or sent',
    )
  }
  $consent.subscribe(tell)
  $touch.listen(tell)
  on('record', (event) => say('Happened', event))
  on('error', say)
  const { settle } = route
  route.settle = (id, fate) => {
    settle(id, fate)
    say(id, fate)
  }
}
