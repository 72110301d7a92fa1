import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { shop } from './backend/shop.fixture.ts'
import { serve, type RunningServer, type ServeOptions } from './serve.ts'

describe('a running server', () => {
  let data: string
  const running: RunningServer[] = []
  beforeEach(() => void (data = mkdtempSync(join(tmpdir(), 'goodword-serve-'))))
  afterEach(async () => {
    await Promise.all(running.splice(0).map((server) => server.close()))
    rmSync(data, { recursive: true })
  })
  const start = async (options: Partial<ServeOptions> = {}) => {
    const server = await serve({ programs: [shop], port: 0, data, env: {}, ...options })
    running.push(server)
    return server
  }

  it('serves the API, the owner’s page and the site around them on one port', async () => {
    const server = await start({ fallback: () => new Response('the shop') })
    const ask = async (path: string) => (await fetch(server.url + path)).text()
    expect(JSON.parse(await ask('/v1/shop'))).toMatchObject({ name: 'Juniper Coffee' })
    expect(await ask('/dashboard')).toContain('<main>')
    expect(await ask('/')).toBe('the shop')
    expect(await ask('/healthz')).toBe('{"status":"ok"}')
  })

  it('shows a program’s secret key once, and knows it ever after', async () => {
    const first = await start()
    const { secret, isNew } = first.keys['shop']!
    expect([secret, isNew]).toEqual([expect.stringMatching(/^gw_sk_[\w-]{43}$/), true])
    await first.close()
    const second = await start()
    expect(second.keys['shop']).toMatchObject({ isNew: false })
    expect(second.keys['shop']).not.toHaveProperty('secret')
    const headers = { authorization: `Bearer ${secret}` }
    expect((await fetch(`${second.url}/v1/shop/admin/summary`, { headers })).status).toBe(200)
    for (const file of readdirSync(data))
      expect([file, readFileSync(join(data, file)).includes(secret!)]).toEqual([file, false])
  })

  it('counts requests by the address that they come from, unless a proxy in front says another', async () => {
    const limits = { read: 2 }
    const server = await start({ limits, trustProxy: 1 })
    const ask = async (address: string) =>
      (await fetch(`${server.url}/v1/shop`, { headers: { 'x-forwarded-for': address } })).status
    expect([await ask('203.0.113.7'), await ask('203.0.113.7'), await ask('203.0.113.7')]).toEqual([
      200, 200, 429,
    ])
    expect(await ask('198.51.100.1, 203.0.113.8')).toBe(200)
    const open = await start({ limits, data: join(data, 'open') })
    const statuses = []
    for (const last of [1, 2, 3]) {
      const headers = { 'x-forwarded-for': `203.0.113.${last}` }
      statuses.push((await fetch(`${open.url}/v1/shop`, { headers })).status)
    }
    expect(statuses).toEqual([200, 200, 429])
  })

  it('makes links that lead back to it', async () => {
    const server = await start()
    const { link } = await server.backend('shop')!.enrol({ id: 'amy' })
    const response = await fetch(link, { redirect: 'manual' })
    expect(response.headers.get('location')).toMatch(/^https:\/\/shop\.example\/\?via=/)
    const elsewhere = await start({ publicUrl: 'https://refer.example/' })
    expect((await elsewhere.backend('shop')!.enrol({ id: 'bo' })).link).toMatch(
      /^https:\/\/refer\.example\/r\/shop\//,
    )
  })

  it('says that its port is taken, and what to do', async () => {
    const port = Number(new URL((await start()).url).port)
    await expect(start({ port })).rejects.toMatchObject({
      code: 'port-taken',
      message: expect.stringMatching(new RegExp(`${port}.*choose another`)) as string,
    })
  })

  it('finishes the requests that it has before it closes', async () => {
    let release: (answer: Response) => void = () => undefined
    const arrived = new Promise<void>((resolve) => {
      void start({
        fallback: () => {
          resolve()
          return new Promise<Response>((answer) => (release = answer))
        },
      })
    })
    await expect.poll(() => running.length).toBe(1)
    const [server] = running.splice(0)
    const answer = fetch(`${server!.url}/slow`)
    await arrived
    const closed = server!.close()
    release(new Response('done'))
    expect(await (await answer).text()).toBe('done')
    await closed
    await expect(fetch(server!.url)).rejects.toThrow()
  })

  it('refuses two programs with one id', async () => {
    await expect(start({ programs: [shop, shop] })).rejects.toMatchObject({ code: 'program-twice' })
  })
})
