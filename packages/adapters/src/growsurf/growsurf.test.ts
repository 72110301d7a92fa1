import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createGrowsurfSimulator, type GrowsurfSimulator } from '../../simulators/growsurf.ts'
import { notOffered } from '../../simulators/not-offered.ts'
import { conversionOf, vendorProgram } from '../../simulators/orders.ts'
import { serveSimulator, type ServedSimulator } from '../../simulators/serving.ts'
import { testBackend, type Subject } from '../conformance/index.ts'
import { hmac, toHex } from '../vendor/webhook.ts'
import { growsurf, type GrowsurfOptions } from './index.ts'

describe.each(['referral', 'affiliate'] as const)('a GrowSurf %s program', (type) => {
  let ahead = 0
  const now = () => Date.now() + ahead
  let simulator: GrowsurfSimulator
  let server: ServedSimulator
  beforeAll(async () => {
    simulator = createGrowsurfSimulator({
      now,
      type: type === 'referral' ? 'REFERRAL' : 'AFFILIATE',
      manualApproval: true,
    })
    server = await serveSimulator(simulator)
  })
  afterAll(() => server.close())

  const connect = (more: Partial<GrowsurfOptions> = {}) =>
    growsurf({
      url: `${server.url}/v2`,
      apiKey: simulator.key,
      campaign: simulator.campaign,
      type,
      now,
      program: vendorProgram,
      retryDelay: 1,
      webhookSecret: 'whsec_of_tests',
      ...more,
    })

  testBackend(
    { describe, it },
    (): Subject => ({ backend: connect(), now, travel: (milliseconds) => (ahead += milliseconds) }),
    notOffered[`growsurf-${type}`],
  )

  it('says what GrowSurf said when the key is wrong, and never the key', async () => {
    const wrong = connect({ apiKey: 'gs_not_the_key_12345' }).check()
    await expect(wrong).rejects.toMatchObject({ code: 'vendor-key' })
    const error = await wrong.catch((error: unknown) => error as Error)
    expect(error).toMatchObject({ message: expect.stringContaining('Invalid API key.') as string })
    expect(JSON.stringify(error) + String((error as Error).stack)).not.toContain('gs_not_the_key')
  })

  it('says that the campaign is of the other kind', async () => {
    await connect().check()
    const other = connect({ type: type === 'referral' ? 'affiliate' : 'referral' })
    await expect(other.check()).rejects.toMatchObject({ code: 'vendor-refused' })
  })

  it('says how long to wait, by GrowSurf’s own headers', async () => {
    const strict = createGrowsurfSimulator({ perFiveSeconds: 1 })
    await using limited = { ...(await serveSimulator(strict)), [Symbol.asyncDispose]: () => limited.close() }
    const { key: apiKey, campaign } = strict
    const backend = growsurf({ url: `${limited.url}/v2`, apiKey, campaign, program: vendorProgram })
    await backend.enrol({ email: 'amy@example.com' })
    await expect(backend.participant({ email: 'amy@example.com' })).rejects.toMatchObject({
      code: 'vendor-limited',
      cause: { retryAfter: 5, words: 'Too many requests.' },
    })
  })

  it('is called what the campaign is called, and what the file says when GrowSurf is down', async () => {
    expect((await connect().program()).name).toBe('Juniper Friends')
    const down = connect({ url: 'http://127.0.0.1:9/v2' })
    expect((await down.program()).name).toBe('Juniper Coffee')
  })

  it('lists everybody for an import', async () => {
    const backend = connect()
    const { code } = await backend.enrol({ email: 'imported@example.com', name: 'Im Port' })
    const all = []
    let cursor: string | undefined
    do {
      const page = await backend.people!(cursor)
      all.push(...page.items)
      cursor = page.next
    } while (cursor)
    expect(all).toContainEqual(
      expect.objectContaining({ email: 'imported@example.com', name: 'Im Port', code }),
    )
    expect(all.length).toBe(simulator.state.participants.length)
  })

  it('sends an invitation once, under the subject', async () => {
    const backend = connect({ inviteSubject: 'Coffee?' })
    await backend.enrol({ email: 'host@example.com' })
    const invitations = [{ email: 'guest@example.com', message: 'Try it.' }]
    const receipts = await backend.invite({ email: 'host@example.com' }, invitations)
    expect(receipts).toEqual([{ email: 'guest@example.com', status: 'sent' }])
    expect(simulator.state.invites.at(-1)?.to).toEqual(['guest@example.com'])
  })
})

it('counts for one order what is asked of GrowSurf: the friend is made, then credited, and nothing else', async () => {
  const simulator = createGrowsurfSimulator()
  await using server = { ...(await serveSimulator(simulator)), [Symbol.asyncDispose]: () => server.close() }
  const { key: apiKey, campaign } = simulator
  const backend = growsurf({ url: `${server.url}/v2`, apiKey, campaign, program: vendorProgram })
  const { code } = await backend.enrol({ email: 'amy@example.com' })
  await backend.record([conversionOf('order-1', code)], { source: 'server' })
  await backend.record([conversionOf('order-1', code)], { source: 'server' })
  expect(server.requests.map((request) => request.replace(/participant\/\w+/, 'participant/:p'))).toEqual([
    'POST /v2/campaign/c4mp41/participant',
    'POST /v2/campaign/c4mp41/participant',
    'POST /v2/campaign/c4mp41/participant/:p/ref',
  ])
})

it('has no date for a reward that waits, since GrowSurf tells none', async () => {
  const simulator = createGrowsurfSimulator({ manualApproval: true })
  await using server = { ...(await serveSimulator(simulator)), [Symbol.asyncDispose]: () => server.close() }
  const { key: apiKey, campaign } = simulator
  const backend = growsurf({ url: `${server.url}/v2`, apiKey, campaign, program: vendorProgram })
  const { code } = await backend.enrol({ email: 'amy@example.com' })
  await backend.record([conversionOf('order-1', code)], { source: 'server' })
  // The conversion's hold is the vendor's delay.
  for (const one of simulator.state.participants) if (one.creditAt) one.creditAt = 0
  const [waiting] = (await backend.rewards({ code })).items
  expect([waiting?.state, waiting && 'at' in waiting]).toEqual(['pending', false])
})

it('finds the friends who came behind many who were only invited', async () => {
  const simulator = createGrowsurfSimulator()
  await using server = { ...(await serveSimulator(simulator)), [Symbol.asyncDispose]: () => server.close() }
  const { key: apiKey, campaign, state } = simulator
  const backend = growsurf({ url: `${server.url}/v2`, apiKey, campaign, program: vendorProgram })
  const { participant: amy } = state.add('amy@example.com', {})
  state.trigger(state.add('bo@example.com', { firstName: 'Bo', referredBy: amy.id }).participant, 0)
  for (let index = 0; index < 45; index++)
    state.add(`guest-${index}@example.com`, { referredBy: amy.id }).participant.referralStatus = 'INVITE_SENT'
  const { items } = await backend.referrals({ email: 'amy@example.com' }, { limit: 20 })
  expect(items.map(({ friend }) => friend)).toEqual(['Bo'])
})

describe('a webhook of GrowSurf', () => {
  const secret = 'whsec_of_growsurf'
  const backend = growsurf({
    url: 'http://127.0.0.1:9',
    apiKey: 'k',
    campaign: 'c',
    webhookSecret: secret,
    program: vendorProgram,
  })
  const reward = { id: 'r1', rewardId: 'crew_1', approved: false, description: '$10 credit' }
  const goal = {
    event: 'PARTICIPANT_REACHED_A_GOAL',
    createdAt: 1_795_300_000_000,
    data: {
      participant: { id: 'p1', email: 'amy@example.com' },
      referee: { id: 'p2', firstName: 'Bo' },
      reward,
    },
  }
  async function post(body: object, header?: (time: number, hex: string) => string): Promise<Request> {
    const text = JSON.stringify(body)
    const time = Date.now()
    const signature = header?.(time, toHex(await hmac(secret, `${time}.${text}`)))
    const headers: Record<string, string> = signature === undefined ? {} : { 'growsurf-signature': signature }
    return new Request('https://shop.example/hooks', { method: 'POST', body: text, headers })
  }
  const good = (time: number, hex: string) => `ts=${time},v=${hex}`

  it.each([
    ['ts and v', good],
    ['t and v1', (time: number, hex: string) => `t=${time}, v1=${hex}`],
  ])('is read when it is signed: %s', async (_, header) => {
    expect(await backend.receive!(await post(goal, header))).toEqual([
      {
        id: 'reward.pending:r1',
        type: 'reward.pending',
        at: 1_795_300_000_000,
        event: 'PARTICIPANT_REACHED_A_GOAL',
        participant: { id: 'p1', email: 'amy@example.com' },
        friend: { id: 'p2', name: 'Bo' },
        reward: { id: 'r1', label: '$10 credit' },
      },
    ])
  })

  it('comes twice with manual approval, under two ids', async () => {
    const approved = { ...goal, data: { ...goal.data, reward: { ...reward, approved: true } } }
    const [first] = await backend.receive!(await post(goal, good))
    const [again] = await backend.receive!(await post(goal, good))
    const [second] = await backend.receive!(await post(approved, good))
    expect([first!.id === again!.id, first!.id === second!.id, second!.type]).toEqual([
      true,
      false,
      'reward.due',
    ])
  })

  it.each([
    ['no signature', undefined],
    ['a wrong one', (time: number) => `ts=${time},v=${'0'.repeat(64)}`],
    ['one for another time', (time: number, hex: string) => `ts=${time + 1},v=${hex}`],
    ['nothing but a time', (time: number) => `ts=${time}`],
  ])('is refused with %s', async (_, header) => {
    await expect(backend.receive!(await post(goal, header))).rejects.toMatchObject({
      code: 'webhook-unsigned',
    })
  })

  it('is refused when it is signed for a time long ago', async () => {
    const late = growsurf({
      url: 'http://127.0.0.1:9',
      apiKey: 'k',
      campaign: 'c',
      webhookSecret: secret,
      program: vendorProgram,
      now: () => Date.now() + 8 * 86_400_000,
    })
    await expect(late.receive!(await post(goal, good))).rejects.toMatchObject({ code: 'webhook-unsigned' })
  })

  it('says who joined, and keeps what it does not know as other', async () => {
    const joined = {
      event: 'NEW_PARTICIPANT_ADDED',
      createdAt: 1,
      data: { id: 'p9', email: 'cy@example.com' },
    }
    expect((await backend.receive!(await post(joined, good)))[0]).toMatchObject({
      type: 'participant.enrolled',
      id: 'enrolled:p9',
      participant: { id: 'p9' },
    })
    const ended = { event: 'CAMPAIGN_ENDED', createdAt: 1_795_300_000_000, data: { id: 'c1' } }
    expect((await backend.receive!(await post(ended, good)))[0]?.type).toBe('other')
  })
})
