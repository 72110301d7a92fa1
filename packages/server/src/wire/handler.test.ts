import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { purchase, refund, visit } from '../backend/shop.fixture.ts'
import { publicUrl, secret, startWire, told, type TestWire } from './wire.fixture.ts'

let wire: TestWire
beforeAll(async () => void (wire = await startWire()))
afterAll(() => wire.close())

describe('the public routes', () => {
  it('show the program in the reader’s language, with what the backend can do', async () => {
    const response = await wire.ask('/v1/shop', { headers: { 'accept-language': 'de-AT,en;q=0.8' } })
    expect(await response.json()).toMatchObject({
      id: 'shop',
      locale: 'de',
      supports: expect.arrayContaining(['rewards']) as string[],
    })
    expect(response.headers.get('vary')).toContain('accept-language')
  })

  it('take events as plain text, and answer each', async () => {
    const events = [visit({}), { ...visit({}), url: 7 }, refund({})]
    const init = {
      method: 'POST',
      body: JSON.stringify({ events }),
      headers: { 'content-type': 'text/plain' },
    }
    const response = await wire.ask('/v1/shop/events', init)
    expect(response.status).toBe(202)
    const { receipts } = (await response.json()) as { receipts: { reason?: string; status: string }[] }
    expect(receipts.map(({ status, reason }) => reason ?? status)).toEqual([
      'accepted',
      'event-invalid',
      'refund-needs-key',
    ])
  })

  it('never believe a browser that says it is the server', async () => {
    const response = await wire.ask('/v1/shop/events', {
      key: secret,
      json: { events: [purchase({})], source: 'server' },
    })
    expect(await response.json()).toMatchObject({ receipts: [{ status: 'held', reason: 'unconfirmed' }] })
  })

  it('give a link for an e-mail, and the same answer whether it was known or not', async () => {
    await wire.ask('/v1/shop/admin/participants', {
      key: secret,
      json: { customer: { id: '7', email: 'known@example.com', name: 'Known Person' } },
    })
    for (const email of ['known@example.com', 'new@example.com']) {
      const ask = () => wire.ask('/v1/shop/participants', { json: { customer: { email, name: 'Who?' } } })
      const [first, second] = [await ask(), await ask()]
      const body = (await first.json()) as Record<string, string>
      expect(Object.keys(body)).toEqual(['code', 'link'])
      expect([first.status, body['link']]).toEqual([200, `${publicUrl}/r/shop/${body['code']}`])
      expect(await second.json()).toEqual(body)
    }
  })

  it('take no id from somebody who has not proved it', async () => {
    const response = await wire.ask('/v1/shop/participants', { json: { customer: { id: 'amy' } } })
    expect(await told(response)).toBe('400 customer-invalid')
  })
})

describe('what is wrong with a request', () => {
  const post = (body: BodyInit, path = '/v1/shop/events') => wire.ask(path, { method: 'POST', body })

  it('is told for bodies of every wrong kind', async () => {
    const events = (count: number) => JSON.stringify({ events: Array(count).fill(1) })
    const bodies = ['', '{', '[]', 'null', '7', '{}', '{"events":{}}', events(0), events(501), '\ud800{']
    for (const body of bodies) expect(await told(await post(body))).toBe('400 body-invalid')
    expect(await told(await post(new Uint8Array([0xff, 0xfe, 0x7b])))).toBe('400 body-invalid')
    expect(await told(await post('[]', '/v1/shop/participants'))).toBe('400 body-invalid')
  })

  it('is told for a body that never ends, before it is read', async () => {
    let sent = 0
    const endless = new ReadableStream<Uint8Array>({
      pull(controller) {
        sent += 65_536
        controller.enqueue(new Uint8Array(65_536).fill(32))
      },
    })
    const response = await wire.ask('/v1/shop/events', {
      method: 'POST',
      body: endless,
      duplex: 'half',
    } as RequestInit)
    expect([await told(response), sent < 1_000_000]).toEqual(['413 body-too-large', true])
  })

  it('is never a 500, however it is spelled', async () => {
    const paths = [
      '/v1',
      '/v1/',
      '/v1/nope',
      '/v1/%ff',
      '/v1/shop/%00',
      '/v1/shop/../..',
      '/r/shop/%ff',
      '/r/shop/%00',
    ]
    const queries = [
      'limit=x',
      'limit=-1',
      'limit=99999999999',
      'cursor=%00',
      'cursor=1.%ff',
      'state=paid',
      'customer=%00',
      'customer=a&code=b',
      '',
    ]
    const admin = queries.flatMap((query) =>
      ['participant', 'participant/rewards', 'participant/referrals', 'rewards'].map(
        (path) => `/v1/shop/admin/${path}?${query}`,
      ),
    )
    for (const path of [...paths, ...admin]) {
      const response = await wire.ask(path, { key: secret })
      expect([path, response.status < 500]).toEqual([path, true])
    }
    expect(wire.errors).toEqual([])
  })

  it('has a code, a sentence and a remedy', async () => {
    const response = await wire.ask('/v1/nope')
    expect(response.headers.get('content-type')).toBe('application/problem+json')
    expect(await response.json()).toMatchObject({
      type: 'urn:goodword:error:program-unknown',
      status: 404,
      code: 'program-unknown',
      detail: expect.stringContaining('"nope"') as string,
    })
  })

  it('says that the store does not answer, and why only to the owner', async () => {
    const broken = await startWire()
    await broken.close()
    const response = await broken.ask('/v1/shop/leaderboard')
    const text = await response.text()
    expect([response.status, JSON.parse(text).code]).toEqual([503, 'store-unavailable'])
    expect(text).not.toMatch(/driver|sql/i)
    expect(broken.errors).toHaveLength(1)
  })
})

describe('a customer with a signed identity', () => {
  it('enrols as who the token says, whatever the body says', async () => {
    const key = await wire.token({ id: 'amy', email: 'amy@example.com', name: 'Amy Winters' })
    const json = { customer: { id: 'bo', email: 'bo@example.com' } }
    expect(await (await wire.ask('/v1/shop/participants', { key, json })).json()).toMatchObject({
      name: 'Amy Winters',
      milestones: [{ have: 0 }],
    })
    const me = await wire.ask('/v1/shop/me', { key })
    expect(await me.json()).toMatchObject({ name: 'Amy Winters', stats: { friends: 0 } })
    expect(me.headers.get('cache-control')).toBe('no-store')
  })

  it('sees their own referrals and rewards, page by page', async () => {
    const key = await wire.token({ id: 'cy' })
    const { code } = (await (await wire.ask('/v1/shop/participants', { key, json: {} })).json()) as {
      code: string
    }
    const events = ['x1', 'x2', 'x3'].map((id) => purchase({ code, customer: { id } }))
    await wire.ask('/v1/shop/admin/events', { key: secret, json: { events } })
    const first = (await (await wire.ask('/v1/shop/me/referrals?limit=2', { key })).json()) as {
      items: unknown[]
      next: string
    }
    const rest = await (await wire.ask(`/v1/shop/me/referrals?limit=2&cursor=${first.next}`, { key })).json()
    expect([first.items.length, rest]).toEqual([2, { items: [expect.anything()] }])
    const rewards = await (await wire.ask('/v1/shop/me/rewards', { key })).text()
    expect(JSON.parse(rewards).items).toHaveLength(4)
    expect(rewards).not.toContain('"participant"')
  })

  it('is told that they are not enrolled', async () => {
    const key = await wire.token({ id: 'nobody' })
    for (const path of ['me', 'me/referrals', 'me/rewards'])
      expect(await told(await wire.ask(`/v1/shop/${path}`, { key }))).toBe('404 participant-unknown')
  })

  it('is told what this backend cannot do', async () => {
    const key = await wire.token()
    const json = { invitations: [{ email: 'bo@example.com' }] }
    expect(await told(await wire.ask('/v1/shop/me/invites', { key, json }))).toBe('501 unsupported')
  })
})

describe('the owner', () => {
  const ask = (path: string, json?: unknown) =>
    wire.ask(`/v1/shop/admin/${path}`, { key: secret, ...(json !== undefined && { json }) })

  it('finds a participant by any of their keys, and one at a time', async () => {
    await ask('participants', { customer: { id: 'di', email: 'di@example.com' } })
    const { code } = (await (await ask('participant?customer=di')).json()) as { code: string }
    for (const query of [`code=${code}`, 'email=DI%40example.com'])
      expect(await (await ask(`participant?${query}`)).json()).toMatchObject({ code })
    expect(await told(await ask(`participant?customer=di&code=${code}`))).toBe('400 query-invalid')
    expect(await told(await ask('participant?customer=nobody'))).toBe('404 participant-unknown')
  })

  it('gives a due reward once, and no other', async () => {
    const { code } = (await (await ask('participants', { customer: { id: 'ed' } })).json()) as {
      code: string
    }
    await ask('events', { events: [purchase({ code, customer: { id: 'ed-friend' } })] })
    const [held] = (
      (await (await ask('participant/rewards?customer=ed')).json()) as { items: { id: string }[] }
    ).items
    const give = () => ask('rewards/fulfil', { id: held!.id, by: 'Olive' })
    expect(await told(await give())).toBe('409 not-due')
    wire.travel(15 * 86_400_000)
    expect(await (await give()).json()).toMatchObject({
      state: 'granted',
      participant: { id: expect.any(String) as string },
    })
    expect((await give()).status).toBe(200)
    expect(await told(await ask('rewards/fulfil', { id: 'x', by: 'Olive' }))).toBe('404 reward-unknown')
    expect(await told(await ask('rewards/fulfil', { id: 7 }))).toBe('400 body-invalid')
  })

  it('reads the summary', async () => {
    expect(await (await ask('summary')).json()).toMatchObject({ revenue: { currency: 'USD' } })
  })
})
