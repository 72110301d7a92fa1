/** The next number of a stream, 0 ≤ x < 1, in steps of 2^-53. */
export type Random = () => number

/**
 * Numbers that look random and are the same on every machine: sfc32 (Chris Doty-Humphrey), seeded by splitmix32.
 * Streams of one seed are independent, so that run 7 is the same whether or not runs 1 to 6 were made.
 */
export function createRandom(seed: number, stream = 0): Random {
  let state = seed >>> 0
  const scramble = (): number => {
    state = (state + 0x9e3779b9) | 0
    let x = Math.imul(state ^ (state >>> 16), 0x21f0aaad)
    x = Math.imul(x ^ (x >>> 15), 0x735a2d97)
    return (x ^ (x >>> 15)) | 0
  }
  // The seed's upper half, and the stream, are stirred in one after the other: neither can undo the other.
  state = scramble() ^ (Math.floor(seed / 2 ** 32) | 0)
  state = scramble() ^ stream
  let [a, b, c, counter] = [scramble(), scramble(), scramble(), 1]
  const next = (): number => {
    const sum = (((a + b) | 0) + counter) | 0
    counter = (counter + 1) | 0
    a = b ^ (b >>> 9)
    b = (c + (c << 3)) | 0
    c = (((c << 21) | (c >>> 11)) + sum) | 0
    return sum >>> 0
  }
  for (let round = 0; round < 15; round++) next()
  return () => ((next() >>> 5) * 2 ** 26 + (next() >>> 6)) / 2 ** 53
}
