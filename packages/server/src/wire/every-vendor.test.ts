import type { Capability, VendorBackend } from '@goodword/adapters'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { vendorProgram as program } from '../../../adapters/simulators/orders.ts'
import {
  serveSimulator,
  type Interference,
  type ServedSimulator,
} from '../../../adapters/simulators/serving.ts'
import { simulatedVendors, type VendorName } from '../../../adapters/simulators/vendors.ts'
import { openVendor } from '../command/open-vendor.ts'
import { createHandler } from './handler.ts'
import { signIdentity } from './identity.ts'

const [secret, identityKey] = ['gw_sk_0123456789abcdef0123', 'gw_id_0123456789abcdef0123']

/** What each capability is asked for by; nothing there changes anything where it is offered. */
const asked: Partial<Record<Capability, readonly [method: string, path: string, body?: object]>> = {
  'lookup.byCustomer': ['GET', '/admin/participant?customer=nobody'],
  'lookup.byCode': ['GET', '/admin/participant?code=nobody'],
  invites: ['POST', '/me/invites', { invitations: [{ email: 'cy@example.com' }] }],
  leaderboard: ['GET', '/leaderboard'],
  draws: ['GET', '/draws'],
  'rewards.all': ['GET', '/admin/rewards'],
  'rewards.approve': ['POST', '/admin/rewards/approve', { id: 'none', by: 'Olive' }],
  'rewards.fulfil': ['POST', '/admin/rewards/fulfil', { id: 'none', by: 'Olive' }],
  summary: ['GET', '/admin/summary'],
  'codes.choose': ['POST', '/me/code', { code: 'AMY-BAKES' }],
}
const names = Object.keys(simulatedVendors) as VendorName[]

describe.each(names)('%s behind the wire', (name) => {
  let interfere: Interference | undefined
  let vendor: ServedSimulator
  let backend: VendorBackend
  let token: string
  let handler: ReturnType<typeof createHandler>
  beforeAll(async () => {
    const { simulator, settings } = simulatedVendors[name](Date.now)
    vendor = await serveSimulator(simulator, async (exchange) =>
      interfere ? interfere(exchange) : exchange.send(await exchange.ask()),
    )
    ;({ backend } = await openVendor(name, program, { env: settings(vendor.url), complain: () => {} }))
    handler = createHandler(backend, {
      access: () => ({ secretKeys: [secret], identityKeys: [identityKey] }),
      limits: false,
    })
    token = await signIdentity(identityKey, { program: program.id, id: '42', email: 'amy@example.com' })
    await backend.enrol({ id: '42', email: 'amy@example.com', name: 'Amy Winters' })
  })
  afterAll(() => vendor.close())

  async function ask(method: string, path: string, body?: object) {
    const bearer = path.startsWith('/me') ? token : secret
    const answer = await handler(
      new Request(`https://refer.example.com/v1/${program.id}${path}`, {
        method,
        headers: { 'content-type': 'application/json', authorization: `Bearer ${bearer}` },
        ...(body && { body: JSON.stringify(body) }),
      }),
    )
    return { status: answer.status, body: (await answer.json()) as { code?: string; detail?: string } }
  }

  it('answers what it offers, and says of the rest what to do instead', async () => {
    for (const [capability, given] of Object.entries(asked)) {
      const { status, body } = await ask(...given)
      if (backend.supports.has(capability as Capability))
        expect([capability, status]).toEqual([capability, expect.toBeOneOf([200, 404])])
      else
        expect([capability, status, body]).toMatchObject([
          capability,
          501,
          { code: 'unsupported', detail: expect.stringMatching(/\. (Do|Look|Name|Leave|Customers) .+\.$/) },
        ])
    }
  })

  it('asks for the e-mail of somebody whom it cannot know by an id alone', async () => {
    const { status, body } = await ask('POST', '/admin/participants', { customer: { id: '43' } })
    expect([status, body.detail]).toEqual([400, expect.stringMatching(/knows people by e-mail/)])
  })

  it.runIf(name === 'growsurf')('keeps no friend waiting at a link while it hangs', async () => {
    const { code } = (await backend.participant({ email: 'amy@example.com' }))!
    interfere = () => new Promise(() => {})
    const begun = performance.now()
    const link = await handler(new Request(`https://refer.example.com/r/${program.id}/${code}`))
    expect([link.status, link.headers.get('location')]).toEqual([302, `https://shop.example/?via=${code}`])
    expect(performance.now() - begun).toBeLessThan(3_000)
    interfere = undefined
  })
})
