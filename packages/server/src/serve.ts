import type { ReferralBackend } from '@goodword/adapters'
import { GoodwordError, type Program } from '@goodword/program'
import { join } from 'node:path'
import { sqlBackend, type SqlBackend } from './backend/sql-backend.ts'
import { readOutboxOptions } from './outbox/options.ts'
import { outboxJobs } from './outbox/outbox-jobs.ts'
import { retentionJob } from './privacy/retention.ts'
import type { GivenKeys } from './keys/given-keys.ts'
import { openKeys, type OpenKeys, type ProgramKeys } from './keys/program-keys.ts'
import type { Log } from './operation/log.ts'
import { createOperation } from './operation/operation.ts'
import { builtAssets, folderAssets } from './serve/assets.ts'
import { listen } from './serve/listener.ts'
import { openStore } from './store/store.ts'
import { createHandler } from './wire/handler.ts'
import type { Connection, HandlerOptions } from './wire/options.ts'

export type { GivenKeys } from './keys/given-keys.ts'
export type { ProgramKeys } from './keys/program-keys.ts'

/** What to serve, and where. */
export interface ServeOptions extends Pick<
  HandlerOptions,
  'fallback' | 'onError' | 'now' | 'limits' | 'trustProxy'
> {
  readonly programs: readonly Program[]
  /** 0 takes any that is free. */
  readonly port: number
  /** The address to listen on. @default all of them */
  readonly host?: string | undefined
  /** The folder of the database and the key file, made when it is missing. @default '.goodword' */
  readonly data?: string | undefined
  /** Where browsers reach this server, for links. @default `http://localhost:<port>` */
  readonly publicUrl?: string | undefined
  /** By program. @default from the environment, else made, and kept in the database and the data folder */
  readonly keys?: Readonly<Record<string, Partial<GivenKeys>>> | undefined
  /** By program: what answers in place of our own backend, such as a vendor's. Keys are kept in our store all the same. */
  readonly backends?: Readonly<Record<string, ReferralBackend>> | undefined
  /** The folder of the script, the widget and the dashboard. @default what the build made */
  readonly assets?: string | undefined
  /** What the server tells of itself. @default JSON on standard error, of errors only, or as `GOODWORD_LOG` says */
  readonly log?: Log | undefined
  /** `DATABASE_URL` and the keys are read from it. @default process.env */
  readonly env?: Readonly<Record<string, string | undefined>> | undefined
}

/** A server that runs. */
export interface RunningServer {
  /** Its address on this machine. */
  readonly url: string
  readonly keys: Readonly<Record<string, ProgramKeys>>
  /** Our own; `undefined` for a program that another backend answers for. */
  backend(program: string): SqlBackend | undefined
  /** Opens the owner's page for whoever has it, for a quarter of an hour. */
  ownerLink(program: string): Promise<string>
  /** What it answers with, for a caller who wants no network in between. */
  handler(request: Request, connection?: Connection): Promise<Response>
  /** Finishes the requests that it has, and closes the database. */
  close(): Promise<void>
}

/**
 * Starts Goodword's own server: the API, the script, the widget and the owner's page, over SQLite in the data folder or
 * the PostgreSQL that `DATABASE_URL` names.
 *
 * Rejects with a `GoodwordError` such as `port-taken`, `store-unavailable` or `keys-unreadable`; then nothing runs.
 */
export async function serve(options: ServeOptions): Promise<RunningServer> {
  const { programs, data = '.goodword', env = process.env } = options
  refuseTwins(programs)
  const outbox = readOutboxOptions(env)
  const url = env['DATABASE_URL']
  const store = await openStore(url ? { url } : { file: join(data, 'goodword.db') })

  let handler: RunningServer['handler']
  try {
    const { onError, log, now } = options
    const ids = programs.map(({ id }) => id)
    const operation = createOperation({ store, programs: ids, env, onError, log, now })
    const delivery = outboxJobs(outbox, (error) => operation.log.failed(error, { job: 'delivery' }))
    const keys = await openKeys({
      store,
      programs,
      data,
      env,
      given: options.keys,
      now: options.now ?? Date.now,
      random: (bytes) => crypto.getRandomValues(new Uint8Array(bytes)),
    })
    const listener = await listen((...given) => handler(...given), options.port, options.host)
    const address = `http://localhost:${listener.port}`
    const publicUrl = options.publicUrl ?? address
    const byId = new Map(programs.map((program) => [program.id, program]))
    const others = new Map(
      Object.entries(options.backends ?? {}).map(([id, other]) => [id, operation.watch(id, other)]),
    )
    const ownPrograms = programs.filter(({ id }) => !others.has(id))
    const backends = new Map(
      ownPrograms.map((program) => [
        program.id,
        operation.watch(
          program.id,
          sqlBackend({
            store,
            program,
            publicUrl,
            outbox,
            jobs: [...delivery.jobs, retentionJob()],
            onCommit: operation.onCommit,
            ...(options.now && { now: options.now }),
          }),
        ),
      ]),
    )
    const backend = (id: string) => backends.get(id)
    handler = createHandler((id) => others.get(id) ?? backend(id), {
      ...options,
      ...operation.hooks,
      publicUrl,
      access: (id) => ({ secretKeys: [], identityKeys: keys.byProgram[id]?.identity ?? [] }),
      keyring: keys.keyring,
      sessions: keys.sessions,
      landing: (id) => byId.get(id),
      assets: folderAssets(options.assets ?? builtAssets()),
    })
    const stops = [...backends.values()].map(({ startJobs }) =>
      startJobs({
        onError: (error, job) => operation.log.failed(error, { job }),
        onRun: operation.onRun,
      }),
    )
    const close = async () => {
      operation.stop()
      // What runs by itself ends first, so that nothing asks a database that is closed.
      await Promise.all(stops.map((stop) => stop()))
      await delivery.finish()
      await listener.close()
      await Promise.all([...backends.values()].map((backend) => backend.close()))
      await store.close()
      operation.log.flush()
    }
    let closing: Promise<void> | undefined
    return {
      url: address,
      keys: keys.byProgram,
      backend,
      ownerLink: (program) => ownerLink(address, program, keys),
      handler,
      close: () => (closing ??= close()),
    }
  } catch (error) {
    await store.close()
    throw error
  }
}

async function ownerLink(address: string, program: string, { sessions }: OpenKeys): Promise<string> {
  const { token } = await sessions.issue(program, 'link')
  return `${address}/dashboard#${new URLSearchParams({ program, session: token }).toString()}`
}

function refuseTwins(programs: readonly Program[]): void {
  const seen = new Set<string>()
  for (const { id } of programs) {
    if (seen.has(id))
      throw new GoodwordError(
        'program-twice',
        `Two of the programs have the id "${id}". Give each an id of its own.`,
      )
    seen.add(id)
  }
}
