/**
 * A well-mixed 32-bit hash: MurmurHash3 x86-32 with seed 0 (Austin Appleby, SMHasher, public domain) over the text’s
 * UTF-16 code units, each as one little-endian 32-bit word.
 */
export function hash(text: string): number {
  let h = 0
  for (let index = 0; index < text.length; index++) {
    let k = Math.imul(text.charCodeAt(index), 0xcc9e2d51)
    k = Math.imul((k << 15) | (k >>> 17), 0x1b873593)
    h ^= k
    h = Math.imul((h << 13) | (h >>> 19), 5) + 0xe6546b64
  }
  h ^= text.length * 4
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b)
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35)
  return (h ^ (h >>> 16)) >>> 0
}
