import { errors, jwtVerify, SignJWT } from 'jose'

/** What stands before every token of this kind, so that it is not taken for a key. */
export const sessionPrefix = 'gw_os_'

/** Seconds: what the owner's page is opened with, and what it then works with. */
const lives = { link: 900, session: 43_200 } as const

/** `link` opens the owner's page, `session` is what the page works with. */
export type SessionKind = keyof typeof lives

/** Signs the owner in without a key. */
export interface OwnerSessions {
  /** A token for the program's owner; `expiresAt` in epoch milliseconds. */
  issue(program: string, kind: SessionKind): Promise<{ readonly token: string; readonly expiresAt: number }>
  /** Whether `token` is a live one of this kind, for this program. */
  check(program: string, kind: SessionKind, token: string): Promise<boolean>
}

/**
 * Tokens that any server with the same `serverKey` makes and reads; none is kept. Whoever changes that key signs
 * everybody out.
 */
export function createOwnerSessions(serverKey: string, now: () => number = Date.now): OwnerSessions {
  const key = derive(serverKey)
  return {
    async issue(program, kind) {
      const end = Math.floor(now() / 1000) + lives[kind]
      const token = await new SignJWT({ use: kind })
        .setProtectedHeader({ alg: 'HS256' })
        .setAudience(program)
        .setExpirationTime(end)
        .sign(await key)
      return { token: sessionPrefix + token, expiresAt: end * 1000 }
    },
    async check(program, kind, token) {
      if (!token.startsWith(sessionPrefix) || token.length > 1000) return false
      const options = { audience: program, algorithms: ['HS256'], currentDate: new Date(now()) }
      try {
        const { payload } = await jwtVerify(token.slice(sessionPrefix.length), await key, {
          ...options,
          requiredClaims: ['exp'],
        })
        return payload['use'] === kind
      } catch (error) {
        if (error instanceof errors.JOSEError) return false
        throw error
      }
    },
  }
}

/** A key for this purpose only, out of the server's one. */
async function derive(serverKey: string): Promise<Uint8Array> {
  const bytes = new TextEncoder()
  const material = await crypto.subtle.importKey('raw', bytes.encode(serverKey), 'HKDF', false, [
    'deriveBits',
  ])
  const info = bytes.encode('goodword owner session')
  const bits = { name: 'HKDF', hash: 'SHA-256', salt: new Uint8Array(), info }
  return new Uint8Array(await crypto.subtle.deriveBits(bits, material, 256))
}
