import { httpBackend } from '@goodword/adapters/http'
import { conformanceProgram } from '@goodword/adapters/conformance'
import { spawn, type ChildProcess } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startVendor, type RunningVendor } from '../../../adapters/simulators/vendors.ts'
import { runCommand } from './main.ts'

const folder = mkdtempSync(join(tmpdir(), 'goodword-vendor-'))
const file = join(folder, 'program.json')
writeFileSync(file, JSON.stringify(conformanceProgram))
let vendor: RunningVendor<'growsurf'>
const started: ChildProcess[] = []
beforeAll(async () => void (vendor = await startVendor('growsurf')))
afterAll(async () => {
  for (const child of started) child.kill('SIGKILL')
  await vendor.close()
  rmSync(folder, { recursive: true })
})

const settings = (more: Record<string, string> = {}): Record<string, string> => ({
  GOODWORD_DATA: join(folder, 'data'),
  ...vendor.settings,
  ...more,
})

async function goodword(args: readonly string[], env: Record<string, string>) {
  let [out, err] = ['', '']
  const code = await runCommand(args, {
    env,
    print: (text) => void (out += text),
    complain: (text) => void (err += text),
  })
  return { code, out, err }
}

/** Starts it in a process of its own; resolves with what it says once it runs. */
function start(
  ...args: string[]
): Promise<{ url: string; programs: { script: string; secretKey: string; webhooks: string }[] }> {
  const command = fileURLToPath(new URL('../command.ts', import.meta.url))
  const { DATABASE_URL: _, ...env } = process.env
  const child = spawn(process.execPath, ['--conditions=source', command, ...args, '--json'], {
    env: { ...env, ...settings() },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  started.push(child)
  let out = ''
  return new Promise((resolve, reject) => {
    child.stdout.on('data', (chunk) => {
      out += String(chunk)
      if (out.endsWith('}\n')) resolve(JSON.parse(out))
    })
    child.on('close', (code) => reject(new Error(`It ended with ${code}.`)))
  })
}

describe('goodword serve --backend', { timeout: 60_000 }, () => {
  it('names all variables that are missing, and knows which vendors there are', async () => {
    const missing = await goodword(['serve', file, '--backend', 'growsurf'], {})
    expect(missing).toMatchObject({ code: 1, out: '' })
    expect(missing.err).toMatch(/GROWSURF_API_KEY .*GROWSURF_CAMPAIGN/)
    expect(missing.err).not.toContain('GROWSURF_URL')
    const unknown = await goodword(['serve', file, '--backend', 'growserf'], {})
    expect(unknown).toMatchObject({ code: 2 })
    expect(unknown.err).toContain('growsurf')
    expect((await goodword(['serve', '--help'], {})).out).toMatch(/GROWSURF_API_KEY +the API key/)
  })

  it('tells a wrong key with the vendor’s own answer and without the key, and starts nothing', async () => {
    const wrong = settings({ GROWSURF_API_KEY: 'wr0ng-key-0123456789' })
    const { code, out, err } = await goodword(['serve', file, '--backend', 'growsurf'], wrong)
    expect([code, out]).toEqual([1, ''])
    expect(err).toMatch(/401.*Invalid API key/)
    expect(err).not.toContain('wr0ng-key')
  })

  it('refuses a setting that is none, and several programs', async () => {
    const odd = settings({ GROWSURF_TYPE: 'partner' })
    expect((await goodword(['serve', file, '--backend', 'growsurf'], odd)).err).toContain('partner')
    const twice = await goodword(['serve', file, file, '--backend', 'growsurf'], settings())
    expect([twice.code, /one program/.test(twice.err)]).toEqual([2, true])
  })

  it('puts the vendor behind the wire, and refuses events with 503 while it is down', async () => {
    const { url, programs } = await start('serve', file, '--port', '0', '--backend', 'growsurf')
    const [{ script, secretKey: key, webhooks }] = programs as [(typeof programs)[number]]
    expect(webhooks).toBe(`${url}/v1/conformance/webhooks/growsurf`)
    expect((await fetch(webhooks, { method: 'POST', body: '{}' })).status).toBe(401)
    expect(script).toMatch(/ data-param="grsf via">/)
    const site = httpBackend({ url, program: 'conformance', key })
    const { code } = await site.enrol({ email: 'amy@example.com', name: 'Amy Winters' })
    expect(vendor.simulator.state.participants.map(({ email }) => email)).toEqual(['amy@example.com'])
    const order = {
      id: 'ev-order-1',
      at: Date.now(),
      type: 'conversion',
      name: 'purchase',
      order: 'order-1',
      amount: 4200,
      currency: 'USD',
      code,
      customer: { email: 'bo@example.com' },
    } as const
    expect(await site.record([order])).toEqual([{ id: 'ev-order-1', status: 'accepted' }])
    expect((await site.referrals({ code })).items).toHaveLength(1)

    await vendor.close()
    const post = () =>
      fetch(`${url}/v1/conformance/admin/events`, {
        method: 'POST',
        headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
        body: JSON.stringify({ events: [{ ...order, id: 'ev-order-2', order: 'order-2' }] }),
      })
    const refused = await post()
    expect([refused.status, Number(refused.headers.get('retry-after')) > 0]).toEqual([503, true])
    expect(await refused.json()).toMatchObject({ code: 'vendor-unavailable' })
    const link = await fetch(`${url}/r/conformance/${code}`, { redirect: 'manual' })
    expect([link.status, link.headers.get('location')]).toEqual([302, `https://shop.example/?via=${code}`])
  })
})
