import { combine, type CombineOptions } from '@goodword/adapters/combine'
import { memoryBackend } from '@goodword/adapters/memory'
import type { ReferralBackend, VendorNews } from '@goodword/adapters'
import { createHash, createHmac } from 'node:crypto'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { vendorProgram as program } from '../../../adapters/simulators/orders.ts'
import { startVendor, type RunningVendor, type VendorName } from '../../../adapters/simulators/vendors.ts'
import { openVendor } from '../command/open-vendor.ts'
import { nodeListener } from '../serve/listener.ts'
import { createHandler } from './handler.ts'
import { largestBody } from './body.ts'

/** One webhook as its vendor sends it: what vouches for it is in a header, or in the address. */
interface Webhook {
  readonly vendor: VendorName
  readonly body: object
  /** Header and value, or a query. */
  readonly proof: (
    text: string,
    settings: Readonly<Record<string, string>>,
  ) => readonly [string, string] | string
  readonly type: VendorNews['type']
}
const hmac = (secret: string, text: string) => createHmac('sha256', secret).update(text)

const enrolled = { event: 'NEW_PARTICIPANT_ADDED', data: { id: 'p1', email: 'amy@example.com' } }
const webhooks: readonly Webhook[] = [
  {
    vendor: 'growsurf',
    body: enrolled,
    proof(text, { GROWSURF_WEBHOOK_SECRET: secret = '' }) {
      const time = Date.now()
      return ['growsurf-signature', `ts=${time},v=${hmac(secret, `${time}.${text}`).digest('hex')}`]
    },
    type: 'participant.enrolled',
  },
  {
    vendor: 'referralcandy',
    body: {
      referral_email: 'bo@example.com',
      referral_timestamp: 1_795_300_000,
      referring_email: 'amy@example.com',
    },
    proof: (text, { REFERRALCANDY_SECRET_KEY: secret = '' }) => [
      'x-referral-candy-signature',
      createHash('md5')
        .update(secret + text)
        .digest('hex'),
    ],
    type: 'referral.converted',
  },
  {
    vendor: 'referralhero',
    body: { event: 'subscriber_added', subscriber: { id: 'sub_1', email: 'amy@example.com', code: 'c1' } },
    proof: (text, { REFERRALHERO_WEBHOOK_SECRET: secret = '' }) => [
      'x-referralhero-signature',
      hmac(secret, text).digest('base64'),
    ],
    type: 'participant.enrolled',
  },
  {
    vendor: 'referralrock',
    body: { Id: 'm1', Email: 'amy@example.com', ReferralCode: 'ROCK1', Timestamp: 1_795_300_000 },
    proof: (_, { REFERRALROCK_WEBHOOK_SECRET: secret }) => `?event=MemberAdd&secret=${secret}`,
    type: 'participant.enrolled',
  },
  {
    vendor: 'ambassador',
    body: { ambassador: { uid: '1', email: 'amy@example.com' } },
    proof: (_, { AMBASSADOR_WEBHOOK_SECRET: secret }) => `?event=Contact Created&secret=${secret}`,
    type: 'participant.enrolled',
  },
  {
    vendor: 'firstpromoter',
    body: { event_id: 'c7f0', event_type: 'promoter.created', data: { id: 577, email: 'amy@example.com' } },
    proof: (_, { FIRSTPROMOTER_WEBHOOK_SECRET: secret }) => `?secret=${secret}`,
    type: 'participant.enrolled',
  },
  {
    vendor: 'dub',
    body: {
      id: 'evt_1',
      event: 'partner.enrolled',
      createdAt: '2026-11-22T10:00:00.000Z',
      data: { id: 'pn_1', email: 'amy@example.com', links: [] },
    },
    proof: (text, { DUB_WEBHOOK_SECRET: secret = '' }) => ['dub-signature', hmac(secret, text).digest('hex')],
    type: 'participant.enrolled',
  },
]

/** A handler on a port of its own. */
async function listen(backend: ReferralBackend, told: VendorNews[] = []) {
  const handler = createHandler(backend, {
    access: () => ({ secretKeys: [], identityKeys: [] }),
    onNews: (news) => void told.push(news),
  })
  const server: Server = createServer(nodeListener(handler)).listen(0, '127.0.0.1')
  await new Promise((resolve) => server.once('listening', resolve))
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1/${program.id}`
  const post = async (path: string, body: string, headers: Record<string, string> = {}) => {
    const answer = await fetch(url + path, { method: 'POST', body, headers })
    return { status: answer.status, body: (await answer.json()) as Record<string, unknown> }
  }
  return { told, post, [Symbol.asyncDispose]: async () => void server.close() }
}

describe.each(webhooks)('webhooks of $vendor', ({ vendor: name, body, proof, type }) => {
  let vendor: RunningVendor
  beforeAll(async () => void (vendor = await startVendor(name)))
  afterAll(() => vendor.close())
  const open = async (settings = vendor.settings) =>
    (await openVendor(name, program, { env: settings, complain: () => {} })).backend
  const text = JSON.stringify(body)
  function send(at: Awaited<ReturnType<typeof listen>>, sent = text, signed = text) {
    const vouched = proof(signed, vendor.settings)
    if (typeof vouched === 'string') return at.post(`/webhooks/${name}${encodeURI(vouched)}`, sent)
    return at.post(`/webhooks/${name}`, sent, { [vouched[0]]: vouched[1] })
  }

  it('are verified, answered alike however often they come, and told once', async () => {
    await using at = await listen(await open())
    const first = await send(at)
    expect(first).toMatchObject({ status: 200, body: { news: [{ type }] } })
    expect(await send(at)).toEqual(first)
    expect(at.told.map((news) => news.type)).toEqual([type])
  })

  it('are refused with 401 and a reason when nothing, or something else, vouches for them', async () => {
    await using at = await listen(await open())
    const bare = await at.post(`/webhooks/${name}`, text)
    expect(bare).toMatchObject({ status: 401, body: { code: 'webhook-unsigned' } })
    expect(bare.body['detail']).toMatch(/webhook of .+ (has no signature|came without)/)
    const forged = typeof proof(text, vendor.settings) === 'string' ? undefined : await send(at, `${text} `)
    if (forged) expect(forged).toMatchObject({ status: 401, body: { code: 'webhook-unsigned' } })
    expect(at.told).toEqual([])
  })

  it('are told as wrong, and not as a failure of ours, when they lack what they should have', async () => {
    await using at = await listen(await open())
    for (const sent of ['{}', '[]', '{"event":7,"event_type":[],"data":"none"}']) {
      const { status, body } = await send(at, sent, sent)
      expect([sent, status, status === 400 ? body['code'] : 'webhook-invalid']).toEqual([
        sent,
        expect.toBeOneOf([200, 400]),
        'webhook-invalid',
      ])
    }
  })

  it.skipIf(name === 'referralcandy')('are refused while their secret is not set', async () => {
    const isSecret = ([variable]: [string, string]) => variable.endsWith('_WEBHOOK_SECRET')
    const entries = Object.entries(vendor.settings).filter((entry) => !isSecret(entry))
    await using at = await listen(await open(Object.fromEntries(entries)))
    expect(await send(at)).toMatchObject({ status: 401, body: { code: 'webhook-unsigned' } })
  })
})

describe('webhooks that are nobody’s', () => {
  it('have no place at another vendor’s address, nor at a backend that is no vendor', async () => {
    const vendor = await startVendor('growsurf')
    const { backend } = await openVendor('growsurf', program, { env: vendor.settings, complain: () => {} })
    await using at = await listen(backend)
    expect(await at.post('/webhooks/referralhero', '{}')).toMatchObject({
      status: 404,
      body: { code: 'not-found' },
    })
    await using own = await listen(memoryBackend({ program }))
    expect(await own.post('/webhooks/growsurf', '{}')).toMatchObject({
      status: 501,
      body: { code: 'unsupported' },
    })
    await vendor.close()
  })

  it('are not read when they are longer than any request, and not unpacked', async () => {
    const vendor = await startVendor('referralhero')
    const env = vendor.settings
    const { backend } = await openVendor('referralhero', program, { env, complain: () => {} })
    await using at = await listen(backend)
    const huge = await at.post('/webhooks/referralhero', 'x'.repeat(largestBody + 1))
    expect(huge).toMatchObject({ status: 413, body: { code: 'body-too-large' } })
    const packed = await at.post('/webhooks/referralhero', '{}', { 'content-encoding': 'gzip' })
    expect(packed.status).toBe(415)
    const garbled = 'no JSON'
    const header = hmac(env['REFERRALHERO_WEBHOOK_SECRET']!, garbled).digest('hex')
    const none = await at.post('/webhooks/referralhero', garbled, { 'x-referralhero-signature': header })
    expect(none).toMatchObject({ status: 400, body: { code: 'webhook-invalid' } })
    await vendor.close()
  })
})

describe('webhooks of a vendor that runs beside our own store', () => {
  async function combined(name: VendorName, isPrimary: boolean, options: CombineOptions = {}) {
    const vendor = await startVendor(name)
    const { backend } = await openVendor(name, program, { env: vendor.settings, complain: () => {} })
    const own = memoryBackend({ program })
    const both = isPrimary ? combine(backend, own, options) : combine(own, backend, options)
    const { body, proof } = webhooks.find((one) => one.vendor === name)!
    return { vendor, backend, own, both, body, proof }
  }

  it.each([true, false])(
    'bring who joined there into it, with their code (vendor first: %s)',
    async (isPrimary) => {
      const { vendor, backend, own, both, proof } = await combined('growsurf', isPrimary)
      const { code } = await backend.enrol({ email: 'amy@example.com', name: 'Amy Winter' })
      await using at = await listen(both)
      const text = JSON.stringify({ ...enrolled, data: { id: code, email: 'amy@example.com' } })
      const [header, value] = proof(text, vendor.settings)
      const sent = () => at.post('/webhooks/growsurf', text, { [header!]: value! })
      expect([(await sent()).status, (await sent()).status]).toEqual([200, 200])
      expect(await both.flush()).toBe(0)
      expect((await own.participant({ email: 'amy@example.com' }))?.code).toBe(code)
      await vendor.close()
    },
  )

  it('bring a friend who bought there into it once, where orders do not come through here', async () => {
    const orders = { conversion: 'purchase', currency: program.currency }
    const { vendor, backend, own, both, body, proof } = await combined('referralcandy', true, { orders })
    const amy = { email: 'amy@example.com', name: 'Amy Winter' }
    const { code } = await backend.enrol(amy)
    await own.enrol(amy, { code })
    await using at = await listen(both)
    const text = JSON.stringify(body)
    const [header, value] = proof(text, vendor.settings)
    for (let time = 0; time < 2; time++) await at.post('/webhooks/referralcandy', text, { [header!]: value! })
    expect(await both.flush()).toBe(0)
    expect((await own.referrals({ code })).items).toHaveLength(1)
    await vendor.close()
  })
})
