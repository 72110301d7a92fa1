import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, describe, expect, it } from 'vitest'
import { httpBackend } from './http.ts'

type Answer = (request: IncomingMessage, response: ServerResponse) => void

describe('httpBackend', () => {
  const open: (() => void)[] = []
  afterEach(() => open.splice(0).forEach((close) => close()))

  /** A real server that gives these answers, one a request; the last one again and again. */
  async function serving(...answers: Answer[]): Promise<{ url: string; requests: string[] }> {
    const requests: string[] = []
    const server = createServer((request, response) => {
      requests.push(`${request.method} ${request.url} ${request.headers.authorization ?? ''}`.trim())
      const answer = answers.length > 1 ? answers.shift()! : answers[0]!
      answer(request, response)
    }).listen(0, '127.0.0.1')
    await new Promise((resolve) => server.once('listening', resolve))
    open.push(() => {
      server.closeAllConnections()
      server.close()
    })
    return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, requests }
  }

  const json =
    (status: number, body: unknown, headers: Record<string, string> = {}): Answer =>
    (_, response) => {
      response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body))
    }

  const moment = { id: 'moment-1', at: 1, type: 'moment', name: 'renewal' } as const

  it('tells the server’s own error, with its code', async () => {
    const problem = { code: 'token-expired', detail: 'The signed identity has expired. Sign a new one.' }
    const { url } = await serving(json(401, problem))
    const backend = httpBackend({ url, program: 'shop', token: 'old' })
    await expect(backend.participant({ customer: '42' })).rejects.toMatchObject({
      name: 'GoodwordError',
      code: 'token-expired',
      message: problem.detail,
    })
  })

  it('tries again after a failure of the server, a reset and a 429, and only then gives up', async () => {
    const reset: Answer = ({ socket }) => socket.destroy()
    const { url, requests } = await serving(json(503, {}), reset, json(202, { receipts: [] }))
    await expect(httpBackend({ url, program: 'shop' }).record([moment])).resolves.toEqual([])
    expect(requests).toHaveLength(3)
    const limited = await serving(json(429, {}, { 'retry-after': '0' }), json(202, { receipts: [] }))
    await expect(httpBackend({ url: limited.url, program: 'shop' }).record([moment])).resolves.toEqual([])
  })

  it.each([
    ['a page instead of JSON', 200, '<!doctype html>'],
    ['an error without problem details', 404, 'not here'],
    ['an empty answer', 200, ''],
    ['JSON of another API', 200, '{"ok":true}'],
  ])('says that this is no Goodword API: %s', async (_, status, body) => {
    const { url } = await serving((_request, response) => void response.writeHead(status).end(body))
    await expect(httpBackend({ url, program: 'shop' }).program()).rejects.toMatchObject({
      code: 'answer-invalid',
    })
  })

  it('says that a server is not there, or too slow', async () => {
    const nowhere = httpBackend({ url: 'http://127.0.0.1:9', program: 'shop' })
    await expect(nowhere.program()).rejects.toMatchObject({ code: 'network' })
    const silent = await serving(() => {})
    const hurried = httpBackend({ url: silent.url, program: 'shop', timeout: 100 })
    await expect(hurried.program()).rejects.toMatchObject({ code: 'timeout' })
  })

  it('asks for the customer’s own data with their current token, for anybody’s with the key', async () => {
    const { url, requests } = await serving(json(200, { items: [] }))
    let token = 'one'
    const own = httpBackend({ url: `${url}/`, program: 'shop', token: () => token })
    await own.rewards({ customer: '42' }, { limit: 5 })
    token = 'two'
    await own.rewards({ customer: '42' })
    await httpBackend({ url, program: 'shop', key: 'gw_sk_1' }).rewards({ email: 'a+b@example.com' })
    expect(requests).toEqual([
      'GET /v1/shop/me/rewards?limit=5 Bearer one',
      'GET /v1/shop/me/rewards Bearer two',
      'GET /v1/shop/admin/participant/rewards?email=a%2Bb%40example.com Bearer gw_sk_1',
    ])
  })

  it('knows what the server can do once it has asked for the program', async () => {
    const { url } = await serving(json(200, { id: 'shop', supports: ['rewards'] }))
    const backend = httpBackend({ url, program: 'shop' })
    expect([...backend.supports]).toEqual([])
    expect(await backend.program(['de', 'en'])).toEqual({ id: 'shop' })
    expect([...backend.supports]).toEqual(['rewards'])
  })
})
