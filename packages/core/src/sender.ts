import type { Receipt, ReferralEvent } from '@goodword/program'
import type { Route } from './outbox.ts'
import { askedPatience, backOff, judgeStatus } from './retry.ts'

/** Takes events from the queue to the server. */
export interface Sender {
  /** Sends what waits, now unless the server asked for patience. Settles when that was tried; never rejects. */
  flush(): Promise<void>
  /** Sends in a moment, together with whatever else happens until then. */
  soon(): void
  /** Sends what this page has to say before it is gone; the next page looks after the rest. */
  leave(): void
}

interface Waiting {
  readonly id: string
  readonly text: string
  readonly rank: string
}

/** Bytes: browsers allow 64 KiB to all requests together that outlive their page. */
const largestBody = 60_000
const mostEvents = 500
const mostWaiting = 1_000
/** Characters of all that waits. */
const mostText = 262_144
const patience = 30_000
const together = 50

/** A sender: batches, back-off with full jitter, at most 200 requests in any 10 seconds, one tab at a time. */
export function createSender(route: Route, random: () => number = Math.random): Sender {
  const { window, now, store, url, prefix, mine, isGranted, onError } = route
  const inFlight = new Set<string>()
  const turnKey = `${prefix}=turn`
  let withCookies = false
  let most = mostEvents
  let failures = 0
  let notBefore = 0
  let paced = 0
  let isScheduled = false
  let running: Promise<void> | undefined

  const fail = (code: string, message: string): void => onError(Object.assign(new Error(message), { code }))

  const parse = (text: string, key: string): Waiting[] => {
    try {
      const { id, type, at } = JSON.parse(text) as ReferralEvent
      const worth = type === 'conversion' ? 2 : type === 'visit' ? 0 : 1
      if (prefix + id === key) return [{ id, text, rank: `${worth}${at}` }]
    } catch {}
    store.remove(key)
    return []
  }

  /** What waits, worth most first: conversions, and the latest. What is worth least goes when there is too much. */
  function look(): Waiting[] {
    let count = 0
    let room = mostText
    const all = store
      .keys(prefix)
      .flatMap((key) => (key === turnKey ? [] : parse(store.get(key) ?? '', key)))
      .sort((a, b) => (a.rank < b.rank ? 1 : -1))
      .filter(({ id, text: { length } }) => {
        const isKept = length <= room && ++count <= mostWaiting
        if (isKept) room -= length
        else finish(id, 'full')
        return isKept
      })
    const found = new Set(all.map(({ id }) => id))
    for (const [id, { visitor }] of mine) if (visitor && !found.has(id)) route.settle(id, 'elsewhere')
    return all.filter(({ id }) => !inFlight.has(id))
  }

  function finish(id: string, fate: string): void {
    store.remove(prefix + id)
    route.settle(id, fate)
  }

  /** A batch for one request. A single event may be bigger than that. */
  function take(events: Waiting[]): Waiting[] {
    let room = largestBody
    return events.filter(({ text }, index) => ((room -= sizeOf(text) + 1) > 0 && index < most) || !index)
  }

  async function drain(): Promise<void> {
    while (isGranted()) {
      const batch = take(look())
      if (!batch[0]) return
      if (now() < notBefore) return soon()
      await deliver(batch)
    }
  }

  async function takeTurn(): Promise<void> {
    const { locks } = window.navigator as Partial<Navigator>
    // A sandboxed frame shares nothing with other tabs, and is refused.
    if (locks) return locks.request(prefix, drain).catch(drain)
    // Plain http has no locks.
    if (Number(store.get(turnKey)) > now()) return soon()
    store.set(turnKey, `${now() + patience}`)
    await drain()
    store.remove(turnKey)
  }

  const flush = (): Promise<void> =>
    (running ??= takeTurn()
      .catch(onError)
      .finally(() => (running = undefined)))

  function soon(): void {
    if (mine.size > mostWaiting + 100) look()
    // What waits in memory for consent: the oldest goes first, and a conversion last.
    for (const [id, { type }] of isGranted() ? [] : mine) {
      if (mine.size > (type === 'conversion' ? 2 * mostWaiting : mostWaiting)) route.settle(id, 'full')
    }
    if (isScheduled) return
    isScheduled = true
    const run = (): void => {
      isScheduled = false
      if (isGranted()) void flush()
    }
    window.setTimeout(run, Math.max(together, notBefore - now()))
  }

  async function deliver(batch: readonly Waiting[]): Promise<void> {
    // Some 95 at once, then one each 105 ms: a page's endless loop does not become the server's.
    paced = Math.max(paced, now() - 10_000) + 105
    notBefore = Math.max(notBefore, paced)
    for (const { id } of batch) inFlight.add(id)
    const { status, retryAfter, receipts } = await post(batch)
    for (const { id } of batch) inFlight.delete(id)

    const verdict = judgeStatus(status, batch.length)
    if (verdict === 'split') most = Math.ceil(batch.length / 2)
    else if (verdict === 'retry') {
      failures += 1
      notBefore = now() + Math.max(backOff(failures, random()), askedPatience(retryAfter, now()))
    } else {
      failures = 0
      for (const [index, { id }] of batch.entries()) {
        const { status: fate, reason = fate, detail = reason } = receipts?.[index] ?? {}
        const isRejected = fate === 'rejected'
        finish(id, isRejected ? fate : fate ? 'delivered' : `status-${status}`)
        if (isRejected) fail(reason!, detail!)
      }
      if (verdict === 'drop') {
        // Where one was too large for the server, the others need not go one by one.
        most = mostEvents
        fail(
          'events-refused',
          `The server refused ${batch.length} events with ${status}: see its answer at ${url}.`,
        )
      }
    }
  }

  async function post(batch: readonly Waiting[]): Promise<Answer> {
    const body = `{"events":[${batch.map(({ text }) => text).join()}]}`
    try {
      const response = await window.fetch(url, {
        method: 'POST',
        // A string goes as text/plain, which needs no CORS preflight.
        body,
        keepalive: sizeOf(body) < 64_000,
        credentials: withCookies ? 'include' : 'same-origin',
        // Safari 15 has none.
        signal: AbortSignal.timeout?.(patience) ?? null,
      })
      const { ok, status, headers } = response
      if (!ok) return { status, retryAfter: headers.get('retry-after') }
      const { receipts, renews } = (await response.json()) as { receipts: Receipt[]; renews?: boolean }
      // A server of the same site says so when it may renew the cookie across origins. Asked of one that does not allow
      // it, the browser would write an error into the console.
      withCookies = !!renews
      return { status: receipts.length === batch.length ? status : 0, receipts }
    } catch {
      // No network, or an answer that is not our server's: a hotel's log-in page says 200 too.
      withCookies = false
      return { status: 0 }
    }
  }

  return {
    flush,
    soon,
    leave() {
      const batch = take(look().filter(({ id }) => mine.has(id)))
      if (batch[0] && isGranted() && now() >= notBefore) void deliver(batch)
    },
  }
}

interface Answer {
  /** 0 = none of the server's. */
  readonly status: number
  readonly retryAfter?: string | null
  readonly receipts?: readonly Receipt[]
}

function sizeOf(text: string): number {
  return new TextEncoder().encode(text).length
}
