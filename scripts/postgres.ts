import { execFileSync, spawn, spawnSync, type ChildProcess } from 'node:child_process'
import { chownSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { installDebian } from './apt.ts'
import { freePort } from './free-port.ts'

export interface RunningPostgres {
  readonly url: string
  /** Ends it for good, and removes its data. */
  stop(): Promise<void>
  /** Ends it as a power cut would; its data stay. */
  kill(): Promise<void>
  /** Starts it again on the same data and port. */
  restart(): Promise<void>
}

/** Starts a PostgreSQL of its own in a temporary folder; installs it first where that is possible. */
export async function startPostgres(): Promise<RunningPostgres> {
  const bin = findBinaries() ?? installBinaries()
  const data = mkdtempSync(join(tmpdir(), 'goodword-postgres-'))
  const user = unprivilegedUser()
  if (user) chownSync(data, user.uid, user.gid)
  execFileSync(
    join(bin, 'initdb'),
    ['-D', data, '-A', 'trust', '-U', 'goodword', '-E', 'UTF8', '--no-sync'],
    {
      ...user,
      cwd: data,
      stdio: ['ignore', 'ignore', 'inherit'],
    },
  )
  const port = await freePort()
  const settings = [
    '-k',
    data,
    '-p',
    String(port),
    '-c',
    'listen_addresses=127.0.0.1',
    '-c',
    'log_min_messages=fatal',
  ]
  const start = (): Server => {
    const child = spawn(join(bin, 'postgres'), ['-D', data, ...settings], {
      ...user,
      cwd: data,
      stdio: 'ignore',
    })
    return { child, ended: new Promise<void>((resolve) => child.on('exit', () => resolve())) }
  }
  const ready = () => waitUntilReady(join(bin, 'pg_isready'), port)
  let server = start()
  // Whoever started it may be stopped before it comes to stopping this.
  process.once('exit', () => server.child.kill('SIGINT'))
  await ready()
  return {
    url: `postgres://goodword@127.0.0.1:${port}/postgres`,
    async stop() {
      server.child.kill('SIGINT')
      await server.ended
      rmSync(data, { recursive: true, force: true })
    },
    async kill() {
      server.child.kill('SIGKILL')
      await server.ended
    },
    async restart() {
      // It refuses to start while a process of the one that was killed is still there.
      for (let tries = 0; tries < 100; tries++) {
        server = start()
        const patience = new Promise((resolve) => setTimeout(resolve, 150))
        await Promise.race([server.ended, patience])
        if (server.child.exitCode === null) break
      }
      await ready()
    },
  }
}

interface Server {
  readonly child: ChildProcess
  readonly ended: Promise<void>
}

/** The newest PostgreSQL on the PATH or where Debian and Homebrew keep it. */
function findBinaries(): string | undefined {
  const versions = (root: string, rest: string) =>
    existsSync(root)
      ? readdirSync(root)
          .toSorted((a, b) => b.localeCompare(a, 'en', { numeric: true }))
          .map((name) => join(root, name, rest))
      : []
  return [
    ...versions('/usr/lib/postgresql', 'bin'),
    ...(process.env['PATH'] ?? '').split(delimiter),
    ...versions('/opt/homebrew/opt', 'bin').filter((path) => path.includes('postgresql')),
  ].find((dir) => existsSync(join(dir, 'initdb')) && existsSync(join(dir, 'postgres')))
}

function installBinaries(): string {
  const why = installDebian(['postgresql'])
  const found = findBinaries()
  if (found) return found
  throw new Error(
    `No PostgreSQL was found, and it could not be installed (${why}). Install PostgreSQL 15 or newer, or set DATABASE_URL to one.`,
  )
}

/** PostgreSQL refuses to run as root; the user that its package makes will do. */
function unprivilegedUser(): { uid: number; gid: number } | undefined {
  if (process.getuid?.() !== 0) return undefined
  const id = (flag: string) => Number(execFileSync('id', [flag, 'postgres'], { encoding: 'utf8' }))
  return { uid: id('-u'), gid: id('-g') }
}

async function waitUntilReady(isReady: string, port: number): Promise<void> {
  for (let tries = 0; tries < 100; tries++) {
    if (spawnSync(isReady, ['-q', '-h', '127.0.0.1', '-p', String(port)]).status === 0) return
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
  throw new Error('PostgreSQL was started but did not become ready within 10 seconds.')
}
