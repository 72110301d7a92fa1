import { customerSchema, GoodwordError, type Attributes } from '@goodword/program'
import { errors, importSPKI, jwtVerify, SignJWT, type JWTPayload, type JWTVerifyOptions } from 'jose'
import * as v from 'valibot'
import { isStorable } from '../backend/context.ts'
import { attributesRemedy, readAttributes } from './attributes.ts'
import { findFlaw } from './token-shape.ts'

/** Seconds. */
const longestLife = 86_400
const skew = 60

/** A customer as the site vouches for them. */
export interface Identity {
  readonly id: string
  readonly email?: string
  readonly name?: string
  /** For segments; a token's `role` is one of them. */
  readonly attributes?: Attributes
}

/** Whom to vouch for, and for how long. */
export interface IdentityClaims extends Identity {
  /** The program's id. */
  readonly program: string
  /** Seconds, at most a day. @default 3600 */
  readonly expiresIn?: number
}

/**
 * Signs a customer's identity for the browser, as a JWT (HS256). On the site's server only: whoever has the key is
 * everybody. Rejects with `expires-invalid`.
 */
export async function signIdentity(
  key: string,
  { program, id, email, name, attributes, expiresIn = 3600 }: IdentityClaims,
  now: () => number = Date.now,
): Promise<string> {
  if (!(expiresIn >= 1 && expiresIn <= longestLife))
    throw new GoodwordError(
      'expires-invalid',
      `An identity cannot be valid for ${expiresIn} seconds. Use 1 to ${longestLife}, a day.`,
    )
  const issuedAt = Math.floor(now() / 1000)
  const claims = {
    ...(email !== undefined && { email }),
    ...(name !== undefined && { name }),
    ...(attributes !== undefined && { attributes }),
  }
  return new SignJWT(claims)
    .setProtectedHeader({ alg: 'HS256', typ: 'JWT' })
    .setSubject(id)
    .setAudience(program)
    .setIssuedAt(issuedAt)
    .setExpirationTime(issuedAt + Math.floor(expiresIn))
    .sign(new TextEncoder().encode(key))
}

/**
 * Who a signed identity says it is: signed by one of the keys (HS256 or EdDSA), for this program, not expired, and not
 * valid for longer than a day. Clocks may differ by a minute. Rejects with `token-expired` or `token-invalid`.
 */
export async function verifyIdentity(
  token: string,
  program: string,
  keys: readonly string[],
  now: () => number,
): Promise<Identity> {
  const flaw = findFlaw(token)
  if (flaw !== undefined) throw refused(flaw)
  const options: JWTVerifyOptions = {
    audience: program,
    currentDate: new Date(now()),
    clockTolerance: skew,
    requiredClaims: ['sub', 'aud', 'exp'],
  }
  let failure: unknown
  for (const key of keys) {
    try {
      const { payload } = await verifyWith(token, key, options)
      // A token of tomorrow would live longer than a day.
      if ((payload.iat ?? 0) > now() / 1000 + skew) throw refused('it was issued in the future')
      return readClaims(payload, now)
    } catch (error) {
      // With two keys alive, what the right one says of a token counts for more than that the other did not sign it.
      if (failure === undefined || !(error instanceof errors.JWSSignatureVerificationFailed)) failure = error
    }
  }
  if (failure instanceof GoodwordError) throw failure
  if (failure instanceof errors.JWTExpired)
    throw new GoodwordError('token-expired', 'The signed identity has expired. Sign a new one.', {
      cause: failure,
    })
  const why = failure instanceof errors.JOSEError ? failure.message : 'no key can read it'
  throw refused(why, failure)
}

/** Each kind of key takes its own algorithm only: a public key is never a shared secret. */
async function verifyWith(token: string, key: string, options: JWTVerifyOptions) {
  if (!key.includes('-----BEGIN'))
    return jwtVerify(token, new TextEncoder().encode(key), { ...options, algorithms: ['HS256'] })
  return jwtVerify(token, await importSPKI(key, 'EdDSA'), { ...options, algorithms: ['EdDSA'] })
}

function readClaims(payload: JWTPayload, now: () => number): Identity {
  const { sub: id, email, name, attributes: said, role, exp = 0 } = payload
  if (exp > now() / 1000 + longestLife + skew) throw refused('it is valid for longer than a day')
  if (typeof id !== 'string' || id === '') throw refused('its `sub` is no text')
  const parsed = v.safeParse(customerSchema, { id, email, name })
  if (!parsed.success || ![id, parsed.output.name ?? ''].every(isStorable))
    throw refused('its `sub`, `email` or `name` is not one')
  const { email: mail, name: called } = parsed.output
  const isVouched = said !== undefined || role !== undefined
  const attributes = isVouched
    ? readAttributes(said ?? {}) &&
      readAttributes({ ...(said as Attributes | undefined), ...(role !== undefined && { role }) })
    : undefined
  if (isVouched && !attributes)
    throw refused(`its \`attributes\` or \`role\` is not one. ${attributesRemedy}`)
  return {
    id,
    ...(mail !== undefined && { email: mail }),
    ...(called !== undefined && { name: called }),
    ...(attributes && { attributes }),
  }
}

const refused = (why: string, cause?: unknown): GoodwordError =>
  new GoodwordError(
    'token-invalid',
    `The signed identity is refused: ${why}. Sign { sub, aud, exp } for this program with its identity key.`,
    { cause },
  )
