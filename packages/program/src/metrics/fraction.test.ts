import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { divideHalfUp, fraction } from './fraction.ts'

const whole = fc.nat(Number.MAX_SAFE_INTEGER)

test('divides money exactly, halves up, as big integers do', () => {
  fc.assert(
    fc.property(whole, whole, (part, by) => {
      fc.pre(by > 0)
      const exact = (2n * BigInt(part) + BigInt(by)) / (2n * BigInt(by))
      expect(divideHalfUp(part, by)).toBe(Number(exact))
    }),
    { numRuns: 5000 },
  )
})

test('rounds a half up where a division would hide it', () => {
  expect(divideHalfUp(5, 2)).toBe(3)
  expect(divideHalfUp(9_007_199_254_740_991, 2)).toBe(4_503_599_627_370_496)
})

test.each([
  [0, 0],
  [1, 0],
  [Number.NaN, 1],
  [Infinity, 1],
])('%d / %d is undefined', (part, by) => {
  expect(fraction(part, by)).toBeUndefined()
  expect(divideHalfUp(part, by)).toBeUndefined()
})

test('a part is between 0 and 1', () => {
  fc.assert(
    fc.property(whole, whole, (a, b) => {
      fc.pre(a > 0 || b > 0)
      const share = fraction(Math.min(a, b), Math.max(a, b))!
      expect(share >= 0 && share <= 1).toBe(true)
    }),
  )
})
