import { execFileSync } from 'node:child_process'
import { join } from 'node:path'
import { freePort } from '../free-port.ts'
import { root } from '../steps.ts'
import type { Database } from './database.ts'
import { runNode, untilAnswers, type NodeProcess } from './process.ts'

const command = join(root, 'packages/server/src/command.ts')

/** The keys that every server of a bench has. */
export const secretKey = 'gw_sk_a-bench-has-no-secrets-at-all-0001'
export const identityKey = 'gw_id_a-bench-has-no-secrets-at-all-0001-and-needs-none'
export const ownerHeaders = { authorization: `Bearer ${secretKey}`, 'content-type': 'application/json' }

/** `goodword serve` as its own process. */
export interface Goodword extends NodeProcess {
  readonly url: string
  readonly port: number
  /** Asks it to stop, and resolves when it has. */
  stop(): Promise<void>
  /** Ends it as a power cut would. */
  kill(): Promise<void>
}

let help: string | undefined
/** A bench is one address that sends everything: what the server has against that is switched off or told of proxies. */
function options(): string[] {
  help ??= execFileSync(process.execPath, ['--conditions=source', command, 'serve', '--help'], {
    encoding: 'utf8',
  })
  const known = (name: string, ...values: string[]) => (help!.includes(name) ? [name, ...values] : [])
  return [...known('--no-rate-limit'), ...known('--trust-proxy', '1')]
}

/** Starts a server on a database; resolves when it answers. */
export async function startGoodword(
  database: Database,
  { port, user }: { readonly port?: number; readonly user?: number } = {},
): Promise<Goodword> {
  const chosen = port ?? (await freePort())
  const address = ['--port', String(chosen), '--host', '127.0.0.1', '--data', database.folder]
  const child = runNode(
    [command, 'serve', database.programFile, ...address, ...options(), '--json'],
    { ...database.env, GOODWORD_SECRET_KEY: secretKey, GOODWORD_IDENTITY_KEY: identityKey },
    user,
  )
  const url = `http://127.0.0.1:${chosen}`
  await untilAnswers(`${url}/healthz`, child)
  return {
    ...child,
    url,
    port: chosen,
    async stop() {
      child.signal('SIGTERM')
      const end = await child.ended
      if (end !== 0) throw new Error(`The server ended with ${end}:\n${child.output()}`)
    },
    async kill() {
      child.signal('SIGKILL')
      await child.ended
    },
  }
}

/** Enrols customers `member-0` and on, and returns their codes. */
export async function enrolMembers(url: string, count: number): Promise<string[]> {
  const codes: string[] = []
  let next = 0
  const enrol = async (): Promise<void> => {
    for (let index = next++; index < count; index = next++) {
      const customer = { id: `member-${index}` }
      const answer = await fetch(`${url}/v1/shop/admin/participants`, {
        method: 'POST',
        headers: ownerHeaders,
        body: JSON.stringify({ customer }),
      })
      if (!answer.ok) throw new Error(`Nobody could be enrolled: ${answer.status} ${await answer.text()}`)
      codes[index] = ((await answer.json()) as { code: string }).code
    }
  }
  await Promise.all(Array.from({ length: 8 }, enrol))
  return codes
}
