import { httpBackend } from '@goodword/adapters/http'
import type { AddressInfo } from 'node:net'
import { expect, it } from 'vitest'
import { startServer } from './main.ts'

const secret = 'gw_sk_0123456789abcdef0123'

it('answers on Node: a participant, a visit, an order from the site’s server, and the redirect', async () => {
  const server = await startServer(0, secret)
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  try {
    const site = httpBackend({ url, program: 'shop', key: secret })
    const { code } = await site.enrol({ id: 'amy' })
    const order = {
      id: 'ev-order-1',
      at: Date.now(),
      type: 'conversion',
      name: 'purchase',
      order: 'order-1',
      amount: 4200,
      currency: 'USD',
      code,
      customer: { id: 'bo' },
    } as const
    expect(await site.record([order])).toEqual([{ id: 'ev-order-1', status: 'accepted' }])
    expect((await site.referrals({ customer: 'amy' })).items).toHaveLength(1)
    const link = await fetch(`${url}/r/shop/${code}`, { redirect: 'manual' })
    expect([link.status, link.headers.get('location')]).toEqual([302, `https://example.com/?via=${code}`])
  } finally {
    server.closeAllConnections()
    server.close()
  }
})
