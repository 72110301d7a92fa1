import type { Fields } from '../vendor/fields.ts'
import { md5 } from './md5.ts'

/**
 * The parameters with their signature: the MD5 of the secret and all `name=value`, as they are and not encoded, sorted
 * and put together. What is `undefined` is left out.
 */
export function sign(params: Fields, secret: string): Record<string, string> {
  const present = Object.entries(params).filter(([, value]) => value !== undefined)
  const texts = Object.fromEntries(present.map(([name, value]) => [name, String(value)]))
  // Names and separators are ASCII: UTF-16 order differs from that of bytes only past U+FFFF, within two values of one name.
  const pairs = Object.entries(texts).map(([name, value]) => `${name}=${value}`)
  return { ...texts, signature: md5(secret + pairs.sort().join('')) }
}
