import { httpBackend } from '@goodword/adapters/http'
import { parseProgram } from '@goodword/program'
import { serve, signIdentity, type RunningServer } from '@goodword/server'
import { readFileSync } from 'node:fs'
import { createReferrals } from './referrals.ts'
import { createShop } from './shop.ts'

export interface StartOptions {
  readonly port: number
  /** The folder that everything is kept in. */
  readonly data: string
  readonly now?: () => number
}

export interface RunningShop {
  readonly url: string
  /** The program's secret key, for the owner's page. */
  readonly key: string
  close(): Promise<void>
}

/** Starts the shop and Goodword's own server on one port: the shop's pages are what the API does not answer. */
export async function startShop({ port, data, now }: StartOptions): Promise<RunningShop> {
  const url = `http://localhost:${port}`
  const file = JSON.parse(readFileSync(new URL('../program.json', import.meta.url), 'utf8')) as object
  const program = parseProgram({ ...file, url: `${url}/` })

  let shop: ReturnType<typeof createShop> | undefined
  const server: RunningServer = await serve({
    programs: [program],
    port,
    data,
    publicUrl: url,
    ...(now && { now }),
    fallback: (request) => shop?.fetch(request),
  })
  const { secret, identity } = server.keys[program.id]!
  shop = createShop({
    // Over HTTP like any other site's server would, although it is the same process here.
    referrals: createReferrals(httpBackend({ url, program: program.id, key: secret }), now),
    signIdentity: ({ id, ...customer }) =>
      signIdentity(identity, { program: program.id, id, ...customer }, now),
    sessionSecret: identity,
  })
  return { url, key: secret, close: () => server.close() }
}
