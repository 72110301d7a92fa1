import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { notOffered } from '../../simulators/not-offered.ts'
import { conversionOf, vendorProgram } from '../../simulators/orders.ts'
import { serveSimulator, type ServedSimulator } from '../../simulators/serving.ts'
import { createTapfiliateSimulator } from '../../simulators/tapfiliate.ts'
import { testBackend, type Subject } from '../conformance/index.ts'
import { tapfiliate, type TapfiliateOptions } from './index.ts'

describe.each([
  { perPage: 25, unknownCode: 422 },
  { perPage: 50, unknownCode: 404 },
] as const)('Tapfiliate, with pages of $perPage and $unknownCode for an unknown code', (open) => {
  let ahead = 0
  const now = () => Date.now() + ahead
  const simulator = createTapfiliateSimulator({ now, ...open })
  let server: ServedSimulator
  beforeAll(async () => void (server = await serveSimulator(simulator)))
  afterAll(() => server.close())
  const connect = (more: Partial<TapfiliateOptions> = {}) =>
    tapfiliate({
      url: `${server.url}/1.6`,
      apiKey: simulator.apiKey,
      programId: simulator.program,
      program: vendorProgram,
      retryDelay: 1,
      now,
      ...more,
    })

  if (open.perPage === 25)
    testBackend(
      { describe, it },
      (): Subject => ({ backend: connect(), now, travel: (milliseconds) => (ahead += milliseconds) }),
      notOffered.tapfiliate,
    )

  it('says what Tapfiliate said when the key or the program is wrong, and never the key', async () => {
    await connect().check()
    const error = await connect({ apiKey: 'tap_not_the_key' }).check().catch(String)
    expect(error).toMatch(/Invalid API key/)
    expect(error).not.toContain('tap_not_the_key')
    await expect(connect({ programId: 'elsewhere' }).check()).rejects.toMatchObject({
      code: 'vendor-refused',
    })
  })

  it('records a visit as a click, and none of a code that nobody has', async () => {
    const backend = connect()
    const { code } = await backend.enrol({ email: `visited-${open.perPage}@example.com` })
    const visit = (id: string, code: string) =>
      ({ id, type: 'visit', at: now(), url: 'https://shop.example/sale', code }) as const
    const receipts = await backend.record([visit('ev-visit-1', code), visit('ev-visit-2', 'nobodys')])
    expect(receipts.map(({ status }) => status)).toEqual(['accepted', 'accepted'])
    expect(simulator.clicks.filter((one) => one.code === code)).toEqual([
      { code, landing_page: 'https://shop.example/sale' },
    ])
  })

  it('says that nobody brought an order whose code is nobody’s', async () => {
    const [receipt] = await connect().record([conversionOf('order-of-nobody', 'nobodys')], {
      source: 'server',
    })
    expect(receipt).toMatchObject({ status: 'accepted', reason: 'not-referred' })
  })

  it('counts an order once for two processes, and finds it among many', async () => {
    const { code } = await connect().enrol({ email: `many-${open.perPage}@example.com` })
    const orders = Array.from({ length: 60 }, (_, index) =>
      conversionOf(`many-${open.perPage}-${index}`, code),
    )
    await connect().record(orders, { source: 'server' })
    const again = await connect().record([orders[0]!, orders[59]!], { source: 'server' })
    expect(again.map(({ reason }) => reason)).toEqual(['order-known', 'order-known'])
    const held = simulator.conversions.filter(({ affiliate }) => affiliate.code === code)
    expect(held).toHaveLength(60)
  })
})
