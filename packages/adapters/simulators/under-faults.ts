// A vendor between whose port and ours things go wrong. For tests only; not published.
import { GoodwordError } from '@goodword/program/errors'
import type { ConnectionOptions } from '../src/vendor/transport.ts'
import type { VendorBackend } from '../src/vendor/vendor-backend.ts'
import { atRandom, calm, createRandom, faults, type Fault } from './faults.ts'
import { conversionOf } from './orders.ts'
import { serveSimulator, type Interference, type Simulator } from './serving.ts'

/** A vendor whose faults are tried. */
export interface FaultyVendor {
  readonly name: string
  /** A simulator with nobody in it, whose clock is `now`. */
  simulate(now: () => number): {
    readonly simulator: Simulator
    connect(
      url: string,
      options: Required<Pick<ConnectionOptions, 'timeout' | 'retryDelay' | 'now'>>,
    ): VendorBackend
    /** The orders that it holds, one entry for each time that it took one. */
    held(): readonly string[]
  }
  /** The vendor gives neither a key against repeats nor a look-up: what is in doubt may be missing, and says so. */
  readonly mayDoubt?: boolean
  /** How many orders a test sends, where one takes several calls. @default 60 */
  readonly orders?: number
}

/** What became of orders that were sent while requests failed. */
export interface OrdersUnderFaults {
  readonly sent: number
  /** All requests, and those that something happened to. */
  readonly requests: number
  readonly failed: number
  /** How often the vendor took an order in the end; how many it took more than once; how many it lacked at first. */
  readonly held: number
  readonly twice: number
  readonly missing: number
  /** Those of which a receipt said that they are in doubt, and of these the ones that are not there. */
  readonly doubted: number
  readonly missingInDoubt: number
}

/** The vendor on a port, behind one interference that may be changed while it runs. */
export async function openUnderFaults(vendor: FaultyVendor, connection: Partial<ConnectionOptions> = {}) {
  let ahead = 0
  const now = () => Date.now() + ahead
  const { simulator, connect, held } = vendor.simulate(now)
  let interfere: Interference = calm
  const server = await serveSimulator(simulator, (exchange) => interfere(exchange))
  const options = { timeout: 4_000, retryDelay: 1, now, ...connection }
  return {
    /** Another process of ours, which remembers nothing. */
    connect: (more: Partial<ConnectionOptions> = {}) => connect(server.url, { ...options, ...more }),
    backend: connect(server.url, options),
    requests: server.requests,
    held,
    travel: (seconds: number) => (ahead += seconds * 1000),
    suffer: (next: Interference) => (interfere = next),
    [Symbol.asyncDispose]: () => server.close(),
  }
}

/**
 * Sends so many orders, three at a time, while something happens to 30 in 100 requests; each is sent again, as a queue
 * does, until there is a receipt, and then all of them once more by another process. The same seed is the same sequence
 * of faults. Rejects for a receipt that no queue understands.
 */
export async function sendUnderFaults(
  vendor: FaultyVendor,
  sent: number,
  seed = 7,
): Promise<OrdersUnderFaults> {
  await using scene = await openUnderFaults(vendor)
  const { code } = await untilDone(scene, () => scene.backend.enrol({ email: 'amy@example.com' }))
  // Not the ones that take time: a lost answer is as bad as one that comes late.
  const { huge: _huge, late: _late, ...small } = faults
  let failed = 0
  const fault = atRandom(1, Object.keys(small) as Fault[], createRandom(seed))
  const random = createRandom(seed + 1)
  const before = scene.requests.length
  scene.suffer((exchange) => {
    if (random() >= 0.3) return calm(exchange)
    failed++
    return fault(exchange)
  })
  const all = Array.from({ length: sent }, (_, index) => `order-${index}`)
  const doubted = new Set<string>()
  const send = async ({ record }: VendorBackend, left: string[]): Promise<void> => {
    for (let order = left.pop(); order !== undefined; order = left.pop()) {
      const event = conversionOf(order, code)
      const [receipt] = await untilDone(scene, () => record([event], { source: 'server' }))
      if (receipt?.reason === 'in-doubt') doubted.add(order)
      else if (receipt?.status !== 'accepted' && receipt?.status !== 'duplicate')
        throw new Error(`${order} has the receipt ${JSON.stringify(receipt)}.`)
    }
  }
  const sendAll = async (backend: VendorBackend): Promise<void> => {
    const left = [...all]
    await Promise.all([send(backend, left), send(backend, left), send(backend, left)])
  }
  await sendAll(scene.backend)
  const known = new Set(scene.held())
  const missing = all.filter((order) => !known.has(order))
  await sendAll(scene.connect())
  const held = scene.held()
  return {
    sent,
    requests: scene.requests.length - before,
    failed,
    held: held.length,
    twice: held.length - new Set(held).size,
    missing: missing.length,
    doubted: doubted.size,
    missingInDoubt: missing.filter((order) => doubted.has(order)).length,
  }
}

/** Whether each order is there once; or, where the vendor may doubt, at most once, and each missing one was told. */
export const isExact = (
  { mayDoubt }: Pick<FaultyVendor, 'mayDoubt'>,
  { sent, held, twice, missing, doubted, missingInDoubt }: OrdersUnderFaults,
): boolean => twice === 0 && missing === missingInDoubt && (mayDoubt || (held === sent && doubted === 0))

/** As a queue does: again until it works, after as long as it was told to wait. */
async function untilDone<T>(scene: { travel(seconds: number): void }, work: () => Promise<T>): Promise<T> {
  for (let tries = 0; tries < 60; tries++) {
    try {
      return await work()
    } catch (error) {
      if (!(error instanceof GoodwordError) || !error.code.startsWith('vendor-')) throw error
      scene.travel(61)
    }
  }
  throw new Error('It did not work in 60 tries.')
}
