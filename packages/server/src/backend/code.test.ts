import { expect, it } from 'vitest'
import { codeAlphabet, createCode } from './code.ts'

const random = (bytes: number) => crypto.getRandomValues(new Uint8Array(bytes))

/** The same bytes for less: one call for many. */
const pool = { bytes: random(65_536), at: 0 }
const pooled = (count: number): Uint8Array => {
  if (pool.at + count > pool.bytes.length) Object.assign(pool, { bytes: random(65_536), at: 0 })
  return pool.bytes.subarray(pool.at, (pool.at += count))
}

/** What people take for one another; no two of one line are both in a code. */
const alike = ['0OQD', '1IL', '2Z', '3E', '4A', '5S', '6G', '8B', 'UV']

it('writes codes of nine signs, of which no two look alike', () => {
  for (const group of alike)
    expect([group, Array.from(group).filter((sign) => codeAlphabet.includes(sign)).length <= 1]).toEqual([
      group,
      true,
    ])
  expect(codeAlphabet).not.toMatch(/[AEIOU01IL]/)
  const pattern = new RegExp(`^[${codeAlphabet}]{9}$`)
  for (let count = 0; count < 5000; count++) expect(createCode(random)).toMatch(pattern)
})

it('has forty bits and more to guess', () => {
  expect(Math.log2(codeAlphabet.length ** 9)).toBeGreaterThan(40)
  // One guess, and a million participants.
  expect(1e6 / codeAlphabet.length ** 9).toBeLessThan(1e-6)
})

/** Written apart from the list that the codes are checked with, as they stand in a code. */
const offensive =
  /FCK|FKN|KKK|N[G9]{2}R|CNT|DCK|F[G9][T7]|[T7]W[T7]|CRP|R4P3|F4[G9]|W4NK|P3D3|M3RD3|K4NK3R|N3[G9]3R|FVCK|PV[T7]4/

it('writes no word that offends, and hardly one code twice, in a million', () => {
  const seen = new Set<string>()
  const bad: string[] = []
  for (let count = 0; count < 1_000_000; count++) {
    const code = createCode(pooled)
    if (offensive.test(code)) bad.push(code)
    seen.add(code)
  }
  expect(bad).toEqual([])
  // The birthday paradox grants 0.3 twins among a million of 1.8 · 10¹².
  expect(seen.size).toBeGreaterThanOrEqual(999_990)
}, 30_000)

it('makes every letter as likely', () => {
  const counts = new Map<string, number>()
  for (let i = 0; i < 20_000; i++)
    for (const letter of createCode(random)) counts.set(letter, (counts.get(letter) ?? 0) + 1)
  const mean = (20_000 * 9) / codeAlphabet.length
  expect(counts.size).toBe(codeAlphabet.length)
  // 7,826 each on average, give or take 87; what is refused takes a little from some of them.
  for (const [letter, count] of counts)
    expect([letter, count > mean * 0.92, count < mean * 1.06]).toEqual([letter, true, true])
})

it('uses whatever bytes it gets, and asks for more', () => {
  let asked = 0
  const stubborn = (bytes: number) => {
    asked++
    return asked < 3 ? new Uint8Array(bytes).fill(255) : random(bytes)
  }
  expect(createCode(stubborn)).toHaveLength(9)
  expect(asked).toBeGreaterThanOrEqual(3)
})
