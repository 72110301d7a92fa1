import type { Receipt, ReferralEvent } from '@goodword/program'
import type { Route } from './outbox.ts'
import { askedPatience, backOff, finalStatus } from './retry.ts'

const mostWaiting = 1_000
const patience = 20_000
const turnKey = 'goodword.turn'

/**
 * Takes events from the queue to the server, from now on by `route.flush`: in batches, with back-off and full jitter, at
 * most 200 requests in any 10 seconds, one tab at a time. Returns what sends in a moment, together with whatever else
 * happens until then.
 */
export function beginSender(
  route: Route,
  onError: (error: unknown) => void,
  random: () => number = Math.random,
): () => void {
  const { window, now, store, mine, settle, prefix, isGranted } = route
  let credentials: RequestCredentials | undefined
  let most = Infinity
  let failures = 0
  let timer: number | undefined
  let running: Promise<void> | undefined

  const fail = (code: string, message?: string): void => onError(Object.assign(new Error(message), { code }))
  const parse = (key: string): ReferralEvent | [] => {
    try {
      const event = JSON.parse(store.get(key)!) as ReferralEvent
      if (prefix + event.id === key) return event
    } catch {}
    store.remove(key)
    return []
  }

  /**
   * What to send next of all that waits, worth most first: conversions, and the latest. What is worth least is given up
   * when there is too much.
   */
  const choose = (): ReferralEvent[] => {
    // In characters. None takes more than three bytes, and browsers allow 64 KiB to all that outlives a page.
    let room = 200_000
    let space = 20_000
    for (const [id, { visitor }] of mine) if (visitor && !store.get(prefix + id)) settle(id, 'elsewhere')
    // Before consent all is in memory.
    return (isGranted() ? store.keys(prefix).flatMap(parse) : [...mine.values()])
      .sort((a, b) => worth(b) - worth(a) || b.at - a.at)
      .filter((event, index) => {
        const { length } = JSON.stringify(event)
        if (length > room || index >= mostWaiting) return settle(event.id, 'full')
        room -= length
        space -= length
        // A single event may be bigger than a batch.
        return (space > 0 && index < most) || !index
      })
  }

  /** Milliseconds until then. Nothing is an hour off: there a clock was put back. */
  const left = (until: number): number => (until - now() > 3_600_000 ? 0 : until - now())

  const drain = async (): Promise<void> => {
    while (isGranted()) {
      const events = choose()
      if (!events[0]) return
      if (left(route.notBefore) > 0) return soon()
      // Some 95 at once, then one each 105 ms: a page's endless loop does not become the server's.
      route.notBefore = Math.max(route.notBefore, now() - 10_000) + 105
      await deliver(events)
    }
  }

  const takeTurn = async (): Promise<void> => {
    if (!isGranted()) return
    const { locks } = window.navigator as Partial<Navigator>
    // A sandboxed frame shares nothing with other tabs, and is refused.
    if (locks) return locks.request(turnKey, drain).catch(drain)
    // Plain http has no locks.
    if (left(Number(store.get(turnKey))) > 0) return soon()
    store.set(turnKey, `${now() + patience}`)
    await drain()
    store.remove(turnKey)
  }

  route.flush = () =>
    (running ??= takeTurn()
      .catch(onError)
      .finally(() => (running = undefined)))

  const soon = (): void => {
    if (mine.size > mostWaiting + 100) choose()
    timer ??= window.setTimeout(
      () => {
        timer = undefined
        void route.flush!()
      },
      Math.max(50, left(route.notBefore)),
    )
  }

  const deliver = async (events: readonly ReferralEvent[]): Promise<void> => {
    let receipts: readonly Partial<Receipt>[] = []
    let status = 0
    let asked = 0
    let refusal: string | undefined
    try {
      const response = await route.post(events, {
        // Sent to a server that does not ask for them, the browser would write an error into the console.
        credentials,
        // Safari 15 has none.
        signal: AbortSignal.timeout?.(patience),
      })
      asked = askedPatience(response.headers.get('retry-after'), now())
      if (!response.ok) ({ status } = response)
      ;({ receipts = [], detail: refusal, credentials } = (await response.json()) as Answer)
      if (receipts.length === events.length) ({ status } = response)
    } catch {
      // No network, or an answer that is not our server's: a hotel's log-in page says 200 too.
      credentials = undefined
    }
    route.away.clear()
    if (status === 413 && events[1]) most = events.length / 2
    else if (!finalStatus.test(`${status}`)) {
      failures++
      route.notBefore = now() + Math.max(backOff(failures, random()), asked)
    } else {
      failures = 0
      events.forEach(({ id }, index) => {
        const { status: fate = `status-${status}`, detail, reason } = receipts[index] ?? {}
        settle(id, /^[sr]/.test(fate) ? fate : 'delivered')
        if (fate === 'rejected') fail(reason!, detail)
      })
      if (status > 299) {
        // Where one was too large for the server, the others need not go one by one.
        most = Infinity
        fail('events-refused', refusal ?? `${status}`)
      }
    }
  }

  return soon
}

/** What the server says of a batch. */
interface Answer {
  readonly receipts?: readonly Receipt[]
  /** Why all of it is refused. */
  readonly detail?: string
  /** `include` from a server that renews the visitor's cookie, if it may see it. */
  readonly credentials?: RequestCredentials
}

const worth = ({ type }: ReferralEvent): number => (type === 'conversion' ? 2 : type === 'visit' ? 0 : 1)
