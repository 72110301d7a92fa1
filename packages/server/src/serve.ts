import { GoodwordError, type Program } from '@goodword/program'
import { join } from 'node:path'
import { sqlBackend, type SqlBackend } from './backend/sql-backend.ts'
import { builtAssets, folderAssets } from './serve/assets.ts'
import { loadKeys, type ProgramKeys } from './serve/keys.ts'
import { listen } from './serve/listener.ts'
import { openStore } from './store/store.ts'
import { createHandler } from './wire/handler.ts'
import type { HandlerOptions } from './wire/options.ts'

export type { ProgramKeys } from './serve/keys.ts'

/** What to serve, and where. */
export interface ServeOptions extends Pick<HandlerOptions, 'fallback' | 'onError' | 'now'> {
  readonly programs: readonly Program[]
  /** 0 takes any that is free. */
  readonly port: number
  /** The address to listen on. @default all of them */
  readonly host?: string | undefined
  /** The folder of the database and the key file, made when it is missing. @default '.goodword' */
  readonly data?: string | undefined
  /** Where browsers reach this server, for links. @default `http://localhost:<port>` */
  readonly publicUrl?: string | undefined
  /** By program. @default from the environment, else kept in the data folder */
  readonly keys?: Readonly<Record<string, ProgramKeys>> | undefined
  /** The folder of the script, the widget and the dashboard. @default what the build made */
  readonly assets?: string | undefined
  /** `DATABASE_URL` and the keys are read from it. @default process.env */
  readonly env?: Readonly<Record<string, string | undefined>> | undefined
}

/** A server that runs. */
export interface RunningServer {
  /** Its address on this machine. */
  readonly url: string
  readonly keys: Readonly<Record<string, ProgramKeys>>
  backend(program: string): SqlBackend | undefined
  /** What it answers with, for a caller who wants no network in between. */
  handler(request: Request): Promise<Response>
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
  const keys = options.keys ?? loadKeys(programs, data, env)
  const url = env['DATABASE_URL']
  const store = await openStore(url ? { url } : { file: join(data, 'goodword.db') })

  let handler: RunningServer['handler']
  try {
    const listener = await listen((request) => handler(request), options.port, options.host)
    const address = `http://localhost:${listener.port}`
    const publicUrl = options.publicUrl ?? address
    const byId = new Map(programs.map((program) => [program.id, program]))
    const backends = new Map(
      programs.map((program) => [
        program.id,
        sqlBackend({ store, program, publicUrl, ...(options.now && { now: options.now }) }),
      ]),
    )
    const backend = (id: string) => backends.get(id)
    handler = createHandler(backend, {
      ...options,
      publicUrl,
      access: (id) => ({
        secretKeys: keys[id] ? [keys[id].secret] : [],
        identityKeys: keys[id] ? [keys[id].identity] : [],
      }),
      landing: (id) => byId.get(id),
      assets: folderAssets(options.assets ?? builtAssets()),
    })
    const stops = [...backends.values()].map(({ startJobs }) =>
      startJobs({ ...(options.onError && { onError: options.onError }) }),
    )
    return {
      url: address,
      keys,
      backend,
      handler,
      async close() {
        // What runs by itself ends first, so that nothing asks a database that is closed.
        await Promise.all(stops.map((stop) => stop()))
        await listener.close()
        await store.close()
      },
    }
  } catch (error) {
    await store.close()
    throw error
  }
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
