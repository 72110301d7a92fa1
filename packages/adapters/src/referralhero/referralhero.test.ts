import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { notOffered } from '../../simulators/not-offered.ts'
import { conversionOf, vendorProgram } from '../../simulators/orders.ts'
import {
  createReferralHeroSimulator,
  type ReferralHeroOptions as Simulated,
} from '../../simulators/referralhero.ts'
import { serveSimulator } from '../../simulators/serving.ts'
import { testBackend, type Subject } from '../conformance/index.ts'
import { referralhero, type ReferralHeroOptions } from './index.ts'

/** A simulated ReferralHero behind a port, and how to connect to it. */
async function open(options: Simulated = {}) {
  const simulator = createReferralHeroSimulator(options)
  const server = await serveSimulator(simulator)
  const { token, list: campaign, webhookSecret } = simulator
  return {
    simulator,
    server,
    connect: (more: Partial<ReferralHeroOptions> = {}) =>
      referralhero({
        url: `${server.url}/api/v2`,
        token,
        campaign,
        webhookSecret,
        program: vendorProgram,
        retryDelay: 1,
        ...more,
      }),
    [Symbol.asyncDispose]: () => server.close(),
  }
}
/** What the vendor's own form, or its other customers, tell it. */
function tell(simulator: ReturnType<typeof createReferralHeroSimulator>, path: string, body: object) {
  return simulator.fetch(
    new Request(`https://vendor.example/api/v2/lists/MFdemo1/${path}`, {
      method: 'POST',
      headers: { 'x-api-key': simulator.token, 'content-type': 'application/json' },
      body: JSON.stringify(body),
    }),
  )
}
const amy = { email: 'amy@example.com', name: 'Amy Winters' }
const server = { source: 'server' } as const

describe('ReferralHero', () => {
  let ahead = 0
  const now = () => Date.now() + ahead
  let scene: Awaited<ReturnType<typeof open>>
  beforeAll(async () => void (scene = await open({ now })))
  afterAll(() => scene.server.close())

  testBackend(
    { describe, it },
    (): Subject => ({
      backend: scene.connect({ now }),
      now,
      travel: (milliseconds) => (ahead += milliseconds),
    }),
    notOffered.referralhero,
  )

  it('sent nobody a mail in all of that', () => expect(scene.simulator.mails).toEqual([]))
})

it.each([{ casing: 'snake' }, { casing: 'camel', success: 'success' }] as const)(
  'reads a reward however its keys are written: %o',
  async (options) => {
    await using scene = await open(options)
    const backend = scene.connect()
    const { id, code } = await backend.enrol(amy)
    await backend.record([conversionOf('order-1', code)], server)
    const reward = { id: '1', incentive: 'Mug', state: 'due', give: { type: 'coupon', code: 'MUG' } }
    expect((await backend.rewards(amy)).items).toMatchObject([reward])
    const all = await backend.allRewards!()
    expect(all.items).toMatchObject([{ ...reward, participant: { id, email: amy.email } }])
  },
)

it('makes a subscriber of the friend, says which order it is, then confirms, and nothing else', async () => {
  await using scene = await open()
  const backend = scene.connect()
  const { code } = await backend.enrol(amy)
  await backend.record([conversionOf('order-1', code)], server)
  expect(scene.server.requests).toEqual([
    'POST /api/v2/lists/MFdemo1/subscribers',
    'GET /api/v2/lists/MFdemo1/subscribers/retrieve_by_mwr',
    'POST /api/v2/lists/MFdemo1/subscribers',
    'POST /api/v2/lists/MFdemo1/subscribers/track_referral_conversion_event',
  ])
  expect(scene.simulator.conversions).toEqual([
    { email: 'order-1@example.com', value: 42, transaction: 'order-1' },
  ])
})

it('tells the same order from another one of the same friend, in another process as well', async () => {
  await using scene = await open()
  const { code } = await scene.connect().enrol(amy)
  const order = conversionOf('order-1', code)
  const told = async (event: typeof order) => (await scene.connect().record([event], server))[0]
  expect(await told(order)).toEqual({ id: order.id, status: 'accepted' })
  expect(await told(order)).toMatchObject({ status: 'duplicate', reason: 'order-known' })
  const other = conversionOf('order-2', code, { customer: order.customer })
  expect(await told(other)).toMatchObject({ status: 'duplicate', reason: 'friend-known' })
  expect(scene.simulator.conversions).toHaveLength(1)
})

it('counts a friend whom the vendor’s own form brought, without a code on the order', async () => {
  await using scene = await open()
  const { code } = await scene.connect().enrol(amy)
  const pending = { status: 'custom_event_pending', double_optin: false }
  await tell(scene.simulator, 'subscribers', { email: 'bo@example.com', referrer: code, ...pending })
  const { code: _, ...order } = conversionOf('order-1', code, { customer: { email: 'bo@example.com' } })
  const [receipt] = await scene.connect().record([order], server)
  expect([receipt?.status, scene.simulator.conversions.length]).toEqual(['accepted', 1])
})

it('makes no subscriber of somebody whom nobody brought, or who used their own code', async () => {
  await using scene = await open()
  const backend = scene.connect()
  const { code } = await backend.enrol(amy)
  const events = [
    conversionOf('order-1', 'nobodys'),
    conversionOf('order-2', code, { customer: { email: 'AMY@example.com' } }),
    conversionOf('order-3', code, { name: 'signup' }),
  ]
  const receipts = await backend.record(events, server)
  expect(receipts.map(({ status, reason }) => `${status} ${reason}`)).toEqual([
    'accepted not-referred',
    'accepted not-referred',
    'accepted not-kept',
  ])
  expect(scene.simulator.subscribers).toHaveLength(1)
})

it('says what ReferralHero said when the token is wrong, and never the token', async () => {
  await using scene = await open()
  const error: unknown = await scene
    .connect({ token: 'rh_not_the_token' })
    .check()
    .catch((error: unknown) => error)
  expect(error).toMatchObject({ code: 'vendor-key', cause: { words: 'The API token is not valid' } })
  expect(JSON.stringify(error) + String((error as Error).stack)).not.toContain('rh_not_the_token')
})

it('refuses within a 200 as it would within any other status', async () => {
  const error = { status: 'error', message: 'The campaign is inactive', code: 'inactive_account' }
  const vendor = { fetch: async () => Response.json(error) }
  await using served = { ...(await serveSimulator(vendor)), [Symbol.asyncDispose]: () => served.close() }
  const backend = referralhero({ url: served.url, token: 't', campaign: 'c', program: vendorProgram })
  await expect(backend.check()).rejects.toMatchObject({ code: 'vendor-key' })
})

it('tells the campaign’s bonuses, lists people past the first page, and pages over their friends', async () => {
  await using scene = await open()
  const backend = scene.connect()
  expect((await backend.program()).incentives).toEqual([
    {
      id: 'Mug',
      when: { type: 'first', conversion: 'purchase' },
      to: 'referrer',
      give: { type: 'product', name: 'Mug' },
    },
  ])
  const { code } = await backend.enrol(amy)
  for (let index = 0; index < 52; index++) {
    const email = `order-${index}@example.com`
    await tell(scene.simulator, 'subscribers', { email, referrer: code, double_optin: false })
  }
  const first = await backend.people!()
  const second = await backend.people!(first.next)
  expect([first.items.length, second.items.length, second.next]).toEqual([50, 3, undefined])
  expect(second.items[0]).toMatchObject({ email: 'order-49@example.com', referredBy: 'sub_00000001' })
  expect((await backend.referrals(amy, { limit: 100 })).items).toHaveLength(52)
  expect(await backend.leaderboard()).toEqual([{ rank: 1, name: 'Amy W.', friends: 52 }])
})

it('knows the vendor’s parameter and cookie', () => {
  const { landing } = referralhero({ token: 't', campaign: 'MF7', program: vendorProgram })
  expect(landing).toEqual({ params: ['mwr'], cookie: '__maitre-referrer-MF7' })
})

describe('a webhook of ReferralHero', () => {
  const simulator = createReferralHeroSimulator()
  const { token, list: campaign, webhookSecret } = simulator
  const backend = referralhero({ token, campaign, webhookSecret, program: vendorProgram })
  const url = 'https://shop.example/hooks/referralhero'
  const subscriber = { id: 'sub_1', email: 'amy@example.com', name: 'Amy', code: 'c1' }

  it.each(['base64', 'hex'] as const)('is taken when it is signed in %s', async (encoding) => {
    const body = {
      event: 'reward_unlocked',
      timestamp: 1_795_300_000,
      subscriber,
      reward: { id: 7, name: 'Mug' },
    }
    expect(await backend.receive!(simulator.webhook(url, body, encoding))).toEqual([
      {
        id: 'reward_unlocked:7::1795300000000',
        type: 'reward.due',
        at: 1_795_300_000_000,
        event: 'reward_unlocked',
        participant: { id: 'sub_1', email: 'amy@example.com', code: 'c1', name: 'Amy' },
        reward: { id: '7', label: 'Mug' },
      },
    ])
  })

  it.each([
    ['Subscriber added', 'participant.enrolled'],
    ['referral_confirmed', 'referral.converted'],
    ['subscriber_deleted', 'other'],
  ])('is understood by the words of its name: %s', async (event, type) => {
    const [news] = await backend.receive!(simulator.webhook(url, { event, data: subscriber }))
    expect(news).toMatchObject({ type, participant: { email: 'amy@example.com' } })
  })

  it('is refused when its body was changed, or when no secret is known', async () => {
    const sent = simulator.webhook(url, { event: 'reward_unlocked', subscriber })
    const changed = new Request(url, {
      method: 'POST',
      headers: sent.headers,
      body: '{"event":"reward_unlocked"}',
    })
    await expect(backend.receive!(changed)).rejects.toMatchObject({ code: 'webhook-unsigned' })
    const deaf = referralhero({ token, campaign, program: vendorProgram })
    await expect(deaf.receive!(sent)).rejects.toMatchObject({ code: 'webhook-unsigned' })
    expect(deaf.supports.has('webhooks.verified')).toBe(false)
  })
})
