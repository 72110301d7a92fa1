import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { runs } from '../runs.fixture.ts'
import { assignVariant } from './assignment.ts'
import { hash } from './hash.ts'

const arms = (...weights: number[]) => weights.map((weight, index) => ({ id: `arm-${index}`, weight }))
const units = Array.from({ length: 100_000 }, (_, index) => `v_${index.toString(36).padStart(16, '0')}`)
const count = (keys: Iterable<string>) => {
  const counts = new Map<string, number>()
  for (const key of keys) counts.set(key, (counts.get(key) ?? 0) + 1)
  return counts
}
const chiSquared = (seen: readonly number[], expected: readonly number[]) =>
  seen.reduce((sum, value, index) => sum + (value - expected[index]!) ** 2 / expected[index]!, 0)
const experiment = fc.record({
  id: fc.constantFrom('button', 'title', 'button-2'),
  variants: fc
    .uniqueArray(fc.record({ id: fc.constantFrom('a', 'b', 'c', 'd', 'e'), weight: fc.nat(5) }), {
      selector: ({ id }) => id,
      minLength: 2,
    })
    .filter((list) => list.some(({ weight }) => weight > 0)),
})

test('hashes as MurmurHash3 does', () => {
  // Published vectors: no bytes, four bytes of zero.
  expect([hash(''), hash('\0')]).toEqual([0, 0x2362f9de])
})

// The 99.9 % points of χ² with 1, 3 and 9 degrees of freedom.
test.each([
  [[1, 1], 10.83],
  [[50, 30, 15, 5], 16.27],
  [[1, 1, 1, 1, 1, 1, 1, 1, 1, 1], 27.88],
])('splits 100,000 visitors %j as announced', (weights, limit) => {
  const variants = arms(...weights)
  const total = weights.reduce((sum, weight) => sum + weight, 0)
  const expected = weights.map((weight) => (units.length * weight) / total)
  for (const id of ['button', 'title']) {
    const counts = count(units.map((unit) => assignVariant({ id, variants }, unit).id))
    const chi = chiSquared(
      variants.map((variant) => counts.get(variant.id) ?? 0),
      expected,
    )
    console.info(`χ² of ${id}, ${weights.join(':')}: ${chi.toFixed(2)} (limit ${limit})`)
    expect(chi).toBeLessThan(limit)
  }
})

test('what a visitor gets in one experiment says nothing of the next', () => {
  const variants = arms(1, 1, 1)
  for (const [one, other] of [
    ['button', 'title'],
    ['exp-1', 'exp-2'],
    ['a', 'aa'],
  ] as const) {
    const pairs = units.map((unit) =>
      [one, other].map((id) => assignVariant({ id, variants }, unit).id).join(),
    )
    const counts = count(pairs)
    const chi = chiSquared(
      [...counts.values()],
      Array.from(counts, () => units.length / 9),
    )
    console.info(`χ² of ${one} × ${other}: ${chi.toFixed(2)} (limit 26.12)`)
    expect(counts.size).toBe(9)
    expect(chi).toBeLessThan(26.12)
  }
})

test('the same visitor gets the same, in whatever order the variants are listed', () => {
  fc.assert(
    fc.property(experiment, fc.string(), ({ id, variants }, unit) => {
      const given = assignVariant({ id, variants }, unit)
      expect(assignVariant({ id, variants: variants.toReversed() }, unit)).toBe(given)
      expect(given.weight).toBeGreaterThan(0)
    }),
    runs,
  )
})

test('a variant that is stopped moves only its own visitors', () => {
  fc.assert(
    fc.property(experiment, fc.string(), fc.nat(4), ({ id, variants }, unit, which) => {
      const stopped = variants.map((arm, index) => (index === which ? { ...arm, weight: 0 } : arm))
      if (stopped.every(({ weight }) => weight === 0)) return
      const before = assignVariant({ id, variants }, unit)
      if (before !== variants[which]) expect(assignVariant({ id, variants: stopped }, unit)).toBe(before)
    }),
    runs,
  )
})

test('a variant that gets more visitors takes them, and the others exchange none', () => {
  fc.assert(
    fc.property(experiment, fc.string(), fc.integer({ min: 1, max: 9 }), ({ id, variants }, unit, more) => {
      const [first, ...rest] = variants
      const grown = [{ ...first!, weight: first!.weight + more }, ...rest]
      const [before, after] = [variants, grown].map((list) => assignVariant({ id, variants: list }, unit).id)
      if (after !== first!.id) expect(after).toBe(before)
    }),
    runs,
  )
})
