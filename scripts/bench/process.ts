import { spawn, type ChildProcess } from 'node:child_process'
import { root } from '../steps.ts'

/** A Node process of a bench's own. */
export interface NodeProcess {
  readonly pid: number
  /** What it has written so far, at most the last 64 kB. */
  output(): string
  /** Resolves with its exit code, or with the signal that ended it. */
  readonly ended: Promise<number | NodeJS.Signals>
  signal(name: NodeJS.Signals): void
}

const alive = new Set<ChildProcess>()
process.on('exit', () => alive.forEach((child) => child.kill('SIGKILL')))
for (const name of ['SIGINT', 'SIGTERM'] as const) process.once(name, () => process.exit(1))

/** Runs a script of this repository from its sources; it never outlives this process. */
export function runNode(
  args: readonly string[],
  env: NodeJS.ProcessEnv = process.env,
  user?: number,
): NodeProcess {
  const child = spawn(process.execPath, ['--conditions=source', '--no-warnings', ...args], {
    cwd: root,
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
    ...(user !== undefined && { uid: user, gid: user }),
  })
  alive.add(child)
  let output = ''
  const keep = (text: string) => void (output = (output + text).slice(-65_536))
  child.stdout.setEncoding('utf8').on('data', keep)
  child.stderr.setEncoding('utf8').on('data', keep)
  const ended = new Promise<number | NodeJS.Signals>((resolve) =>
    child.on('close', (code, signal) => {
      alive.delete(child)
      resolve(signal ?? code ?? 1)
    }),
  )
  return { pid: child.pid!, output: () => output, ended, signal: (name) => void child.kill(name) }
}

/** Resolves when `url` answers; rejects with the output of a process that ended instead. */
export async function untilAnswers(url: string, server: NodeProcess): Promise<void> {
  let end: number | NodeJS.Signals | undefined
  void server.ended.then((how) => (end = how))
  for (let waited = 0; waited < 30_000; waited += 15) {
    if (end !== undefined) throw new Error(`The server ended with ${end}:\n${server.output()}`)
    const answer = await fetch(url).catch(() => undefined)
    await answer?.body?.cancel()
    if (answer && answer.status < 500) return
    await new Promise((resolve) => setTimeout(resolve, 15))
  }
  throw new Error(`${url} did not answer within 30 s:\n${server.output()}`)
}
