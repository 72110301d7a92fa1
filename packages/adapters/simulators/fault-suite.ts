// What every adapter must hold when its vendor fails. For tests only; not published.
import { GoodwordError } from '@goodword/program/errors'
import { conversionOf } from './orders.ts'
import { expect } from 'vitest'
import type { ConnectionOptions } from '../src/vendor/transport.ts'
import type { VendorBackend } from '../src/vendor/vendor-backend.ts'
import { atRandom, calm, createRandom, faults, type Fault } from './faults.ts'
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
  /** How many orders are sent under faults, where one takes several calls. @default 120, or as `FAULT_ORDERS` says */
  readonly orders?: number
}

/** What the faults need of vitest. */
interface Runner {
  describe(title: string, body: () => void): void
  it(title: string, body: () => Promise<void>, timeout?: number): void
}

/** The longest that anybody waits for an answer, in milliseconds. */
const longest = 10_000

/** Registers the faults as tests of one vendor. */
export function describeFaults({ describe, it }: Runner, vendor: FaultyVendor): void {
  /** The vendor behind one interference that may be changed while it runs. */
  async function open(connection: Partial<ConnectionOptions> = {}) {
    let ahead = 0
    const now = () => Date.now() + ahead
    const { simulator, connect, held } = vendor.simulate(now)
    let interfere: Interference = calm
    const server = await serveSimulator(simulator, (exchange) => interfere(exchange))
    const options = { timeout: 250, retryDelay: 1, now, ...connection }
    return {
      backend: connect(server.url, options),
      requests: server.requests,
      held,
      travel: (seconds: number) => (ahead += seconds * 1000),
      suffer: (next: Interference) => (interfere = next),
      [Symbol.asyncDispose]: () => server.close(),
    }
  }

  const orders = Number(process.env['FAULT_ORDERS'] ?? vendor.orders ?? 120)

  describe(`faults: ${vendor.name}`, () => {
    for (const name of Object.keys(faults) as Fault[]) {
      it(`answers a lasting fault with a typed error, in time: ${name}`, async () => {
        await using scene = await open()
        const amy = { email: 'amy@example.com', name: 'Amy' }
        await scene.backend.enrol(amy)
        scene.suffer(faults[name])
        const begun = performance.now()
        const error: unknown = await scene.backend.participant(amy).catch((error: unknown) => error)
        expect(performance.now() - begun).toBeLessThan(longest)
        expect(error).toBeInstanceOf(GoodwordError)
        expect((error as GoodwordError).code).toMatch(/^vendor-(unavailable|limited|answer)$/)
      })
    }

    it('gets over one fault of each kind when it reads', async () => {
      await using scene = await open()
      const amy = { email: 'amy@example.com', name: 'Amy' }
      const { code } = await scene.backend.enrol(amy)
      for (const name of Object.keys(faults) as Fault[]) {
        let left = 1
        scene.suffer((exchange) => (left-- > 0 ? faults[name] : calm)(exchange))
        expect([name, (await scene.backend.participant(amy))?.code]).toEqual([name, code])
      }
    })

    it('asks a vendor that is down no more after a few failures, and again when it is back', async () => {
      await using scene = await open()
      scene.suffer(faults.failed)
      const look = () => scene.backend.participant({ email: 'amy@example.com' })
      for (let call = 0; call < 6; call++)
        await expect(look()).rejects.toMatchObject({ code: 'vendor-unavailable' })
      const asked = scene.requests.length
      const begun = performance.now()
      await expect(look()).rejects.toMatchObject({ code: 'vendor-unavailable', cause: { inDoubt: false } })
      expect([scene.requests.length, performance.now() - begun < 50]).toEqual([asked, true])
      scene.suffer(calm)
      scene.travel(61)
      await scene.backend.enrol({ email: 'amy@example.com', name: 'Amy' })
    })

    it('waits no longer than anybody would for a Retry-After, and says how long it is', async () => {
      await using scene = await open()
      scene.suffer((exchange) =>
        exchange.send(Response.json({}, { status: 429, headers: { 'retry-after': '600' } })),
      )
      await expect(scene.backend.participant({ email: 'amy@example.com' })).rejects.toMatchObject({
        code: 'vendor-limited',
        cause: { retryAfter: 600 },
      })
      expect(scene.requests).toHaveLength(1)
    })

    it('says what is missing in an answer without its fields, and minds none that it does not know', async () => {
      await using scene = await open()
      const amy = { email: 'amy@example.com', name: 'Amy' }
      const { code } = await scene.backend.enrol(amy)
      scene.suffer((exchange) => exchange.send(Response.json({})))
      await expect(scene.backend.enrol({ email: 'bo@example.com' })).rejects.toBeInstanceOf(GoodwordError)
      scene.suffer(async (exchange) => {
        const answer = await exchange.ask()
        const body = (await answer.json()) as object
        const more = Array.isArray(body) ? body : { ...body, surprise: { deep: [1, null] } }
        await exchange.send(Response.json(more, { status: answer.status }))
      })
      expect((await scene.backend.enrol(amy)).code).toBe(code)
    })

    it(
      `counts each of ${orders} orders once, though a third of all requests fail`,
      async () => {
        await using scene = await open({ timeout: 4_000 })
        const { code } = await untilDone(scene, () => scene.backend.enrol({ email: 'amy@example.com' }))
        // Not the ones that take time: a lost answer is as bad as one that comes late.
        const { huge: _huge, late: _late, ...small } = faults
        scene.suffer(atRandom(0.3, Object.keys(small) as Fault[], createRandom(7)))
        const left = Array.from({ length: orders }, (_, index) => `order-${index}`)
        const doubted = new Set<string>()
        const send = async (): Promise<void> => {
          for (let order = left.pop(); order !== undefined; order = left.pop()) {
            const event = conversionOf(order, code)
            const [receipt] = await untilDone(scene, () =>
              scene.backend.record([event], { source: 'server' }),
            )
            if (receipt?.reason === 'in-doubt') doubted.add(order)
            else expect(receipt).toMatchObject({ status: expect.stringMatching(/^(accepted|duplicate)$/) })
          }
        }
        await Promise.all([send(), send(), send()])
        const held = scene.held()
        expect(held.length).toBe(new Set(held).size)
        const missing = Array.from({ length: orders }, (_, index) => `order-${index}`).filter(
          (order) => !held.includes(order),
        )
        expect(missing.filter((order) => !doubted.has(order))).toEqual([])
        if (!vendor.mayDoubt) expect([held.length, doubted.size]).toEqual([orders, 0])
      },
      Math.max(60_000, orders * 600),
    )
  })
}

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
