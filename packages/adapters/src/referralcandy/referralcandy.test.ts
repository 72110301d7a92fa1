import { createHash } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { notOffered } from '../../simulators/not-offered.ts'
import { conversionOf, vendorProgram } from '../../simulators/orders.ts'
import { createReferralcandySimulator, type ReferralcandySimulator } from '../../simulators/referralcandy.ts'
import { serveSimulator, type ServedSimulator } from '../../simulators/serving.ts'
import { testBackend, type Subject } from '../conformance/index.ts'
import { referralcandy, type ReferralcandyOptions } from './index.ts'
import { md5 } from '../vendor/md5.ts'
import { sign } from './signature.ts'

let ahead = 0
const now = () => Date.now() + ahead
let simulator: ReferralcandySimulator
let server: ServedSimulator
beforeAll(async () => {
  simulator = createReferralcandySimulator({ now })
  server = await serveSimulator(simulator)
})
afterAll(() => server.close())

const connect = (more: Partial<ReferralcandyOptions> = {}) =>
  referralcandy({
    url: `${server.url}/api/v2`,
    accessId: simulator.accessId,
    secretKey: simulator.secretKey,
    now,
    program: vendorProgram,
    retryDelay: 1,
    ...more,
  })

describe('ReferralCandy', () => {
  testBackend(
    { describe, it },
    (): Subject => ({ backend: connect(), now, travel: (milliseconds) => (ahead += milliseconds) }),
    notOffered.referralcandy,
  )

  it('says what ReferralCandy said when the key is wrong, and never the key', async () => {
    await connect().check()
    const error = await connect({ secretKey: 'rc_not_the_key_12345' })
      .check()
      .catch((error: unknown) => error as Error)
    expect(error).toMatchObject({ code: 'vendor-key', cause: { words: 'Invalid Credentials' } })
    expect(JSON.stringify(error) + String((error as Error).stack)).not.toContain('rc_not_the_key')
  })

  it('works by the older address of the API as well', async () => {
    await connect({ url: `${server.url}/api/v1` }).check()
  })

  it.each([-7, 7])('signs by ReferralCandy’s clock when ours is %i minutes off', async (minutes) => {
    const backend = connect({ now: () => now() + minutes * 60_000 })
    await backend.check()
    const asked = server.requests.length
    await backend.check()
    expect(server.requests.length - asked).toBe(1)
  })

  it('tells the price in major units, and the order, once', async () => {
    const backend = connect()
    const { code } = await backend.enrol({ email: 'price@example.com' })
    const before = simulator.purchases.length
    for (const order of ['price-1', 'price-1'])
      await connect().record([conversionOf(order, code, { amount: 1205, at: now() })], { source: 'server' })
    expect(simulator.purchases.slice(before)).toEqual([
      expect.objectContaining({
        invoice_amount: '12.05',
        currency_code: 'USD',
        external_reference_id: 'price-1',
        first_name: 'Bo',
        last_name: 'Larsen',
        email: 'price-1@example.com',
        referrer_id: code,
      }),
    ])
  })

  it('tells ReferralCandy of no order without a code, since it would write to the buyer', async () => {
    const { code: _, ...direct } = conversionOf('direct-1', 'x')
    const before = simulator.purchases.length
    const [receipt] = await connect().record([{ ...direct, at: now() }], { source: 'server' })
    expect([receipt!.status, receipt!.reason, simulator.purchases.length - before]).toEqual([
      'accepted',
      'not-referred',
      0,
    ])
  })

  it('lists contacts for an import, page after page', async () => {
    const emails = new Set<string>()
    let cursor: string | undefined
    do {
      const page = await connect().people!(cursor)
      for (const { email } of page.items) emails.add(email)
      cursor = page.next
    } while (cursor)
    expect(emails.size).toBe(simulator.contacts.length)
    expect(emails.size).toBeGreaterThan(100)
  })
})

describe('the signature', () => {
  it.each([
    [
      'APISECRETKEY',
      { accessID: 'acihijaklscj', name: 'john', timestamp: 1_296_664_909 },
      '04535fe455e9f77a90c06e81d7888569',
    ],
    [
      'access_token',
      { accessID: 'access_id', name: 'john', timestamp: 1 },
      '25cb1ed0c5e9e64f09fa4db9ed7ff156',
    ],
  ])('is the published one of %s', (secret, params, signature) => {
    expect(sign(params, secret).signature).toBe(signature)
  })

  it('is of the values as they are, not as a URL writes them, and without those that are missing', () => {
    const { signature, last } = sign({ b: 'ü & =', a: 1, last: undefined }, 'k')
    expect([signature, last]).toEqual([md5('ka=1b=ü & ='), undefined])
  })

  it('rests on an MD5 that is Node’s own, whatever the length', () => {
    for (let length = 0; length < 200; length++) {
      const text = 'é'.repeat(length % 5) + 'a'.repeat(length)
      expect(md5(text)).toBe(createHash('md5').update(text).digest('hex'))
    }
  })
})

describe('a webhook of ReferralCandy', () => {
  const secretKey = 'rc_secret_of_webhooks'
  const backend = () => connect({ secretKey })
  const body = JSON.stringify({
    referral_email: 'friend@x.test',
    referral_timestamp: 1_434_439_382,
    referring_email: 'adv@x.test',
  })
  const post = (signature: string): Request =>
    new Request('https://shop.example/hooks', {
      method: 'POST',
      body,
      headers: { 'x-referral-candy-signature': signature },
    })

  it.each([
    ['key first', md5(secretKey + body)],
    ['body first', md5(body + secretKey)],
    ['in capitals', md5(secretKey + body).toUpperCase()],
  ])('is read when it is signed: %s', async (_, signature) => {
    expect(await backend().receive!(post(signature))).toEqual([
      {
        id: 'friend@x.test:1434439382000',
        type: 'referral.converted',
        at: 1_434_439_382_000,
        event: 'custom-reward',
        friend: { email: 'friend@x.test' },
        participant: { id: 'adv@x.test', email: 'adv@x.test' },
      },
    ])
  })

  it.each(['', '0'.repeat(32), md5(body), md5(`x${secretKey}${body}`)])(
    'is refused when it is not: %s',
    async (signature) => {
      await expect(backend().receive!(post(signature))).rejects.toMatchObject({ code: 'webhook-unsigned' })
    },
  )

  it('is checked in the owner’s own way, where that is another', async () => {
    const own = connect({ secretKey, checkWebhook: (signature) => signature === 'mine' })
    expect(await own.receive!(post('mine'))).toHaveLength(1)
    await expect(own.receive!(post(md5(secretKey + body)))).rejects.toMatchObject({
      code: 'webhook-unsigned',
    })
  })
})
