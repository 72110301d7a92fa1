import { conformanceProgram } from '@goodword/adapters/conformance'
import { memoryBackend } from '@goodword/adapters/memory'
import { parseProgram } from '@goodword/program'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { nodeListener } from '../serve/listener.ts'
import { serve, type RunningServer } from '../serve.ts'
import { createHandler } from '../wire/handler.ts'
import { runCommand } from './main.ts'

describe('goodword conformance', () => {
  const data = mkdtempSync(join(tmpdir(), 'goodword-conformance-'))
  const secret = 'gw_sk_0123456789abcdef0123'
  const { en } = conformanceProgram.copy
  // One that says other words, and speaks no German: two rules are broken.
  const other = { ...conformanceProgram, id: 'other', copy: { en: { ...en!, title: 'Something else' } } }
  let server: RunningServer
  beforeAll(async () => {
    server = await serve({
      programs: [parseProgram(conformanceProgram), parseProgram(other)],
      port: 0,
      data,
      env: {},
      limits: false,
      keys: { conformance: { secrets: [secret] }, other: { secrets: [secret] } },
    })
  })
  afterAll(async () => {
    await server?.close()
    rmSync(data, { recursive: true })
  })

  async function goodword(...args: string[]) {
    const [out, err]: [string[], string[]] = [[], []]
    const code = await runCommand(['conformance', ...args], {
      env: { GOODWORD_SECRET_KEY: secret },
      print: (text) => void out.push(text),
      complain: (text) => void err.push(text),
    })
    return { code, out: out.join('\n'), err: err.join('\n') }
  }

  it('says what passed and what is not offered of an API that keeps the rules', async () => {
    const { code, out } = await goodword(
      `${server.url}/v1/conformance`,
      '--area',
      'enrolment',
      '--area',
      'lookup',
    )
    expect([code, /^all +(\d+) +(\d+) +(\d+)$/m.exec(out)?.slice(1)]).toEqual([
      0,
      [expect.stringMatching(/^[2-9]\d$/) as string, '0', expect.any(String) as string],
    ])
    expect(out).toContain('Not offered:\n')
    expect(out).toContain('rewards.approve')
  })

  it('names what failed, and exits with 1', async () => {
    const { code, out } = await goodword(`${server.url}/v1/other`, '--json', '--area', 'the public program')
    const { passed, failed, results } = JSON.parse(out) as {
      passed: number
      failed: number
      results: { status: string; title: string; error?: string }[]
    }
    expect([code, failed, passed > 3]).toEqual([1, 2, true])
    expect(results.filter(({ status }) => status === 'failed')).toEqual([
      expect.objectContaining({
        title: 'shows the program’s words',
        error: expect.stringContaining('Something else') as string,
      }),
      expect.objectContaining({ title: 'speaks the reader’s language when it can, else its own' }),
    ])
  })

  it('says once that nothing answers, and that a command line is wrong', async () => {
    expect(await goodword('http://127.0.0.1:9/v1/shop')).toMatchObject({
      code: 1,
      err: expect.stringContaining('could not be reached') as string,
    })
    expect(await goodword('http://127.0.0.1:9/shop')).toMatchObject({
      code: 2,
      err: expect.stringContaining('/v1/shop') as string,
    })
    expect(await goodword()).toMatchObject({ code: 2 })
    expect(await goodword('http://127.0.0.1:9/v1/shop', '--area', 'x')).toMatchObject({ code: 2 })
  })

  it('says once that the key is wrong, or that its routes are missing', async () => {
    const wrong = await goodword(`${server.url}/v1/conformance`, '--key', 'gw_sk_of_another_program1')
    expect([wrong.code, wrong.out]).toEqual([1, ''])
    expect(wrong.err).toMatch(/secret key is not a live one/)
    const view = JSON.stringify({ ...conformanceProgram, supports: [] })
    const bare = createServer((request, response) =>
      request.url === '/v1/bare' ? response.end(view) : response.writeHead(404).end('Cannot GET'),
    ).listen(0, '127.0.0.1')
    await once(bare, 'listening')
    const { port } = bare.address() as AddressInfo
    const missing = await goodword(`http://127.0.0.1:${port}/v1/bare`)
    bare.close()
    expect([missing.code, missing.out]).toEqual([1, ''])
    expect(missing.err).toMatch(
      /GET http\S+\/bare\/admin\/participant answered with a status 404.*POST admin\/events/,
    )
  })

  it('says what an answer lacks, and which list never ends', async () => {
    const bare = createServer((_, response) => response.end('{"id":"conformance"}')).listen(0, '127.0.0.1')
    await once(bare, 'listening')
    const lacking = await goodword(`http://127.0.0.1:${(bare.address() as AddressInfo).port}/v1/conformance`)
    bare.close()
    expect(lacking.err).toMatch(/answered with no list "supports"/)

    const memory = memoryBackend({ program: parseProgram(conformanceProgram) })
    const endless: typeof memory = {
      ...memory,
      referrals: async (who, page) => ({ ...(await memory.referrals(who, page)), next: 'again' }),
    }
    const access = () => ({ secretKeys: [secret], identityKeys: [] })
    const broken = createServer(nodeListener(createHandler(endless, { access, limits: false })))
    broken.listen(0, '127.0.0.1')
    await once(broken, 'listening')
    const at = `http://127.0.0.1:${(broken.address() as AddressInfo).port}/v1/conformance`
    const { code, out } = await goodword(at, '--area', 'friends')
    broken.close()
    expect([code, out]).toEqual([1, expect.stringMatching(/page by page.*\n.*it never ends/)])
  })

  it('says that another program is served than the rules are tried with', async () => {
    const shop = parseProgram({ ...conformanceProgram, id: 'shop', url: 'https://example.com/' })
    const other = await serve({
      programs: [shop],
      port: 0,
      data: join(data, 'other'),
      env: {},
      limits: false,
      keys: { shop: { secrets: [secret] } },
    })
    const { code, out, err } = await goodword(`${other.url}/v1/shop`, '--area', 'the public program')
    await other.close()
    expect([code, err]).toEqual([1, expect.stringContaining('goodword conformance --program')])
    expect(out).toContain('expected "https://shop.example/", but got "https://example.com/"')
  })

  it('prints a program that can be served', async () => {
    const { code, out } = await goodword('--program')
    expect([code, parseProgram(JSON.parse(out)).id]).toEqual([0, 'conformance'])
  })
})
