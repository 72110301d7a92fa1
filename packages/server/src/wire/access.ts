import { GoodwordError } from '@goodword/program'
import { verifyIdentity, type Identity } from './identity.ts'
import type { Wire } from './options.ts'

/** What stands behind `Authorization: Bearer`. */
export function bearerOf(request: Request): string | undefined {
  return /^Bearer +([^\s]+) *$/i.exec(request.headers.get('authorization') ?? '')?.[1]
}

/** Lets the program's owner pass. Rejects with `key-missing` or `key-wrong`. */
export async function requireOwner(wire: Wire, program: string, request: Request): Promise<void> {
  const given = bearerOf(request)
  if (given === undefined)
    throw new GoodwordError(
      'key-missing',
      'This needs the program’s secret key. Send it as `Authorization: Bearer gw_sk_…`, from a server only.',
    )
  const { secretKeys } = await wire.access(program)
  const digest = await sha256(given)
  let isOwner = false
  for (const key of secretKeys) isOwner = isSame(digest, await sha256(key)) || isOwner
  if (!isOwner)
    throw new GoodwordError(
      'key-wrong',
      `The secret key is not one of program "${program}". Use the one that \`goodword serve\` keeps for it.`,
    )
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
  return verifyIdentity(token, program, identityKeys, wire.now)
}

async function sha256(text: string): Promise<Uint8Array> {
  return new Uint8Array(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text)))
}

/** Takes as long whatever differs, so that time tells nothing of the key. */
function isSame(a: Uint8Array, b: Uint8Array): boolean {
  return a.reduce((difference, byte, index) => difference | (byte ^ b[index]!), 0) === 0
}
