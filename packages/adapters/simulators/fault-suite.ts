// What every adapter must hold when its vendor fails. For tests only; not published.
import { GoodwordError } from '@goodword/program/errors'
import { expect } from 'vitest'
import { calm, faults, type Fault } from './faults.ts'
import { isExact, openUnderFaults, sendUnderFaults, type FaultyVendor } from './under-faults.ts'

/** What the faults need of vitest. */
interface Runner {
  describe(title: string, body: () => void): void
  it(title: string, body: () => Promise<void>, timeout?: number): void
}

/** The longest that anybody waits for an answer, in milliseconds. */
const longest = 10_000

/** Registers the faults as tests of one vendor. */
export function describeFaults({ describe, it }: Runner, vendor: FaultyVendor): void {
  const orders = vendor.orders ?? 60

  describe(`faults: ${vendor.name}`, () => {
    for (const name of Object.keys(faults) as Fault[]) {
      it(`answers a lasting fault with a typed error, in time: ${name}`, async () => {
        await using scene = await openUnderFaults(vendor)
        const amy = { email: 'amy@example.com', name: 'Amy' }
        await scene.backend.enrol(amy)
        scene.suffer(faults[name])
        const backend = name === 'late' ? scene.connect({ timeout: 250 }) : scene.backend
        const begun = performance.now()
        const error: unknown = await backend.participant(amy).catch((error: unknown) => error)
        expect(performance.now() - begun).toBeLessThan(longest)
        expect(error).toBeInstanceOf(GoodwordError)
        expect((error as GoodwordError).code).toMatch(/^vendor-(unavailable|limited|answer)$/)
      })
    }

    it('gets over one fault of each kind when it reads', async () => {
      await using scene = await openUnderFaults(vendor, { timeout: 1_000 })
      const amy = { email: 'amy@example.com', name: 'Amy' }
      const { code } = await scene.backend.enrol(amy)
      // What is strange to one vendor may be an answer of another's: it is told, and not asked for again.
      const { strange: _strange, ...others } = faults
      for (const name of Object.keys(others) as Fault[]) {
        let left = 1
        scene.suffer((exchange) => (left-- > 0 ? faults[name] : calm)(exchange))
        expect([name, (await scene.backend.participant(amy))?.code]).toEqual([name, code])
      }
    })

    it('asks a vendor that is down no more after a few failures, and again when it is back', async () => {
      await using scene = await openUnderFaults(vendor)
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
      await using scene = await openUnderFaults(vendor)
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
      await using scene = await openUnderFaults(vendor)
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
        const told = await sendUnderFaults(vendor, orders)
        expect([told, isExact(vendor, told)]).toEqual([told, true])
      },
      Math.max(60_000, orders * 600),
    )
  })
}
