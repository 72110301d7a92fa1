import { conformanceProgram } from '@goodword/adapters/conformance'
import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, describe, expect, it, vi } from 'vitest'
import { purchase, shop } from './backend/shop.fixture.ts'
import { sqlBackend } from './backend/sql-backend.ts'
import { runCommand } from './command/main.ts'
import { loadProgram } from './command/program-file.ts'
import { migrations } from './store/migrations.ts'
import { openStore } from './store/store.ts'

const folder = mkdtempSync(join(tmpdir(), 'goodword-command-'))
const data = join(folder, 'data')
const started: ChildProcess[] = []
afterAll(() => {
  for (const child of started) child.kill('SIGKILL')
  rmSync(folder, { recursive: true })
})

const write = (name: string, content: unknown): string => {
  const file = join(folder, name)
  writeFileSync(file, typeof content === 'string' ? content : JSON.stringify(content, null, 2))
  return file
}
const good = write('shop.json', shop)
const broken = write('broken.json', { ...shop, currency: 'dollars', incentives: [], surprise: 1 })

function start(...args: string[]): ChildProcess {
  const command = fileURLToPath(new URL('command.ts', import.meta.url))
  const { DATABASE_URL: _, ...env } = process.env
  const child = spawn(process.execPath, ['--conditions=source', command, ...args], {
    cwd: folder,
    env: { ...env, GOODWORD_DATA: data },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  started.push(child)
  return child
}

/** In a process of its own, as people run it. */
async function spawned(...args: string[]) {
  const child = start(...args)
  let [out, err] = ['', '']
  child.stdout!.on('data', (chunk) => (out += String(chunk)))
  child.stderr!.on('data', (chunk) => (err += String(chunk)))
  const [code] = (await once(child, 'close')) as [number]
  return { code, out, err }
}

/** The same in this process, which is quicker. */
async function goodword(...args: string[]) {
  let [out, err] = ['', '']
  const code = await runCommand(args, {
    env: { GOODWORD_DATA: data },
    print: (text) => void (out += text),
    complain: (text) => void (err += text),
  })
  return { code, out, err }
}

/** A server that has said where it is. */
async function served(...args: string[]): Promise<{
  child: ChildProcess
  complaints: () => string
  facts: { url: string; programs: { dashboard: string; secretKey?: string }[] }
}> {
  const child = start('serve', ...args, '--json')
  let err = ''
  child.stderr!.on('data', (chunk) => (err += String(chunk)))
  const [chunk] = (await once(child.stdout!, 'data')) as [Buffer]
  return { child, complaints: () => err, facts: JSON.parse(String(chunk)) }
}

describe('goodword', () => {
  it('lists its commands, and helps with each', async () => {
    const all = await spawned('--help')
    expect([all.code, all.err]).toEqual([0, ''])
    const helps = await Promise.all(
      ['serve', 'check', 'token', 'migrate', 'keys'].map((name) => goodword(name, '--help')),
    )
    for (const { code, out } of helps) expect([code, out.startsWith('goodword ')]).toEqual([0, true])
  })

  it('says 2 to a command line that it does not understand', async () => {
    const lines = [
      ['nonsense'],
      ['check'],
      ['serve'],
      ['check', '--jsn', good],
      ['serve', good, '--port', 'x'],
      ['token'],
      ['keys'],
      ['keys', 'list'],
      ['keys', 'revoke', '--program', 'shop'],
      ['keys', 'steal', '--program', 'shop'],
      ['serve', good, '--trust-proxy', 'all'],
      ['serve', good, '--public-url', 'x'],
    ]
    const answers = await Promise.all(lines.map((line) => goodword(...line)))
    expect(answers.map(({ code }) => code)).toEqual(lines.map(() => 2))
    for (const { err } of answers) expect(err).not.toContain('    at ')
  })

  it('explains a valid program', async () => {
    const { code, out } = await goodword('check', good)
    expect([code, out]).toEqual([0, expect.stringContaining('Amy gets $10 credit')])
  })

  it('runs a program that is written in TypeScript', async () => {
    const named = write('named.ts', `export const program: object = ${JSON.stringify(shop)}`)
    const plain = write('default.mts', `export default ${JSON.stringify(shop)} satisfies object`)
    expect((await spawned('check', named, plain)).code).toBe(0)
  })

  it('names every problem of an invalid one, with its path, what is there and what to write', async () => {
    const { code, err } = await spawned('check', good, broken)
    expect(code).toBe(1)
    for (const part of ['currency', '"dollars"', 'ISO 4217', 'incentives', 'surprise'])
      expect(err).toContain(part)
    const json = await goodword('check', broken, '--json')
    const paths = JSON.parse(json.out).problems.map(({ path }: { path: string }) => path)
    expect([json.code, paths]).toEqual([1, expect.arrayContaining(['currency', 'incentives'])])
  })

  it('says where a file is broken, or that there is none', async () => {
    const torn = write('torn.json', '{\n  "id": "shop"\n  "name": 1\n}')
    const answers = await Promise.all(
      [
        torn,
        write('half.json', '{ "id":'),
        join(folder, 'none.json'),
        write('empty.mts', 'export {}'),
        write('throws.mts', 'throw new Error("boom")'),
        folder,
      ].map((file) => goodword('check', file)),
    )
    expect(answers.map(({ code }) => code)).toEqual([1, 1, 1, 1, 1, 1])
    expect(answers[0]!.err).toContain('line 3, column 3')
    expect(answers[1]!.err).toContain('line 1, column 8')
    expect(answers[2]!.err).toContain('none.json')
    expect(answers[4]!.err).toContain('boom')
  })

  it('starts nothing with an invalid program', async () => {
    const { code, err, out } = await spawned('serve', broken, '--port', '0')
    expect([code, out]).toEqual([1, ''])
    expect(err).toContain('currency')
  })

  it('serves until it is told to end, and keeps what it was told', async () => {
    const { child, facts, complaints } = await served(good, '--port', '0')
    const key = facts.programs[0]!.secretKey
    const enrol = async (url: string) => {
      const body = JSON.stringify({ customer: { id: '42' } })
      const headers = { authorization: `Bearer ${key}` }
      return (
        (await (
          await fetch(`${url}/v1/shop/admin/participants`, { method: 'POST', body, headers })
        ).json()) as { code: string }
      ).code
    }
    const code = await enrol(facts.url)
    child.kill('SIGTERM')
    expect((await once(child, 'exit'))[0]).toBe(0)
    // What its owner forgot is told to machines by the log.
    const told = complaints()
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as object)
    expect(told).toContainEqual(
      expect.objectContaining({ level: 40, code: 'webhook-missing', program: 'shop' }),
    )
    expect(told).toContainEqual(expect.objectContaining({ level: 40, code: 'public-url-local' }))
    const again = await served(good, '--port', '0')
    expect([key, again.facts.programs[0]!.secretKey]).toEqual([expect.stringMatching(/^gw_sk_/), undefined])
    expect(await enrol(again.facts.url)).toBe(code)

    const { out } = await goodword('token', '--program', 'shop', '--sub', '42')
    const me = await fetch(`${again.facts.url}/v1/shop/me`, {
      headers: { authorization: `Bearer ${out.trim()}` },
    })
    expect(await me.json()).toMatchObject({ code })
    again.child.kill('SIGINT')
    expect((await once(again.child, 'exit'))[0]).toBe(0)
  })

  it('reminds whoever starts it at a terminal of what they probably forgot', async () => {
    const child = start('serve', good, '--port', '0')
    let err = ''
    child.stderr!.on('data', (chunk) => (err += String(chunk)))
    await vi.waitFor(() => expect(err).toContain('No webhook of "shop" is on'), 25_000)
    expect(err).toMatch(
      /^\nBefore it goes live:\n {2}Links and the script tag lead to this machine alone\..*--public-url\.\n/,
    )
    child.kill('SIGTERM')
    expect((await once(child, 'exit'))[0]).toBe(0)
  })

  it('says that a port is taken, and what to do', async () => {
    const other = createServer().listen(0)
    await once(other, 'listening')
    const { port } = other.address() as { port: number }
    const { code, err } = await spawned('serve', good, '--port', String(port))
    expect([code, err]).toEqual([
      1,
      expect.stringMatching(new RegExp(`Port ${port} is taken.*choose another`)),
    ])
    other.close()
  })

  it('signs no identity without a key, or for too long', async () => {
    const unknown = await goodword('token', '--program', 'nothing', '--sub', '42')
    expect([unknown.code, unknown.err]).toEqual([1, expect.stringContaining('GOODWORD_IDENTITY_KEY')])
    const long = await goodword('token', '--program', 'shop', '--sub', '42', '--expires', '2d')
    expect([long.code, long.out]).toEqual([1, ''])
    expect((await goodword('token', '--program', 'shop', '--sub', '42', '--expires', 'soon')).code).toBe(2)
  })

  it('makes, replaces and ends secret keys, and shows each once', async () => {
    const at = ['--program', 'shop', '--data', join(folder, 'keys')]
    const json = async (...args: string[]) =>
      JSON.parse((await goodword('keys', ...args, ...at, '--json')).out)
    const first = await json('create', '--label', 'server')
    expect(first.secret).toMatch(/^gw_sk_[\w-]{43}$/)
    const second = await json('rotate', '--grace', '1h')
    const full = await goodword('keys', 'create', ...at)
    expect([full.code, full.err]).toEqual([1, expect.stringContaining(second.id)])
    expect(await json('revoke', first.id)).toMatchObject({ state: 'revoked' })
    const listed = await goodword('keys', 'list', ...at)
    expect(listed.out).toMatch(new RegExp(`${second.id}  live .*\n${first.id}  revoked`))
    expect(listed.out).not.toContain('gw_sk_')
    expect((await goodword('keys', 'revoke', 'key_none', ...at)).code).toBe(1)
    expect((await goodword('keys', 'link', ...at)).out).toMatch(
      /^http:\/\/localhost:4400\/dashboard#program=shop&session=gw_os_/,
    )
  })

  it('decides a database anew from its ledger, and tells what differed', async () => {
    const folderOf = join(folder, 'rebuilt')
    const file = join(folder, 'rebuilt.json')
    writeFileSync(file, JSON.stringify({ ...conformanceProgram, id: 'rebuilt' }))
    const program = await loadProgram(file)
    const store = await openStore({ file: join(folderOf, 'goodword.db') })
    const backend = sqlBackend({ store, program })
    const { code } = await backend.enrol({ id: 'amy' })
    await backend.record([purchase({ code, customer: { id: 'bo' } })], { source: 'server' })
    const rebuild = (...more: string[]) => goodword('migrate', '--rebuild', file, '--data', folderOf, ...more)
    expect(await rebuild()).toMatchObject({
      code: 0,
      out: expect.stringContaining('say what the ledger says'),
    })
    await store.db.updateTable('gw_rewards').set({ amount: 1 }).where('program', '=', 'rebuilt').execute()
    const told = JSON.parse((await rebuild('--check', '--json')).out) as {
      programs: { differences: unknown[] }[]
    }
    expect(told.programs[0]?.differences).toEqual([
      expect.objectContaining({ table: 'gw_rewards', stored: expect.objectContaining({ amount: 1 }) }),
    ])
    const repaired = await rebuild()
    expect([repaired.code, repaired.out]).toEqual([1, expect.stringContaining('"amount":1000')])
    expect((await rebuild()).code).toBe(0)
    await store.close()
    expect((await goodword('migrate', '--rebuild')).code).toBe(2)
    expect((await goodword('migrate', '--check')).code).toBe(2)
  })

  it('migrates a database once', async () => {
    const fresh = join(folder, 'fresh')
    const first = await goodword('migrate', '--data', fresh, '--json')
    expect(JSON.parse(first.out)).toEqual({ migrated: migrations.map(({ name }) => name) })
    expect((await goodword('migrate', '--data', fresh)).out).toContain('up to date')
  })
}, 30_000)
