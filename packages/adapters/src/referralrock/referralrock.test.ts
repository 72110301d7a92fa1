import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { notOffered } from '../../simulators/not-offered.ts'
import { conversionOf, vendorProgram } from '../../simulators/orders.ts'
import {
  createReferralRockSimulator,
  type ReferralRockOptions as Simulated,
} from '../../simulators/referralrock.ts'
import { serveSimulator } from '../../simulators/serving.ts'
import { testBackend, type Subject } from '../conformance/index.ts'
import { referralrock, type ReferralRockOptions } from './index.ts'

async function open(options: Simulated = {}) {
  const simulator = createReferralRockSimulator(options)
  const server = await serveSimulator(simulator)
  const { publicKey, privateKey, program: programId } = simulator
  return {
    simulator,
    server,
    connect: (more: Partial<ReferralRockOptions> = {}) =>
      referralrock({
        url: server.url,
        publicKey,
        privateKey,
        programId,
        status: 'approved',
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

describe('Referral Rock', () => {
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
    notOffered.referralrock,
  )

  it('sent nobody a mail in all of that', () => expect(scene.simulator.mails).toEqual([]))
})

it('makes one member of sixteen enrolments at once, where the vendor would make sixteen', async () => {
  await using scene = await open()
  const backend = scene.connect()
  await Promise.all(Array.from({ length: 16 }, () => backend.enrol({ email: amy.email })))
  expect(scene.simulator.members).toHaveLength(1)
})

it('finds nobody by a part of their e-mail, code or id, though the vendor’s search does', async () => {
  await using scene = await open()
  const backend = scene.connect()
  await backend.enrol({ ...amy, id: '4242', email: 'big.amy@example.com' })
  expect(await backend.participant({ email: 'amy@example.com' })).toBeUndefined()
  expect(await backend.participant({ customer: '42' })).toBeUndefined()
  expect(await backend.participant({ code: 'ROCK' })).toBeUndefined()
})

it('finds members and friends past the first page', async () => {
  await using scene = await open()
  const backend = scene.connect()
  const { id } = await backend.enrol(amy)
  const { members, referrals } = scene.simulator
  const [member] = members
  const friend = { firstName: 'Bo', lastName: 'L', createDate: '2026-01-01T00:00:00', amount: 1 }
  for (let index = 0; index < 205; index++) {
    const one = { id: `b${index}`, email: `bo${index}@example.com`, externalIdentifier: `${index}` }
    referrals.push({ ...friend, ...one, member: member!, status: 'Approved' })
    members.push({ ...member!, id: `a${index}`, email: `x${index}@example.com`, referralCode: `X${index}` })
  }
  const first = await backend.referrals(amy, { limit: 100 })
  const second = await backend.referrals(amy, { limit: 100, cursor: first.next! })
  const third = await backend.referrals(amy, { limit: 100, cursor: second.next! })
  expect([first.items.length, second.items.length, third.items.length]).toEqual([100, 100, 5])
  expect((await backend.participant({ email: 'x204@example.com' }))?.code).toBe('X204')
  const people = await backend.people!()
  const rest = await backend.people!(people.next)
  expect([people.items.length, rest.items.length, rest.next]).toEqual([200, 6, undefined])
  expect(people.items[0]).toMatchObject({ id, email: amy.email, name: 'Amy Winters' })
})

it.each(['status 404', 'null', 'empty'] as const)(
  'takes an order once, however the vendor says that it is not there: %s',
  async (missing) => {
    await using scene = await open({ missing })
    const { code } = await scene.connect().enrol(amy)
    const order = conversionOf('order-1', code)
    const told = async (event: typeof order) => (await scene.connect().record([event], server))[0]
    expect(await told(order)).toEqual({ id: order.id, status: 'accepted' })
    expect(await told(order)).toMatchObject({ status: 'duplicate', reason: 'order-known' })
    const again = conversionOf('order-2', code, { customer: order.customer })
    expect(await told(again)).toMatchObject({ status: 'duplicate', reason: 'friend-known' })
    expect(scene.simulator.referrals).toMatchObject([
      { externalIdentifier: 'order-1', amount: 42, status: 'Approved', firstName: 'Bo', lastName: 'Larsen' },
    ])
  },
)

it('lets nobody refer themselves, by e-mail or by id, and asks for no code that nobody has', async () => {
  await using scene = await open()
  const backend = scene.connect()
  const { code } = await backend.enrol(amy)
  const receipts = await backend.record(
    [
      conversionOf('order-1', code, { customer: { email: 'AMY@example.com' } }),
      conversionOf('order-2', code, { customer: { id: '42' } }),
      conversionOf('order-3', 'nobodys'),
    ],
    server,
  )
  expect(receipts.map(({ reason }) => reason)).toEqual(['not-referred', 'not-referred', 'not-referred'])
  expect(scene.simulator.referrals).toEqual([])
})

it('takes an order back by its referral’s status, and looks whether that was taken', async () => {
  await using scene = await open()
  const backend = scene.connect()
  const { code } = await backend.enrol(amy)
  await backend.record([conversionOf('order-1', code)], server)
  const refunds = [refundOf('order-1', 4200), refundOf('order-1'), refundOf('order-9')]
  const receipts = await backend.record(refunds, server)
  expect(receipts.map(({ status, reason }) => `${status} ${reason}`)).toEqual([
    'accepted undefined',
    'duplicate order-known',
    'rejected order-unknown',
  ])
  expect(scene.simulator.referrals[0]?.status).toBe('Denied')
  expect((await backend.referrals(amy)).items[0]?.state).toBe('refunded')
})

it('says so when a status is not taken, and takes no part of an order back', async () => {
  await using scene = await open({ updatesStatus: false })
  const backend = scene.connect()
  const { code } = await backend.enrol(amy)
  await backend.record([conversionOf('order-1', code)], server)
  const receipts = await backend.record([refundOf('order-1'), refundOf('order-1', 100)], server)
  expect(receipts.map(({ reason }) => reason)).toEqual(['refund-untaken', 'refund-partial'])
})

it.each(['flat', 'list'] as const)(
  'gives a reward once, whichever body the vendor takes: %s',
  async (issueBody) => {
    await using scene = await open({ issueBody })
    const backend = scene.connect()
    const { code } = await backend.enrol(amy)
    await backend.record([conversionOf('order-1', code)], server)
    const [reward] = (await backend.rewards(amy)).items
    expect(reward).toMatchObject({ state: 'due', money: { amount: 2500, currency: 'USD' }, friend: 'Bo L.' })
    for (let time = 0; time < 2; time++)
      expect(await backend.fulfil!(reward!.id, 'Olive')).toMatchObject({ state: 'granted' })
    expect(scene.simulator.rewards).toMatchObject([{ status: 'Issued', note: 'Olive' }])
    const issued = scene.server.requests.filter((request) => request === 'POST /api/rewards/issue')
    expect(issued).toHaveLength(issueBody === 'flat' ? 1 : 2)
    await expect(backend.fulfil!('nobodys', 'Olive')).rejects.toMatchObject({ code: 'reward-unknown' })
  },
)

it('leaves a friend who waits at the vendor held', async () => {
  await using scene = await open()
  const backend = scene.connect({ status: 'pending' })
  const { code } = await backend.enrol(amy)
  await backend.record([conversionOf('order-1', code)], server)
  expect((await backend.referrals(amy)).items[0]).toMatchObject({ state: 'held', friend: 'Bo L.' })
  expect((await backend.participant(amy))?.stats?.friends).toBe(1)
  expect(await backend.leaderboard()).toEqual([])
})

it('says what Referral Rock said when a key is wrong, and never the key, nor in base64', async () => {
  await using scene = await open()
  const wrong = scene.connect({ privateKey: 'rr_not_the_key' })
  const error: unknown = await wrong.check().catch((error: unknown) => error)
  expect(error).toMatchObject({ code: 'vendor-key', cause: { words: 'Not authorized' } })
  const told = JSON.stringify(error) + String((error as Error).stack)
  expect(told).not.toContain('rr_not_the_key')
  expect(told).not.toContain(btoa(`${scene.simulator.publicKey}:rr_not_the_key`))
})

it('tells the program’s offers, and says that there is no such program', async () => {
  await using scene = await open()
  const { name, incentives } = await scene.connect().program()
  expect([name, incentives.map(({ to, give }) => [to, give])]).toEqual([
    'Juniper Coffee',
    [
      ['referrer', { type: 'product', name: '$25' }],
      ['friend', { type: 'product', name: '10 %' }],
    ],
  ])
  await expect(scene.connect({ programId: 'nobodys' }).check()).rejects.toMatchObject({
    code: 'vendor-refused',
  })
})

describe('a webhook of Referral Rock', () => {
  const simulator = createReferralRockSimulator()
  const { publicKey, privateKey, program: programId } = simulator
  const keys = { publicKey, privateKey, programId, program: vendorProgram }
  const backend = referralrock({ ...keys, webhookSecret: 'of our own' })
  const url = (event: string, secret = 'of our own') =>
    `https://shop.example/hooks/rock?event=${event}&secret=${encodeURIComponent(secret)}`
  const referral = { id: 'b1', status: 'Approved', email: 'bo@example.com', memberEmail: amy.email }

  it.each(['camel', 'pascal'] as const)('is read whichever way its keys are written: %s', async (casing) => {
    const request = simulator.webhook(url('ReferralStatusChange'), referral, casing)
    expect(await backend.receive!(request)).toMatchObject([
      {
        type: 'referral.converted',
        event: 'ReferralStatusChange',
        participant: { email: amy.email },
        friend: { email: 'bo@example.com' },
      },
    ])
  })

  it.each([
    ['MemberAdd', { id: 'a1', email: amy.email }, 'participant.enrolled'],
    ['RewardIssue', { id: 'c1', memberId: 'a1', recipientEmailAddress: amy.email }, 'reward.granted'],
    ['ReferralStatusChange', { ...referral, status: 'Pending' }, 'other'],
    ['ProgramUpdate', { id: 'p1' }, 'other'],
  ])('is what its address says: %s', async (event, body, type) => {
    expect(await backend.receive!(simulator.webhook(url(event), body))).toMatchObject([{ type, event }])
  })

  it('is refused without our secret in its address', async () => {
    const sent = simulator.webhook(url('MemberAdd', 'of theirs'), { id: 'a1' })
    await expect(backend.receive!(sent)).rejects.toMatchObject({ code: 'webhook-unsigned' })
    const empty = simulator.webhook(url('MemberAdd', ''), { id: 'a1' })
    await expect(referralrock(keys).receive!(empty)).rejects.toMatchObject({ code: 'webhook-unsigned' })
  })
})
