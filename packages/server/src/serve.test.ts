import { mkdtempSync, rmSync } from 'node:fs'
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

  it('opens the owner’s routes with the key that it keeps', async () => {
    const server = await start()
    const headers = { authorization: `Bearer ${server.keys['shop']?.secret}` }
    expect((await fetch(`${server.url}/v1/shop/admin/summary`, { headers })).status).toBe(200)
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
