import type { Program } from '@goodword/program'
import { openStore, type Store } from '../store/store.ts'
import { shop } from '../backend/shop.fixture.ts'
import { sqlBackend } from '../backend/sql-backend.ts'
import { createKeyring } from '../keys/keyring.ts'
import { createOwnerSessions, type OwnerSessions } from '../keys/owner-session.ts'
import { createHandler } from './handler.ts'
import { signIdentity, type IdentityClaims } from './identity.ts'
import type { HandlerOptions } from './options.ts'

/** The owner’s key. */
export const secret = 'gw_sk_test_0123456789abcdef'
/** Signs customers’ identities. */
export const identityKey = 'gw_id_test_0123456789abcdef'
/** Where the wire is reached. */
export const publicUrl = 'https://refer.example'

/** The real handler over the real backend, without a network in between. */
export interface TestWire {
  readonly store: Store
  readonly errors: unknown[]
  readonly sessions: OwnerSessions
  /** Moves the clock, in milliseconds. */
  travel(time: number): void
  ask(
    path: string,
    init?: RequestInit & { readonly key?: string; readonly json?: unknown; readonly address?: string },
  ): Promise<Response>
  token(claims?: Partial<IdentityClaims>): Promise<string>
  close(): Promise<void>
}

/** Starts the wire over an empty store in memory. */
export async function startWire(
  options: Partial<HandlerOptions> = {},
  program: Program = shop,
): Promise<TestWire> {
  const store = await openStore({ file: ':memory:' })
  const errors: unknown[] = []
  let ahead = 0
  const now = () => Date.now() + ahead
  const backend = sqlBackend({ store, program, publicUrl, now })
  const sessions = createOwnerSessions('server_key_test_0123456789abcdef', now)
  const handler = createHandler((id) => (id === 'shop' ? backend : undefined), {
    access: () => ({ secretKeys: ['gw_sk_old_0123456789', secret], identityKeys: ['old', identityKey] }),
    landing: () => program,
    publicUrl,
    keyring: createKeyring(store, now),
    sessions,
    now,
    onError: (error) => errors.push(error),
    ...options,
  })
  return {
    store,
    errors,
    travel: (time) => (ahead += time),
    sessions,
    ask(path, { key, json, address, ...init } = {}) {
      const headers = new Headers(init.headers)
      if (key !== undefined) headers.set('authorization', `Bearer ${key}`)
      const body = json === undefined ? {} : { method: 'POST', body: JSON.stringify(json) }
      const request = new Request(`${publicUrl}${path}`, { redirect: 'manual', ...body, ...init, headers })
      return handler(request, { address })
    },
    token: (claims) => signIdentity(identityKey, { program: 'shop', id: 'amy', ...claims }, now),
    close: () => store.close(),
  }
}

/** An answer's status and, of problem details, its code. */
export async function told(response: Response): Promise<string> {
  const isProblem = response.headers.get('content-type') === 'application/problem+json'
  const { code } = isProblem ? ((await response.json()) as { code: string }) : { code: '' }
  return `${response.status} ${code}`.trim()
}
