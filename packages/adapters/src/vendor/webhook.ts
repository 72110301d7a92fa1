import { GoodwordError } from '@goodword/program/errors'
import { fieldsOf, type Fields } from './fields.ts'

/** HMAC-SHA256 of `text`. */
export async function hmac(secret: string, text: string): Promise<Uint8Array> {
  const bytes = new TextEncoder()
  const algorithm = { name: 'HMAC', hash: 'SHA-256' }
  const key = await crypto.subtle.importKey('raw', bytes.encode(secret), algorithm, false, ['sign'])
  return new Uint8Array(await crypto.subtle.sign('HMAC', key, bytes.encode(text)))
}

export const toHex = (bytes: Uint8Array): string =>
  [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('')

export const toBase64 = (bytes: Uint8Array): string => btoa(String.fromCharCode(...bytes))

/** Whether two signatures are the same, in a time that does not tell where they differ. */
export function isSame(given: string, right: string): boolean {
  let difference = given.length ^ right.length
  for (let index = 0; index < given.length; index++)
    difference |= given.charCodeAt(index) ^ right.charCodeAt(index % right.length)
  return difference === 0
}

/** What a webhook says. Throws `webhook-invalid` for what is no JSON object. */
export function parseNews(vendor: string, text: string): Fields {
  try {
    const value: unknown = JSON.parse(text)
    if (typeof value === 'object' && value !== null) return fieldsOf(value)
  } catch {
    // Told below.
  }
  throw new GoodwordError(
    'webhook-invalid',
    `What came as a webhook of ${vendor} is no JSON object. Is something else sent to this address?`,
  )
}

/** The error of a webhook that lacks what it should have, of the one that says what. */
export const incomplete = (vendor: string, { message }: GoodwordError): GoodwordError =>
  new GoodwordError('webhook-invalid', `A webhook of ${vendor} cannot be read: ${message}`)

/** The error of a webhook that nothing vouches for. */
export const unsigned = (vendor: string, why: string): GoodwordError =>
  new GoodwordError(
    'webhook-unsigned',
    `A webhook of ${vendor} ${why}. Give the adapter the secret that ${vendor}'s settings show.`,
  )

/**
 * Checks that `given` is the HMAC-SHA256 of `text`, in hex or in base64. Throws `webhook-unsigned`, also when there is no
 * secret to check it with.
 */
export async function requireSignature(
  vendor: string,
  given: string | null,
  secret: string | undefined,
  text: string,
): Promise<void> {
  if (!secret) throw unsigned(vendor, 'came, and no `webhookSecret` is known to check it with')
  const right = await hmac(secret, text)
  if (isSame(given ?? '', toBase64(right)) || isSame((given ?? '').toLowerCase(), toHex(right))) return
  throw unsigned(vendor, 'has no signature that fits it')
}
