import { mkdtempSync, rmSync } from 'node:fs'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { build } from 'vite'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { httpBackend } from '../packages/adapters/src/http.ts'
import { leanKy } from './lean-ky.ts'

type Answer = (request: IncomingMessage, response: ServerResponse) => void

/** The client as browsers get it, against a server that answers as told. */
describe('the client without what ky has for others', () => {
  const folder = mkdtempSync(join(tmpdir(), 'goodword-ky-'))
  const answers: Answer[] = []
  const asked: string[] = []
  const server = createServer((request, response) => {
    asked.push(`${request.method} ${request.url}`)
    answers.shift()!(request, response)
  })
  let url: string
  let connect: typeof httpBackend

  beforeAll(async () => {
    await build({
      configFile: false,
      logLevel: 'error',
      plugins: [leanKy],
      resolve: { conditions: ['source', 'module', 'browser', 'import'] },
      build: {
        outDir: folder,
        target: 'es2022',
        rolldownOptions: {
          input: { http: fileURLToPath(new URL('../packages/adapters/src/http.ts', import.meta.url)) },
          preserveEntrySignatures: 'exports-only',
          output: { format: 'es', entryFileNames: '[name].mjs' },
        },
      },
    })
    connect = (
      (await import(pathToFileURL(join(folder, 'http.mjs')).href)) as { httpBackend: typeof httpBackend }
    ).httpBackend
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  })
  afterAll(() => {
    server.closeAllConnections()
    server.close()
    rmSync(folder, { recursive: true })
  })

  const json =
    (body: object, status = 200, headers: Record<string, string> = {}): Answer =>
    (_, response) => {
      response.writeHead(status, { 'content-type': 'application/json', ...headers })
      response.end(JSON.stringify(body))
    }

  it('asks with query and identity, and posts JSON', async () => {
    const backend = connect({ url, program: 'shop', token: () => 'a.b.c' })
    let sent = ''
    answers.push(json({ standings: [] }), (request, response) => {
      const { authorization, 'content-type': type } = request.headers
      request.on('data', (part: Buffer) => (sent += `${authorization} ${type} ${part.toString()}`))
      request.on('end', () => json({ code: 'X', link: url })(request, response))
    })
    expect(await backend.leaderboard({ limit: 5 })).toEqual([])
    expect(await backend.enrol({ id: 'amy' })).toMatchObject({ code: 'X' })
    expect(asked.splice(0)).toEqual(['GET /v1/shop/leaderboard?limit=5', 'POST /v1/shop/participants'])
    expect(sent).toBe('Bearer a.b.c application/json {"customer":{"id":"amy"}}')
  })

  it('asks again when it is told when, with the same body', async () => {
    const bodies: string[] = []
    const refuse: Answer = (request, response) => {
      request.on('data', (part: Buffer) => bodies.push(part.toString()))
      request.on('end', () => json({}, 503, { 'retry-after': '0' })(request, response))
    }
    answers.push(refuse, (request, response) => {
      request.on('data', (part: Buffer) => bodies.push(part.toString()))
      request.on('end', () => json({ code: 'X', link: url })(request, response))
    })
    const backend = connect({ url, program: 'shop' })
    expect(await backend.enrol({ id: 'amy' })).toMatchObject({ code: 'X' })
    expect(bodies).toEqual(['{"customer":{"id":"amy"}}', '{"customer":{"id":"amy"}}'])
    asked.splice(0)
  })

  it('tells a refusal by its code, and asks no more', async () => {
    answers.push(
      json({ type: 'about:blank', title: 'No', status: 404, code: 'program-unknown', detail: 'No.' }, 404),
    )
    const backend = connect({ url, program: 'shop' })
    await expect(backend.program()).rejects.toMatchObject({ code: 'program-unknown' })
    expect(asked.splice(0)).toHaveLength(1)
  })

  it('waits no longer than it should', async () => {
    answers.push(() => {})
    const backend = connect({ url, program: 'shop', timeout: 200 })
    await expect(backend.program()).rejects.toMatchObject({ code: 'timeout' })
    expect(asked.splice(0)).toHaveLength(1)
  })

  it('says so where nobody answers', async () => {
    const backend = connect({ url: 'http://127.0.0.1:9', program: 'shop' })
    await expect(backend.program()).rejects.toMatchObject({ code: 'network' })
  })
})
