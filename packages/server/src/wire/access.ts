import { GoodwordError } from '@goodword/program'
import { sessionPrefix } from '../keys/owner-session.ts'
import { digestOf, isSameDigest } from '../keys/secret-key.ts'
import { verifyIdentity, type Identity } from './identity.ts'
import type { Wire } from './options.ts'

/** What stands behind `Authorization: Bearer`. */
export function bearerOf(request: Request): string | undefined {
  return /^Bearer +([^\s]+) *$/i.exec(request.headers.get('authorization') ?? '')?.[1]
}

/**
 * Lets the program's owner pass, by a secret key or a session of the owner's page, and says who it was: a key's id,
 * `key` for one that has none, or `session`. Rejects with `key-missing`, `key-wrong` or `session-ended`.
 */
export async function requireOwner(wire: Wire, program: string, request: Request): Promise<string> {
  const given = bearerOf(request)
  if (given === undefined)
    throw new GoodwordError(
      'key-missing',
      'This needs the program’s secret key. Send it as `Authorization: Bearer gw_sk_…`, from a server only.',
    )
  if (given.startsWith(sessionPrefix)) return requireSession(wire, program, given)
  const actor = await findOwner(wire, program, given)
  if (actor !== undefined) return actor
  throw new GoodwordError(
    'key-wrong',
    `The secret key is not a live one of program "${program}". \`goodword keys list\` shows which are.`,
  )
}

/** Who may begin a session: somebody with a link of the server's, or with a secret key. */
export async function requireEntry(wire: Wire, program: string, request: Request): Promise<void> {
  const given = bearerOf(request)
  if (given !== undefined && (await wire.sessions?.check(program, 'link', given))) return
  const actor = await requireOwner(wire, program, request)
  if (actor === 'session') throw ended()
}

/** Who the signed identity in a request is. Rejects with `token-missing`, `token-invalid` or `token-expired`. */
export async function requireIdentity(wire: Wire, program: string, request: Request): Promise<Identity> {
  const token = bearerOf(request)
  if (token === undefined)
    throw new GoodwordError(
      'token-missing',
      'This needs a customer’s signed identity. Send it as `Authorization: Bearer <token>`.',
    )
  const { identityKeys } = await wire.access(program)
  const identity = await verifyIdentity(token, program, identityKeys, wire.now)
  await wire.limiter.take('own', program, identity.id)
  return identity
}

async function requireSession(wire: Wire, program: string, token: string): Promise<string> {
  if (await wire.sessions?.check(program, 'session', token)) return 'session'
  throw ended()
}

const ended = (): GoodwordError =>
  new GoodwordError(
    'session-ended',
    'The owner’s session is not valid, or not any more. Open a new link: `goodword keys link`.',
  )

async function findOwner(wire: Wire, program: string, given: string): Promise<string | undefined> {
  const { secretKeys } = await wire.access(program)
  const digest = await digestOf(given)
  let isOwner = false
  for (const key of secretKeys) isOwner = isSameDigest(digest, await digestOf(key)) || isOwner
  return isOwner ? 'key' : wire.keyring?.find(program, given)
}
