import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createDubSimulator, withClicks } from '../../simulators/dub.ts'
import { notOffered } from '../../simulators/not-offered.ts'
import { conversionOf, vendorProgram } from '../../simulators/orders.ts'
import { serveSimulator, type ServedSimulator } from '../../simulators/serving.ts'
import { testBackend, type Subject } from '../conformance/index.ts'
import { hmac, toHex } from '../vendor/webhook.ts'
import { dub, type DubOptions } from './index.ts'

const webhookSecret = 'dub_hook_of_tests'

describe('Dub', () => {
  let ahead = 0
  const now = () => Date.now() + ahead
  const simulator = createDubSimulator({ now })
  let server: ServedSimulator
  beforeAll(async () => void (server = await serveSimulator(simulator)))
  afterAll(() => server.close())
  const { apiKey, domain } = simulator
  const connect = (more: Partial<DubOptions> = {}) =>
    dub({
      url: server.url,
      apiKey,
      domain,
      webhookSecret,
      program: vendorProgram,
      retryDelay: 1,
      now,
      ...more,
    })

  testBackend(
    { describe, it },
    (): Subject => ({
      backend: withClicks(connect(), simulator),
      now,
      travel: (milliseconds) => (ahead += milliseconds),
    }),
    notOffered.dub,
  )

  it('says what Dub said when the key is wrong, and never the key; and which domain there is', async () => {
    await connect().check()
    const error = await connect({ apiKey: 'dub_not_the_key' }).check().catch(String)
    expect(error).toMatch(/Invalid API key/)
    expect(error).not.toContain('dub_not_the_key')
    await connect().enrol({ email: 'somebody@example.com' })
    const elsewhere = connect({ domain: 'go.another.example' }).check()
    await expect(elsewhere).rejects.toThrow(`on "go.another.example". It has: ${domain}.`)
  })

  it('counts a sale of a click, and of a friend who is known; not one of a link that nobody clicked', async () => {
    const backend = connect()
    const { code } = await backend.enrol({ email: 'clicked@example.com' })
    const bo = { id: 'bo-1', name: 'Bo Larsen' }
    const receipts = await backend.record(
      [
        conversionOf('order-link', code, { customer: bo }),
        conversionOf('order-click', simulator.click(code)!, { customer: bo }),
        { ...conversionOf('order-later', code, { customer: bo }), code: undefined } as never,
      ].map(({ code, ...event }) => (code === undefined ? event : { ...event, code })),
      { source: 'server' },
    )
    expect(receipts.map(({ reason }) => reason)).toEqual(['not-referred', undefined, undefined])
    expect((await backend.referrals({ code })).items.map(({ friend }) => friend)).toEqual(['Bo L.'])
  })

  it('says that nobody brought a sale of a friend whom it does not know', async () => {
    const { code: _code, ...direct } = conversionOf('order-direct', 'none')
    expect((await connect().record([direct], { source: 'server' }))[0]).toMatchObject({
      status: 'accepted',
      reason: 'not-referred',
    })
  })

  it('takes an order back once, and no part of it', async () => {
    const backend = connect()
    const { code } = await backend.enrol({ email: 'refunded@example.com' })
    await backend.record([conversionOf('order-back', simulator.click(code)!)], { source: 'server' })
    const refund = async (id: string, more: object = {}) => {
      const event = { id, type: 'refund', name: 'purchase', at: now(), order: 'order-back', ...more } as const
      return (await connect().record([event], { source: 'server' }))[0]
    }
    expect(await refund('ev-part-1', { amount: 100 })).toMatchObject({ reason: 'refund-partial' })
    expect(await refund('ev-back-1')).toMatchObject({ status: 'accepted' })
    expect(await refund('ev-back-2')).toMatchObject({ status: 'duplicate' })
    expect((await backend.referrals({ code })).items[0]?.state).toBe('refunded')
  })
})

describe('a webhook of Dub', () => {
  const keys = { apiKey: 'k', domain: 'go.shop.example', url: 'http://127.0.0.1:9', program: vendorProgram }
  const backend = dub({ ...keys, webhookSecret })
  const customer = { id: 'cus_1', externalId: 'bo-1', name: 'Bo Larsen', email: 'bo@example.com' }
  const link = { id: 'link_1', domain: 'go.shop.example', key: 'amy', partnerId: 'pn_1' }
  async function read(event: string, data: object, signed?: string) {
    const text = JSON.stringify({ id: 'evt_1', event, createdAt: '2026-11-22T10:00:00.000Z', data })
    const signature = toHex(await hmac(webhookSecret, signed ?? text))
    const headers = { 'dub-signature': signature }
    return backend.receive!(
      new Request('https://shop.example/hooks', { method: 'POST', body: text, headers }),
    )
  }

  it('tells a sale by its link, and a commission by its partner', async () => {
    const at = Date.parse('2026-11-22T10:00:00.000Z')
    const friend = { id: 'bo-1', email: 'bo@example.com', name: 'Bo Larsen' }
    expect(
      await read('sale.created', { eventName: 'purchase', customer, link, sale: { amount: 100 } }),
    ).toEqual([
      {
        id: 'evt_1',
        type: 'referral.converted',
        at,
        event: 'sale.created',
        participant: { id: 'pn_1', code: 'amy' },
        friend,
      },
    ])
    const partner = { id: 'pn_1', name: 'Amy Winters', email: 'amy@example.com' }
    expect(await read('commission.created', { id: 'cm_1', partner, customer, description: null })).toEqual([
      {
        id: 'evt_1',
        type: 'reward.pending',
        at,
        event: 'commission.created',
        participant: partner,
        friend,
        reward: { id: 'cm_1' },
      },
    ])
    expect(await read('bounty.created', {})).toMatchObject([{ type: 'other' }])
  })

  it('is refused when another body was signed', async () => {
    await expect(read('sale.created', {}, '{}')).rejects.toMatchObject({ code: 'webhook-unsigned' })
  })
})
