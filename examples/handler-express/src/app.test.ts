import { httpBackend } from '@goodword/adapters/http'
import type { AddressInfo } from 'node:net'
import { expect, it } from 'vitest'
import { createApp } from './app.ts'

const secret = 'gw_sk_0123456789abcdef0123'

it('answers in Express beside the shop’s own routes, whose bodies it leaves alone', async () => {
  const server = createApp(secret).listen(0, '127.0.0.1')
  await new Promise((resolve) => server.once('listening', resolve))
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  try {
    const site = httpBackend({ url, program: 'shop', key: secret })
    const { code } = await site.enrol({ id: 'amy' })
    const visit = {
      id: 'ev-visit-1',
      at: Date.now(),
      type: 'visit',
      url: 'https://example.com/',
      code,
    } as const
    expect(await httpBackend({ url, program: 'shop' }).record([visit])).toEqual([
      { id: 'ev-visit-1', status: 'accepted' },
    ])
    expect((await site.participant({ code }))?.stats?.visits).toBe(1)
    const body = JSON.stringify({ product: 'beans' })
    const headers = { 'content-type': 'application/json' }
    const cart = await fetch(`${url}/cart`, { method: 'POST', headers, body })
    expect(await cart.json()).toEqual({ added: { product: 'beans' } })
    const odd = await fetch(`${url}/v1/%zz`)
    expect([odd.status, odd.headers.get('content-type')]).toEqual([404, 'application/problem+json'])
    const key = await fetch(`${url}/v1/shop/admin/rewards`)
    expect([key.status, key.headers.get('content-type')]).toEqual([401, 'application/problem+json'])
  } finally {
    server.closeAllConnections()
    server.close()
  }
})
