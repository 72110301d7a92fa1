import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, describe, expect, it } from 'vitest'
import { shop, visit } from '../backend/shop.fixture.ts'
import { openStore } from '../store/store.ts'

const folder = mkdtempSync(join(tmpdir(), 'goodword-stop-'))
const started: ChildProcess[] = []
afterAll(() => {
  for (const child of started) child.kill('SIGKILL')
  rmSync(folder, { recursive: true })
})

const { DATABASE_URL: _, ...env } = process.env

function run(args: readonly string[], more: Record<string, string> = {}) {
  const child = spawn(process.execPath, ['--conditions=source', ...args], {
    cwd: folder,
    env: { ...env, ...more },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  started.push(child)
  let err = ''
  child.stderr.on('data', (chunk) => (err += String(chunk)))
  const ended = once(child, 'exit').then(([code, signal]) => ({ code: code as number | null, signal, err }))
  return { child, ended }
}

describe('a server that is told to end', () => {
  const program = join(folder, 'shop.json')
  writeFileSync(program, JSON.stringify(shop))
  const command = fileURLToPath(new URL('../command.ts', import.meta.url))
  const serve = async (data: string) => {
    const args = ['serve', program, '--port', '0', '--no-rate-limit', '--json', '--data', data]
    const running = run([command, ...args], { GOODWORD_LOG: 'info' })
    const [chunk] = (await once(running.child.stdout, 'data')) as [Buffer]
    return { ...running, url: (JSON.parse(String(chunk)) as { url: string }).url }
  }

  it('stores all that it acknowledged, answers nothing by halves, and ends well', async () => {
    const data = join(folder, 'busy')
    const { child, ended, url } = await serve(data)
    const acknowledged: string[] = []
    let halves = 0
    let isOpen = true
    const write = async () => {
      while (isOpen) {
        const events = [visit({ visitor: 'v_0001' }), visit({})]
        try {
          const answer = await fetch(`${url}/v1/shop/events`, {
            method: 'POST',
            body: JSON.stringify({ events }),
          })
          const text = await answer.text()
          if (answer.status !== 202) continue
          const { receipts } = JSON.parse(text) as { receipts: { id: string; status: string }[] }
          if (receipts.length !== 2) halves++
          acknowledged.push(...receipts.map(({ id }) => id))
        } catch (error) {
          if (error instanceof SyntaxError) halves++
          isOpen = false
        }
      }
    }
    const writers = Array.from({ length: 16 }, write)
    await expect.poll(() => acknowledged.length, { timeout: 10_000 }).toBeGreaterThan(200)
    child.kill('SIGTERM')
    const { code, err } = await ended
    await Promise.all(writers)
    expect([code, halves]).toEqual([0, 0])
    expect(err).toContain('Stopping')
    const store = await openStore({ file: join(data, 'goodword.db') })
    const rows = await store.db.selectFrom('gw_ledger').select('id').where('program', '=', 'shop').execute()
    await store.close()
    const stored = new Set(rows.map(({ id }) => id))
    expect(acknowledged.filter((id) => !stored.has(id))).toEqual([])
  })

  it('takes two signals at once for one, and ends', async () => {
    const { child, ended } = await serve(join(folder, 'twice'))
    child.kill('SIGINT')
    child.kill('SIGTERM')
    expect((await ended).code).toBe(0)
  })
}, 30_000)

describe('a process that is watched over', () => {
  const from = new URL('supervision.ts', import.meta.url).href
  const script = (body: string) => [
    '--input-type=module-typescript',
    '--eval',
    `import { superviseProcess } from ${JSON.stringify(from)}
     const say = (text: string) => process.stderr.write(text + '\\n')
     const log = { failed: () => say('failed'), told: () => say('stopping'), flush: () => say('flushed') }
     setInterval(() => undefined, 1000)
     ${body}`,
  ]

  it.each([
    ['that nobody caught', `setTimeout(() => { throw new Error('boom') }, 50)`],
    ['of a promise that nobody watches', `setTimeout(() => void Promise.reject(new Error('boom')), 50)`],
  ])('ends gracefully after an error %s, and says so', async (_what, failure) => {
    const { ended } = run(
      script(`
        ${failure}
        process.exit(await superviseProcess(async () => say('stopped'), log))`),
    )
    expect(await ended).toMatchObject({ code: 1, err: 'failed\nstopped\nflushed\n' })
  })

  it('ends at once at a second signal', async () => {
    const { child, ended } = run(
      script(`
        say('ready')
        await superviseProcess(() => new Promise(() => undefined), log)`),
    )
    await once(child.stderr, 'data')
    await new Promise((resolve) => setTimeout(resolve, 100))
    const began = performance.now()
    child.kill('SIGTERM')
    await new Promise((resolve) => setTimeout(resolve, 700))
    child.kill('SIGTERM')
    const { code, err } = await ended
    expect([code, err]).toEqual([130, 'ready\nstopping\nflushed\n'])
    expect(performance.now() - began).toBeLessThan(5000)
  })
}, 30_000)
