import { spawn, type ChildProcess } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, afterEach, describe, expect, it } from 'vitest'
import { freePort } from '../../../scripts/free-port.ts'
import { root } from '../../../scripts/steps.ts'

const main = fileURLToPath(new URL('main.ts', import.meta.url))

describe('npm start', () => {
  const data = mkdtempSync(join(tmpdir(), 'goodword-main-'))
  const running: Started[] = []
  afterEach(async () => {
    for (const { process, exit } of running.splice(0)) {
      process.kill('SIGKILL')
      await exit
    }
  })
  afterAll(() => rmSync(data, { recursive: true }))

  it('says where the shop, the owner’s page and the API are, and each answers', async () => {
    const port = await freePort()
    const { output } = await start(port)
    const [shop = '', owner = '', api = ''] = output().match(/http:\/\/\S+/g) ?? []
    expect([shop, api]).toEqual([`http://localhost:${port}/`, `http://localhost:${port}/v1/shop`])
    for (const url of [shop, owner, api]) expect((await fetch(url)).status).toBe(200)
  })

  it('started twice, says that the port is taken and what to do', async () => {
    const port = await freePort()
    await start(port)
    const second = launch(port)
    expect(await second.exit).toBe(1)
    expect(second.output()).toContain(`${port}`)
    expect(second.output()).toMatch(/PORT=|another port/i)
    expect(second.output()).not.toContain('    at ')
  })

  it('refuses a PORT that is none', async () => {
    const { exit, output } = launch('lots')
    expect(await exit).toBe(1)
    expect(output()).toBe('PORT is "lots". Use a whole number from 1 to 65535.\n')
  })

  it.each(['SIGTERM', 'SIGINT'] as const)('ends cleanly on %s, also when it comes twice', async (signal) => {
    const { process, exit, output } = await start(await freePort())
    process.kill(signal)
    process.kill(signal)
    expect(await exit).toBe(0)
    expect(output()).not.toMatch(/error/i)
  })

  // npm hands a signal to the first shell only, and that one tells nobody.
  it.skipIf(process.platform === 'win32')('ends when npm is told to end', async () => {
    const port = await freePort()
    // As in a person's terminal: without the folders that put our own Node first.
    const path = process.env['PATH']!.split(delimiter).filter((folder) => !folder.includes('node_modules'))
    const env = {
      ...process.env,
      PATH: path.join(delimiter),
      PORT: String(port),
      GOODWORD_DATA: data,
      DATABASE_URL: '',
    }
    const npm = await started(spawn('npm', ['start'], { cwd: root, env }), 30_000)
    npm.process.kill('SIGTERM')
    const isServing = () =>
      fetch(`http://localhost:${port}/`).then(
        () => true,
        () => false,
      )
    await expect.poll(isServing, { timeout: 5_000 }).toBe(false)
  })

  interface Started {
    readonly process: ChildProcess
    readonly exit: Promise<number | null>
    output(): string
  }

  function launch(port: number | string): Started {
    const env = { ...process.env, PORT: String(port), GOODWORD_DATA: data, DATABASE_URL: '' }
    return listen(spawn(process.execPath, ['--conditions=source', main], { env }))
  }

  const start = (port: number): Promise<Started> => started(launch(port).process)

  function listen(child: ChildProcess): Started {
    let text = ''
    for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk) => (text += String(chunk)))
    const exit = new Promise<number | null>((resolve) => child.on('exit', resolve))
    const started = { process: child, exit, output: () => text }
    running.push(started)
    return started
  }

  async function started(child: ChildProcess, timeout = 10_000): Promise<Started> {
    const started = running.find(({ process }) => process === child) ?? listen(child)
    await expect.poll(started.output, { timeout }).toContain('Ctrl-C')
    return started
  }
})
