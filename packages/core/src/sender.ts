import { GoodwordError } from '@goodword/program/errors'
import type { Receipt } from '@goodword/program'
import { watchNavigation } from './capture.ts'
import type { Tracker } from './contract.ts'
import { waitingKeys, type Route } from './outbox.ts'
import { judgeStatus, retryDelay } from './retry.ts'

/** Takes events from the queue to the server. */
export interface Sender {
  /** Sends what waits, now unless the server asked for patience. Settles when that was tried; never rejects. */
  flush(): Promise<void>
  /** Sends in a moment, together with whatever else happens until then. */
  soon(): void
}

/** A sender that sends when there is an occasion: now, when the page changes, and when the network is back. */
export function beginSending(route: Route, tracker: Tracker): Sender {
  const { window } = route
  const sender = createSender(route)
  const look = (): void => tracker.capture()
  watchNavigation(window, look)
  // It may have changed already.
  look()
  for (const name of ['online', 'pageshow']) window.addEventListener(name, sender.soon)
  tracker.$consent.subscribe(sender.soon)
  return sender
}

/** Bytes: browsers allow 64 KiB to all requests together that outlive their page. */
const largestBody = 60_000
const mostEvents = 500
const patience = 30_000
const together = 50

/** A sender: batches, back-off with full jitter, at most 200 requests in any 10 seconds. */
export function createSender(route: Route, random: () => number = Math.random): Sender {
  const { window, now, store, url } = route
  const inFlight = new Set<string>()
  let most = mostEvents
  let failures = 0
  let notBefore = 0
  let paced = 0
  let isScheduled = false

  const flush = async (): Promise<void> => {
    while (route.isGranted()) {
      const batch = take()
      if (!batch.size) return
      if (now() < notBefore) return soon()
      await deliver(batch)
    }
  }

  function soon(): void {
    if (isScheduled) return
    isScheduled = true
    const run = (): void => {
      isScheduled = false
      void flush()
    }
    window.setTimeout(run, Math.max(together, notBefore - now()))
  }

  /** What is worth most goes first. A single event may be bigger than a batch. */
  function take(): Map<string, string> {
    const batch = new Map<string, string>()
    let room = largestBody
    const keys = waitingKeys(route)
    for (let key = keys.pop(); key; key = keys.pop()) {
      const event = store.get(key)
      if (inFlight.has(key) || !event) continue
      if (!isJson(event)) {
        store.remove(key)
        continue
      }
      room -= sizeOf(event) + 1
      if (batch.size && (room < 0 || batch.size >= most)) break
      batch.set(key, event)
    }
    return batch
  }

  async function deliver(batch: ReadonlyMap<string, string>): Promise<void> {
    const keys = [...batch.keys()]
    // Some 95 at once, then one each 105 ms: a page's endless loop does not become the server's.
    paced = Math.max(paced, now() - 10_000) + 105
    notBefore = Math.max(notBefore, paced)
    for (const key of keys) inFlight.add(key)
    const answer = await post(`{"events":[${[...batch.values()].join()}]}`, batch.size)
    for (const key of keys) inFlight.delete(key)

    const verdict = judgeStatus(answer.status, batch.size)
    if (verdict === 'split') {
      most = Math.ceil(batch.size / 2)
    } else if (verdict === 'retry') {
      failures += 1
      notBefore = Math.max(notBefore, now() + retryDelay(failures, answer.retryAfter, now(), random()))
    } else {
      keys.forEach(store.remove)
      failures = 0
      if (verdict === 'drop') refuse(batch.size, answer.status)
      for (const { status, reason = status, detail = reason } of answer.receipts) {
        if (status === 'rejected') route.onError(new GoodwordError(reason, detail))
      }
    }
  }

  function refuse(count: number, status: number): void {
    // Where one was too large for the server, the others need not go one by one.
    most = mostEvents
    route.onDrop(`status-${status}`, count)
    const message = `The server refused ${count} events for good with status ${status}: see its answer at ${url}.`
    route.onError(new GoodwordError('events-refused', message))
  }

  async function post(body: string, count: number): Promise<Answer> {
    try {
      const response = await window.fetch(url, {
        method: 'POST',
        // A string goes as text/plain, which needs no CORS preflight.
        body,
        keepalive: sizeOf(body) < 64_000,
        // Safari 15 has none.
        signal: AbortSignal.timeout?.(patience) ?? null,
      })
      const { ok, status, headers } = response
      const retryAfter = headers.get('retry-after')
      if (!ok) return { status, retryAfter, receipts: [] }
      const { receipts } = (await response.json()) as { receipts: Receipt[] }
      return { status: receipts.length === count ? status : 0, retryAfter, receipts }
    } catch {
      // No network, or an answer that is not our server's: a hotel's log-in page says 200 too.
      return { status: 0, retryAfter: null, receipts: [] }
    }
  }

  return { flush, soon }
}

interface Answer {
  /** 0 = none of the server's. */
  readonly status: number
  readonly retryAfter: string | null
  readonly receipts: readonly Receipt[]
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text)
    return true
  } catch {
    return false
  }
}

function sizeOf(text: string): number {
  return new TextEncoder().encode(text).length
}
