import type { ReferralEvent } from '@goodword/program'
import type { TrackerEnvironment } from './environment.ts'
import type { Store } from './storage.ts'

/** Where events wait and where they go. */
export interface Route extends TrackerEnvironment {
  readonly store: Store
  /** What the keys of waiting events start with. */
  readonly prefix: string
  /** Where events are posted. */
  readonly url: string
  isGranted(): boolean
  onError(error: unknown): void
  /** So many were given up for `reason`. */
  onDrop(reason: string, count: number): void
}

const mostWaiting = 1_000

/** Keys of what waits, least worth keeping first. */
export function waitingKeys({ store, prefix }: Route): string[] {
  return store.keys(prefix).sort()
}

/**
 * Keeps an event on disk. Each has a key of its own, so that tabs of one site neither overwrite nor hide each other's.
 * The key also says who goes first when there are more than 1,000: the oldest visit, and a conversion last.
 */
export function addEvent(route: Route, event: ReferralEvent): void {
  const { store, prefix } = route
  const worth = event.type === 'conversion' ? 2 : event.type === 'visit' ? 0 : 1
  store.set(`${prefix}${worth}${event.at.toString(36)}.${event.id}`, JSON.stringify(event))
  const surplus = waitingKeys(route).slice(0, -mostWaiting)
  if (surplus.length) route.onDrop('full', surplus.length)
  surplus.forEach(store.remove)
}

/**
 * Sends what is worth most, for a page that may be gone in a moment. There is no time for the answer, so nothing is
 * removed: what is sent again later, the server knows by its id.
 */
export function sendFarewell(route: Route): void {
  const events = waitingKeys(route).slice(-50).map(route.store.get)
  if (!events.length || !route.isGranted()) return
  const body = `{"events":[${events.join()}]}`
  route.window.fetch(route.url, { method: 'POST', keepalive: true, body }).catch(() => {})
}
