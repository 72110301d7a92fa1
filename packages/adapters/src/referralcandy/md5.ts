/** Bits that each step turns by, four to a round. */
const turns = [7, 12, 17, 22, 5, 9, 14, 20, 4, 11, 16, 23, 6, 10, 15, 21]

/** The constant of step `index`: the fraction of a sine. */
const sine = (index: number): number => Math.floor(Math.abs(Math.sin(index + 1)) * 2 ** 32)

/** MD5 of the text's UTF-8 bytes as hex (RFC 1321). Web Crypto has none; ReferralCandy signs by it, which is all it is for. */
export function md5(text: string): string {
  const bytes = new TextEncoder().encode(text)
  const words = new Uint32Array(((bytes.length + 72) >> 6) * 16)
  for (const [index, byte] of [...bytes, 0x80].entries()) words[index >> 2]! |= byte << ((index & 3) * 8)
  words[words.length - 2] = bytes.length * 8
  words[words.length - 1] = bytes.length / 2 ** 29
  const state = new Uint32Array([0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476])
  for (let start = 0; start < words.length; start += 16) {
    let [a, b, c, d] = state as unknown as [number, number, number, number]
    for (let step = 0; step < 64; step++) {
      const round = step >> 4
      const mixed = [(b & c) | (~b & d), (b & d) | (c & ~d), b ^ c ^ d, c ^ (b | ~d)][round]!
      const place = [step, 5 * step + 1, 3 * step + 5, 7 * step][round]! & 15
      const sum = (a + mixed + sine(step) + words[start + place]!) | 0
      const turn = turns[round * 4 + (step & 3)]!
      ;[a, d, c, b] = [d, c, b, (b + ((sum << turn) | (sum >>> (32 - turn)))) | 0]
    }
    for (const [index, value] of [a, b, c, d].entries()) state[index]! += value
  }
  return [...new Uint8Array(state.buffer)].map((byte) => byte.toString(16).padStart(2, '0')).join('')
}
