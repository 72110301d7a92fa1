import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  createAmbassadorSimulator,
  type AmbassadorOptions as Simulated,
} from '../../simulators/ambassador.ts'
import { notOffered } from '../../simulators/not-offered.ts'
import { conversionOf, vendorProgram } from '../../simulators/orders.ts'
import { serveSimulator } from '../../simulators/serving.ts'
import { testBackend, type Subject } from '../conformance/index.ts'
import { ambassador, type AmbassadorOptions } from './index.ts'

async function open(options: Simulated = {}) {
  const simulator = createAmbassadorSimulator(options)
  const server = await serveSimulator(simulator)
  const { username, token, campaign } = simulator
  return {
    simulator,
    server,
    connect: (more: Partial<AmbassadorOptions> = {}) =>
      ambassador({
        url: `${server.url}/api/v2/`,
        username,
        token,
        campaign,
        webhookSecret: 'of our own',
        program: vendorProgram,
        retryDelay: 1,
        ...more,
      }),
    [Symbol.asyncDispose]: () => server.close(),
  }
}
const amy = { id: '42', email: 'amy@example.com', name: 'Amy Winters' }
const server = { source: 'server' } as const
const refundOf = (order: string, amount?: number) => ({
  id: `refund-${order}-${amount}`,
  type: 'refund' as const,
  at: Date.now(),
  name: 'purchase',
  order,
  ...(amount !== undefined && { amount, currency: 'USD' }),
})

describe('Ambassador', () => {
  let ahead = 0
  const now = () => Date.now() + ahead
  let scene: Awaited<ReturnType<typeof open>>
  beforeAll(async () => void (scene = await open({ now })))
  afterAll(() => scene.server.close())

  testBackend(
    { describe, it },
    (): Subject => ({
      backend: scene.connect({ now, webhookSecret: 'of our own' }),
      now,
      travel: (milliseconds) => (ahead += milliseconds),
    }),
    notOffered.ambassador,
  )

  it('sent nobody a mail in all of that', () => expect(scene.simulator.mails).toEqual([]))
})

describe.each([
  { statuses: 'as the body', commissions: 'flat' },
  { statuses: 'always 200', commissions: 'nested' },
] as const)('Ambassador, as it may be: %o', (options) => {
  it('believes the code in the body, whatever the status is', async () => {
    await using scene = await open(options)
    const backend = scene.connect()
    expect(await backend.participant(amy)).toBeUndefined()
    const { code } = await backend.enrol(amy)
    const order = conversionOf('order-1', code)
    const again = { ...order, id: 'another-event' }
    const receipts = await backend.record([order, again, conversionOf('order-2', 'nobodys')], server)
    expect(receipts.map(({ status, reason }) => `${status} ${reason}`)).toEqual([
      'accepted undefined',
      'duplicate order-known',
      'accepted not-referred',
    ])
    await expect(scene.connect({ token: 'another' }).check()).rejects.toMatchObject({ code: 'vendor-key' })
    expect(scene.simulator.commissions).toMatchObject([{ revenue: '42.00', transaction: 'order-1' }])
  })

  it('lists all friends of somebody who brought more than a thousand', async () => {
    await using scene = await open(options)
    const backend = scene.connect()
    const { code } = await backend.enrol(amy)
    await backend.record([conversionOf('order-0', code)], server)
    const [first] = scene.simulator.commissions
    const more = Array.from({ length: 1_050 }, (_, index) => ({ ...first!, uid: `more-${index}` }))
    scene.simulator.commissions.push(...more)
    const counted = new Set<string>()
    let cursor: string | undefined
    do {
      const page = await backend.rewards(amy, { limit: 100, ...(cursor && { cursor }) })
      for (const { id } of page.items) counted.add(id)
      cursor = page.next
    } while (cursor !== undefined)
    expect(counted.size).toBe(1_051)
    // Eleven pages of everybody's, once for the eleven pages of hers.
    expect(scene.server.requests.filter((request) => request.includes('commission/all')).length).toBe(11)
  })

  it('reads commissions as a friend and a reward, under any of their names', async () => {
    await using scene = await open(options)
    let ahead = 0
    const backend = scene.connect({ now: () => Date.now() + ahead })
    const { code } = await backend.enrol(amy)
    await backend.enrol({ email: 'cy@example.com' })
    const order = conversionOf('order-1', code)
    await backend.record([order, conversionOf('order-2', code, { customer: order.customer })], server)
    expect((await backend.referrals(amy)).items).toMatchObject([{ state: 'converted' }])
    const { items } = await backend.rewards(amy)
    expect(items).toMatchObject([
      { state: 'pending', money: { amount: 1000, currency: 'USD' } },
      { state: 'pending' },
    ])
    expect(items.some((one) => 'participant' in one)).toBe(false)
    expect((await backend.rewards({ email: 'cy@example.com' })).items).toEqual([])
    await backend.approve!(items[0]!.id, 'Olive')
    expect((await backend.allRewards!({ state: 'due' })).items).toMatchObject([
      { id: items[0]!.id, participant: { email: amy.email } },
    ])
    scene.simulator.commissions.forEach((one) => (one.paid = true))
    ahead += 10_000
    expect((await backend.rewards(amy)).items.map(({ state }) => state)).toEqual(['granted', 'granted'])
  })
})

it('takes the link of its own campaign, and the code from its end', async () => {
  await using scene = await open()
  const { code, link, stats } = await scene.connect().enrol(amy)
  expect([link, code]).toEqual(['https://mbsy.example/Mb0001', 'Mb0001'])
  expect(stats).toEqual({ visits: 0, shares: 0, friends: 0, earned: [], coming: [] })
})

it('knows a customer by the owner’s id, and keeps test data apart', async () => {
  await using scene = await open()
  const [real, trial] = [scene.connect(), scene.connect({ sandbox: true })]
  await real.enrol(amy)
  expect(await real.participant({ customer: '42' })).toMatchObject({ name: 'Amy Winters' })
  expect(await trial.participant(amy)).toBeUndefined()
  const { code, link } = await trial.enrol(amy)
  expect(link).toBe('https://mbsy.example/sndbx/Mb0002')
  expect(await trial.participant({ code })).toMatchObject({ code })
  expect(await real.participant({ code })).toBeUndefined()
})

it('needs the code for a friend’s first order only', async () => {
  await using scene = await open()
  const backend = scene.connect()
  const { code } = await backend.enrol(amy)
  const { code: _, ...later } = conversionOf('order-2', code, { customer: { email: 'order-1@example.com' } })
  const { code: _code, ...direct } = conversionOf('order-3', code)
  const receipts = await backend.record([conversionOf('order-1', code), later, direct], server)
  expect(receipts.map(({ status, reason }) => `${status} ${reason}`)).toEqual([
    'accepted undefined',
    'accepted undefined',
    'accepted not-referred',
  ])
  expect(scene.simulator.commissions).toHaveLength(2)
})

it('says in the vendor’s words why an order is refused', async () => {
  await using scene = await open()
  const backend = scene.connect()
  const { code } = await backend.enrol(amy)
  const own = conversionOf('order-1', code, { customer: { email: amy.email } })
  expect(await backend.record([own], server)).toMatchObject([
    {
      status: 'rejected',
      reason: 'vendor-refused',
      detail: expect.stringContaining('Existing ambassadors cannot be referred.') as string,
    },
  ])
})

it('takes an order back by denying its commission, and no part of one', async () => {
  await using scene = await open()
  const backend = scene.connect()
  const { code } = await backend.enrol(amy)
  await backend.record([conversionOf('order-1', code), conversionOf('order-2', code)], server)
  scene.simulator.commissions[1]!.paid = true
  const refunds = [
    refundOf('order-1', 100),
    refundOf('order-1', 4200),
    refundOf('order-2'),
    refundOf('order-9'),
  ]
  const receipts = await backend.record(refunds, server)
  expect(receipts.map(({ status, reason }) => `${status} ${reason}`)).toEqual([
    'rejected refund-partial',
    'accepted undefined',
    'rejected vendor-refused',
    'rejected order-unknown',
  ])
  expect(scene.simulator.commissions.map(({ approved }) => approved)).toEqual(['2', '0'])
  expect((await backend.referrals(amy)).items.map(({ state }) => state).toSorted()).toEqual([
    'converted',
    'refunded',
  ])
})

it('pages over ambassadors and commissions', async () => {
  await using scene = await open()
  const backend = scene.connect()
  const { code } = await backend.enrol(amy)
  const { advocates, commissions } = scene.simulator
  const [advocate] = advocates
  for (let index = 0; index < 105; index++) {
    const one = { friend: `bo${index}@example.com`, transaction: `t${index}`, uid: `${index}` }
    const facts = {
      revenue: '1.00',
      amount: '2.50',
      createdAt: '2026-01-01T00:00:00',
      approved: '1' as const,
    }
    commissions.push({ ...facts, ...one, advocate: advocate!, paid: false })
    advocates.push({ ...advocate!, email: `x${index}@example.com`, uid: '', code: `x${index}` })
  }
  const people = await backend.people!()
  const rest = await backend.people!(people.next)
  expect([people.items.length, rest.items.length, rest.next]).toEqual([100, 6, undefined])
  expect(rest.items[5]).toMatchObject({ email: 'x104@example.com', code: 'x104' })
  const first = await backend.rewards({ code }, { limit: 100 })
  const second = await backend.rewards({ code }, { limit: 100, cursor: first.next! })
  expect([first.items.length, second.items.length]).toEqual([100, 5])
  expect(await backend.leaderboard()).toEqual([{ rank: 1, name: 'Amy W.', friends: 105 }])
})

const closing: (() => Promise<void>)[] = []
afterAll(async () => void (await Promise.all(closing.map((close) => close()))))

/** The address of a server that answers so, whatever it is asked. */
async function serving(answer: (url: string) => Response): Promise<string> {
  const { url, close } = await serveSimulator({ fetch: async (request) => answer(request.url) })
  closing.push(close)
  return url
}

describe('the key in the address', () => {
  const secrets = { username: 'juniper coffee', token: 'mbsy/secret+token=' }
  /** Everything that an error says, to a log or to anybody. */
  const words = (error: unknown): string =>
    error instanceof Error
      ? [error.message, error.stack, JSON.stringify(error), words(error.cause)].join()
      : JSON.stringify(error)
  const isIn = (text: string): boolean =>
    [...Object.values(secrets), ...Object.values(secrets).map(encodeURIComponent)].some((one) =>
      text.includes(one),
    )

  const vendors: readonly (readonly [what: string, address: () => Promise<string>, code: string])[] = [
    ['is not reached', async () => 'http://127.0.0.1:9', 'vendor-unavailable'],
    [
      'answers with a page that has it',
      () => serving((url) => new Response(`<p>No ${url}`)),
      'vendor-answer',
    ],
    [
      'refuses, and repeats it',
      async () =>
        serving((url) =>
          Response.json({ response: { code: '400', message: 'BAD', errors: { error: [`No such ${url}`] } } }),
        ),
      'vendor-refused',
    ],
    ['redirects to it', async () => serving((url) => Response.redirect(`${url}again`)), 'vendor-answer'],
  ]
  it.each(vendors)('is in no error when the vendor %s', async (_, address, code) => {
    const url = await address()
    const backend = ambassador({ ...secrets, url, campaign: '25', program: vendorProgram, retryDelay: 1 })
    const error: unknown = await backend.check().catch((error: unknown) => error)
    expect(error).toMatchObject({ code })
    expect([words(error), isIn(words(error))]).toEqual([words(error), false])
  })
})

it('tells the company’s name, and which campaigns there are', async () => {
  await using scene = await open()
  expect((await scene.connect().program()).name).toBe('Juniper Coffee')
  await expect(scene.connect({ campaign: '26' }).check()).rejects.toMatchObject({
    code: 'vendor-refused',
    message: 'Ambassador has no campaign "26". It has: 25.',
  })
})

describe('a webhook of Ambassador', () => {
  const simulator = createAmbassadorSimulator()
  const { username, token, campaign } = simulator
  const keys = { username, token, campaign, program: vendorProgram }
  const backend = ambassador({ ...keys, webhookSecret: 'of our own' })
  const url = (event: string, secret: string) =>
    `https://shop.example/hooks/mbsy?${new URLSearchParams({ event, secret }).toString()}`

  it.each([
    ['Commission Created', { commission_uid: '501', ambassador_email: amy.email }, 'reward.pending'],
    ['Contact Added to Campaign', { ambassador: { email: amy.email, uid: '42' } }, 'participant.enrolled'],
    ['Click Tracked', { short_code: 'Mb0001' }, 'other'],
  ])('is what its address says: %s', async (event, body, type) => {
    const [news] = await backend.receive!(simulator.webhook(url(event, 'of our own'), body))
    expect(news).toMatchObject({ type, event })
  })

  it('is refused without our secret in its address', async () => {
    const sent = simulator.webhook(url('Click Tracked', 'of theirs'), {})
    await expect(backend.receive!(sent)).rejects.toMatchObject({ code: 'webhook-unsigned' })
    const empty = simulator.webhook(url('Click Tracked', ''), {})
    await expect(ambassador(keys).receive!(empty)).rejects.toMatchObject({ code: 'webhook-unsigned' })
  })
})
