import { expect, it } from 'vitest'
import { createCode } from './code.ts'

const random = (bytes: number) => crypto.getRandomValues(new Uint8Array(bytes))

it('writes codes without look-alikes, vowels and words', () => {
  const codes = Array.from({ length: 5000 }, () => createCode(random))
  for (const code of codes) expect(code).toMatch(/^[26789BCDFGHJKMNPQRTVWXYZ]{8}$/)
  expect(new Set(codes).size).toBe(5000)
  expect(codes.filter((code) => /FCK|88|666/.test(code))).toEqual([])
})

it('makes every letter as likely', () => {
  const counts = new Map<string, number>()
  for (let i = 0; i < 5000; i++)
    for (const letter of createCode(random)) counts.set(letter, (counts.get(letter) ?? 0) + 1)
  const [least, most] = [Math.min(...counts.values()), Math.max(...counts.values())]
  expect(counts.size).toBe(24)
  // 40,000 letters: 1,667 each on average; "88" and "666" take a little from two of them.
  expect([least > 1350, most < 1900]).toEqual([true, true])
})
