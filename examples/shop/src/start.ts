import { httpBackend } from '@goodword/adapters/http'
import { parseProgram } from '@goodword/program'
import { serve, signIdentity, type RunningServer } from '@goodword/server'
import { randomBytes } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
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
  /** The program's secret key, which the shop's own server keeps. */
  readonly key: string
  /** Opens the owner's page for a quarter of an hour. */
  ownerLink(): Promise<string>
  close(): Promise<void>
}

/** Starts the shop and Goodword's own server on one port: the shop's pages are what the API does not answer. */
export async function startShop({ port, data, now }: StartOptions): Promise<RunningShop> {
  const url = `http://localhost:${port}`
  const file = JSON.parse(readFileSync(new URL('../program.json', import.meta.url), 'utf8')) as object
  const program = parseProgram({ ...file, url: `${url}/` })

  const secret = keepSecret(data)
  let shop: ReturnType<typeof createShop> | undefined
  const server: RunningServer = await serve({
    programs: [program],
    port,
    data,
    publicUrl: url,
    keys: { [program.id]: { secrets: [secret] } },
    ...(now && { now }),
    fallback: (request) => shop?.fetch(request),
  })
  const identity = server.keys[program.id]!.identity[0]!
  shop = createShop({
    // Over HTTP like any other site's server would, although it is the same process here.
    referrals: createReferrals(httpBackend({ url, program: program.id, key: secret }), now),
    signIdentity: ({ id, ...customer }) =>
      signIdentity(identity, { program: program.id, id, ...customer }, now),
    sessionSecret: identity,
  })
  return {
    url,
    key: secret,
    ownerLink: () => server.ownerLink(program.id),
    close: () => server.close(),
  }
}

/** Where a real shop has its secrets in a vault, this one has a file; Goodword's own database keeps a digest only. */
function keepSecret(data: string): string {
  const file = join(data, 'shop-secret.key')
  if (existsSync(file)) return readFileSync(file, 'utf8').trim()
  const secret = `gw_sk_${randomBytes(32).toString('base64url')}`
  mkdirSync(data, { recursive: true })
  writeFileSync(file, secret, { mode: 0o600 })
  return secret
}
