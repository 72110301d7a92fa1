import { growsurf } from '@goodword/adapters/growsurf'
import { httpBackend } from '@goodword/adapters/http'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createGrowsurfSimulator } from '../../../adapters/simulators/growsurf.ts'
import { conversionOf, vendorProgram } from '../../../adapters/simulators/orders.ts'
import { serveSimulator, type ServedSimulator } from '../../../adapters/simulators/serving.ts'
import { createHandler } from './handler.ts'
import { signIdentity } from './identity.ts'

describe('a vendor behind the handler', () => {
  const [secret, identityKey] = ['gw_sk_0123456789abcdef0123', 'gw_id_0123456789abcdef0123']
  const simulator = createGrowsurfSimulator({ manualApproval: true })
  const program = { ...vendorProgram, conversions: [{ ...vendorProgram.conversions[0]!, holdDays: 0 }] }
  const at = { url: 'https://refer.example.com', program: program.id }
  let vendor: ServedSimulator
  let fetch: typeof globalThis.fetch
  beforeAll(async () => {
    vendor = await serveSimulator(simulator)
    const { key: apiKey, campaign } = simulator
    const backend = growsurf({ url: `${vendor.url}/v2`, apiKey, campaign, program, retryDelay: 1 })
    const handler = createHandler(backend, {
      access: () => ({ secretKeys: [secret], identityKeys: [identityKey] }),
    })
    fetch = async (input, init) => handler(new Request(input, init))
  })
  afterAll(() => vendor.close())

  const tokenOf = (customer: { id: string; email?: string }) =>
    signIdentity(identityKey, { program: program.id, ...customer })

  it('shows a customer who is known by e-mail their own friends and rewards', async () => {
    const token = await tokenOf({ id: '42', email: 'amy@example.com' })
    const hers = httpBackend({ ...at, token, fetch })
    const site = httpBackend({ ...at, key: secret, fetch })
    const { code } = await hers.enrol({ id: '42', email: 'amy@example.com' })
    await site.record([conversionOf('order-1', code)])
    expect((await hers.participant({ customer: '42' }))?.code).toBe(code)
    expect((await hers.referrals({ customer: '42' })).items.map(({ friend }) => friend)).toEqual(['Bo L.'])

    const [reward] = (await hers.rewards({ customer: '42' })).items
    expect(reward?.state).toBe('pending')
    await site.program()
    await site.approve!(reward!.id, 'Olive')
    expect((await site.fulfil!(reward!.id, 'Olive')).state).toBe('granted')
  })

  it('says that the signed identity needs an e-mail', async () => {
    const hers = httpBackend({ ...at, token: await tokenOf({ id: '43' }), fetch })
    await expect(hers.referrals({ customer: '43' })).rejects.toMatchObject({ code: 'customer-invalid' })
  })

  it('says what the vendor cannot do', async () => {
    const view = httpBackend({ ...at, fetch })
    await view.program()
    expect([view.supports.has('referrals'), view.supports.has('draws')]).toEqual([true, false])
    await expect(view.draws!()).rejects.toMatchObject({ code: 'unsupported' })
  })
})
