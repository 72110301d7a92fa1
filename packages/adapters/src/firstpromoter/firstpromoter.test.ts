import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createFirstPromoterSimulator } from '../../simulators/firstpromoter.ts'
import { notOffered } from '../../simulators/not-offered.ts'
import { conversionOf, vendorProgram } from '../../simulators/orders.ts'
import { serveSimulator, type ServedSimulator } from '../../simulators/serving.ts'
import { testBackend, type Subject } from '../conformance/index.ts'
import { hmac, toHex } from '../vendor/webhook.ts'
import { firstpromoter, type FirstPromoterOptions } from './index.ts'

describe.each(['bare', 'data'] as const)('FirstPromoter, whose lists come as %s', (lists) => {
  let ahead = 0
  const now = () => Date.now() + ahead
  const simulator = createFirstPromoterSimulator({ now, lists })
  let server: ServedSimulator
  beforeAll(async () => void (server = await serveSimulator(simulator)))
  afterAll(() => server.close())
  const connect = (more: Partial<FirstPromoterOptions> = {}) =>
    firstpromoter({
      url: `${server.url}/api/v2`,
      apiKey: simulator.apiKey,
      accountId: simulator.accountId,
      webhookSecret: 'fp_hook_of_tests',
      program: vendorProgram,
      retryDelay: 1,
      now,
      ...more,
    })

  if (lists === 'bare')
    testBackend(
      { describe, it },
      (): Subject => ({ backend: connect(), now, travel: (milliseconds) => (ahead += milliseconds) }),
      notOffered.firstpromoter,
    )

  it('says what FirstPromoter said when the key is wrong, and never the key', async () => {
    await connect().check()
    const error = await connect({ apiKey: 'fp_not_the_key' }).check().catch(String)
    expect(error).toMatch(/Unauthorized/)
    expect(error).not.toContain('fp_not_the_key')
  })

  it('takes the same order back once, in whole and in parts, and nothing of one that is not there', async () => {
    const backend = connect()
    const { code } = await backend.enrol({ email: `${lists}@example.com` })
    const order = conversionOf(`order-${lists}`, code)
    await backend.record([order], { source: 'server' })
    const refund = (id: string, more: object = {}) =>
      connect().record([{ id, type: 'refund', name: 'purchase', at: now(), order: order.order, ...more }], {
        source: 'server',
      })
    const statuses = [
      await refund('ev-part-1', { amount: 1000 }),
      await refund('ev-part-1', { amount: 1000 }),
      await refund('ev-part-2', { amount: 1000 }),
      await refund('ev-all-1'),
      await refund('ev-all-2'),
    ].map(([receipt]) => receipt?.status)
    expect(statuses).toEqual(['accepted', 'duplicate', 'accepted', 'accepted', 'duplicate'])
    const sums = simulator.commissions
      .filter(({ event_id: id }) => id.startsWith(order.order))
      .map(({ sale_amount: amount }) => amount)
    expect(sums).toEqual([4200, -1000, -1000, -2200])
    expect((await refund('ev-none-1', { order: 'no-such' }))[0]).toMatchObject({ reason: 'order-unknown' })
  })

  it('says that nobody brought an order whose friend and code it does not know', async () => {
    const [receipt] = await connect().record([conversionOf('order-of-nobody', 'nobodys')], {
      source: 'server',
    })
    expect(receipt).toMatchObject({ status: 'accepted', reason: 'not-referred' })
  })

  it('sends nobody a mail, and lists everybody for an import', async () => {
    const people = await connect().people!()
    expect(simulator.mails).toEqual([])
    expect(people.items).toContainEqual(expect.objectContaining({ email: `${lists}@example.com` }))
  })
})

describe('a webhook of FirstPromoter', () => {
  const secret = 'fp_hook_of_tests'
  const keys = { apiKey: 'k', accountId: 'a', url: 'http://127.0.0.1:9', program: vendorProgram }
  const backend = firstpromoter({ ...keys, webhookSecret: secret })
  const news = {
    event_id: 'c7f0',
    event_type: 'commission.approved',
    entity_type: 'commission',
    entity_id: 13_533_003,
    data: {
      promoter_campaign: { promoter_id: 577 },
      referral: { email: 'bo@example.com' },
      reward: { name: '20%' },
    },
    timestamp: '2026-11-22T10:00:00Z',
  }
  const text = JSON.stringify(news)
  const post = (query = '', headers: Record<string, string> = {}) =>
    backend.receive!(
      new Request(`https://shop.example/hooks${query}`, { method: 'POST', body: text, headers }),
    )

  it('is read when it is signed, or when its address vouches for it', async () => {
    const signature = toHex(await hmac(secret, text))
    const read = [
      {
        id: 'c7f0',
        type: 'reward.due',
        at: Date.parse('2026-11-22T10:00:00Z'),
        event: 'commission.approved',
        participant: { id: '577' },
        friend: { email: 'bo@example.com' },
        reward: { id: '13533003', label: '20%' },
      },
    ]
    expect(await post('', { 'x-webhook-signature': signature })).toEqual(read)
    expect(await post(`?secret=${secret}`)).toEqual(read)
  })

  it.each([
    ['neither', '', {}],
    ['a wrong secret', '?secret=guessed', {}],
    ['a wrong signature, whatever its address says', `?secret=${secret}`, { 'x-webhook-signature': '00' }],
  ])('is refused with %s', async (_, query, headers) => {
    await expect(post(query, headers)).rejects.toMatchObject({ code: 'webhook-unsigned' })
  })
})
