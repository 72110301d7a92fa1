// What goes wrong between us and a vendor, done to a simulator on purpose. For tests only; not published.
import type { Exchange, Interference } from './serving.ts'

/**
 * One thing that goes wrong. Before the vendor has done anything: `reset`, `limited` (429), `limited briefly` (429 with
 * Retry-After), `failed` (500), `page` (HTML with status 200), `empty` (`{}` with status 200), `strange`
 * (JSON of somebody else's with status 200). After it has: `late` (no answer), `half` (a reset in the
 * middle of the body), `lost` (500 all the same), `garbled` (HTML all the same), `huge` (10 MB).
 */
export type Fault = keyof typeof faults

const html = (status: number): Response =>
  new Response('<!doctype html><title>Back soon</title>', {
    status,
    headers: { 'content-type': 'text/html' },
  })

const json = (status: number, body: object, headers: Record<string, string> = {}): Response =>
  Response.json(body, { status, headers })

const tenMegabytes = `{"padding":"${'x'.repeat(10_000_000)}"}`

export const faults = {
  reset: async (exchange) => exchange.reset(),
  limited: async (exchange) => exchange.send(json(429, { message: 'Slow down.' })),
  'limited briefly': async (exchange) =>
    exchange.send(json(429, { message: 'Slow down.' }, { 'retry-after': '0' })),
  failed: async (exchange) => exchange.send(html(500)),
  page: async (exchange) => exchange.send(html(200)),
  empty: async (exchange) => exchange.send(json(200, {})),
  strange: async (exchange) => exchange.send(json(200, { gateway: 'eu-1', health: 'green' })),
  late: async (exchange) => void (await exchange.ask()),
  half: async (exchange) => exchange.sendHalf(await exchange.ask()),
  lost: async (exchange) => {
    await exchange.ask()
    await exchange.send(html(500))
  },
  garbled: async (exchange) => {
    await exchange.ask()
    await exchange.send(html(200))
  },
  huge: async (exchange) => {
    await exchange.ask()
    await exchange.send(new Response(tenMegabytes, { headers: { 'content-type': 'application/json' } }))
  },
} satisfies Record<string, Interference>

/** Lets everything through. */
export const calm: Interference = async (exchange: Exchange) => exchange.send(await exchange.ask())

/** The same numbers from the same seed, from 0 to 1. */
export function createRandom(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}

/** One of `which` happens to so many of all requests. */
export function atRandom(rate: number, which: readonly Fault[], random: () => number): Interference {
  return async (exchange) => {
    if (random() >= rate) return calm(exchange)
    return faults[which[Math.floor(random() * which.length)]!](exchange)
  }
}
