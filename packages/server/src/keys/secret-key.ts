import { base64url } from 'jose'

/** A new secret key: 256 random bits. */
export function createSecretKey(random: (bytes: number) => Uint8Array): string {
  return `gw_sk_${base64url.encode(random(32))}`
}

/** What is kept of a key: its SHA-256, in hex. */
export async function digestOf(key: string): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(key))
  return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, '0')).join('')
}

/** Takes as long whatever differs, so that time tells nothing of a key. */
export function isSameDigest(a: string, b: string): boolean {
  if (a.length !== b.length) return false
  let difference = 0
  for (let index = 0; index < a.length; index++) difference |= a.charCodeAt(index) ^ b.charCodeAt(index)
  return difference === 0
}
