import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { binomial, poisson, triangular } from './draw.ts'
import { exp, ln, power, stirlingTail } from './logarithm.ts'
import { createRandom, type Random } from './random.ts'
import { split, poissonChances } from './split.ts'

const draws = 40_000

/** How far draws are from what they should be: Σ (seen − due)² ÷ due over places that are due five draws and more. */
function chiSquare(draw: () => number, chance: (k: number) => number) {
  const seen = new Map<number, number>()
  for (let each = 0; each < draws; each++) {
    const k = draw()
    seen.set(k, (seen.get(k) ?? 0) + 1)
  }
  let [sum, places, rest, restDue] = [0, -1, draws, draws]
  for (let k = 0; k < 2000; k++) {
    const due = draws * chance(k)
    if (due < 5) continue
    sum += ((seen.get(k) ?? 0) - due) ** 2 / due
    places++
    rest -= seen.get(k) ?? 0
    restDue -= due
  }
  if (restDue >= 1) [sum, places] = [sum + (rest - restDue) ** 2 / restDue, places + 1]
  // Nearly normal, after Wilson and Hilferty: above 4 about once in 30,000 times.
  return ((sum / places) ** (1 / 3) - (1 - 2 / (9 * places))) / Math.sqrt(2 / (9 * places))
}

const lnFactorials = [0]
for (let k = 1; k <= 2000; k++) lnFactorials.push(lnFactorials[k - 1]! + Math.log(k))
const lnFactorial = (k: number) => lnFactorials[k]!

describe('draws have the odds that they claim', () => {
  test.each([
    [1, 0.3],
    [20, 0.05],
    [30, 0.9],
    [100, 0.1],
    [101, 0.5],
    [1000, 0.02],
    [1500, 0.7],
  ])('binomial of %d at %d', (n, p) => {
    const random = createRandom(n * 7 + 1)
    const all = lnFactorial(n)
    const chance = (k: number) =>
      k > n
        ? 0
        : Math.exp(all - lnFactorial(k) - lnFactorial(n - k) + k * Math.log(p) + (n - k) * Math.log(1 - p))
    expect(chiSquare(() => binomial(n, p, random), chance)).toBeLessThan(4)
  })

  test.each([0.01, 0.7, 5, 9.9, 10, 25, 180])('poisson of mean %d', (mean) => {
    const random = createRandom(Math.round(mean * 100))
    const chance = (k: number) => Math.exp(k * Math.log(mean) - mean - lnFactorial(k))
    expect(chiSquare(() => poisson(mean, random), chance)).toBeLessThan(4)
  })

  test('the check would notice odds that are one in a hundred off', () => {
    const random = createRandom(5)
    const chance = (k: number) => Math.exp(k * Math.log(25) - 25 - lnFactorial(k))
    expect(chiSquare(() => poisson(25.25, random), chance)).toBeGreaterThan(4)
  })

  test.each([
    ['binomial', 1e9 * 0.3, Math.sqrt(1e9 * 0.21), (random: Random) => binomial(1e9, 0.3, random)],
    ['rare binomial', 5, Math.sqrt(5), (random: Random) => binomial(1e9, 5e-9, random)],
    ['poisson', 1e9, Math.sqrt(1e9), (random: Random) => poisson(1e9, random)],
  ])('%s of a billion has its mean and its spread', (_, mean, spread, draw) => {
    const random = createRandom(11)
    const scaled = Array.from({ length: draws }, () => (draw(random) - mean) / spread)
    const sum = scaled.reduce((total, value) => total + value, 0)
    const squares = scaled.reduce((total, value) => total + value * value, 0)
    expect(Math.abs(sum / Math.sqrt(draws))).toBeLessThan(4)
    expect(Math.abs(squares / draws - 1)).toBeLessThan(4 * Math.sqrt(2.5 / draws))
  })

  test('triangular stays between its ends, around its mean', () => {
    const random = createRandom(3)
    const values = Array.from({ length: draws }, () => triangular(1, 2, 6, random))
    expect(Math.min(...values)).toBeGreaterThanOrEqual(1)
    expect(Math.max(...values)).toBeLessThanOrEqual(6)
    expect(values.reduce((a, b) => a + b, 0) / draws).toBeCloseTo(3, 1)
    expect(triangular(2, 2, 2, random)).toBe(2)
  })
})

test('a draw is a whole number of those there are', () => {
  const chance = fc.double({ min: -0.1, max: 1.1, noNaN: true })
  fc.assert(
    fc.property(fc.nat(2 ** 31), fc.oneof(fc.nat(50), fc.nat(1e9)), chance, (seed, n, p) => {
      const k = binomial(n, p, createRandom(seed))
      expect(Number.isInteger(k) && k >= 0 && k <= n).toBe(true)
    }),
    { numRuns: 5000 },
  )
})

test('dividing people loses nobody', () => {
  const mean = fc.double({ min: 0, max: 300, noNaN: true })
  fc.assert(
    fc.property(fc.nat(2 ** 31), fc.nat(1e6), mean, (seed, people, mean) => {
      let all = 0
      split(people, poissonChances(mean), createRandom(seed), (_, some) => (all += some))
      expect(all).toBe(people)
    }),
    { numRuns: 500 },
  )
})

test('logarithm and power agree with the engine’s', () => {
  fc.assert(
    fc.property(fc.double({ min: 1e-30, max: 1e30, noNaN: true }), (x) => {
      expect(Math.abs(ln(x) - Math.log(x))).toBeLessThanOrEqual(4e-16 * Math.max(1, Math.abs(Math.log(x))))
    }),
    { numRuns: 5000 },
  )
  fc.assert(
    fc.property(fc.double({ min: -740, max: 700, noNaN: true }), (x) => {
      expect(Math.abs(exp(x) / Math.exp(x) - 1)).toBeLessThan(x < -700 ? 1e-3 : 1e-12)
    }),
    { numRuns: 5000 },
  )
  expect(power(3, 5)).toBe(243)
  expect(stirlingTail(10)).toBeCloseTo(0.0075736754879518, 12)
})

describe('random numbers', () => {
  test('are the same for a seed and a stream, and others for other ones', () => {
    const some = (seed: number, stream: number) => {
      const random = createRandom(seed, stream)
      return [random(), random(), random()]
    }
    expect(some(1, 0)).toEqual(some(1, 0))
    const all = [some(1, 0), some(1, 1), some(2, 0), some(0, 1), some(2 ** 32 + 1, 0), some(2 ** 40, 1)]
    expect(new Set(all.map(String)).size).toBe(all.length)
  })

  test('fill the line from 0 to 1 evenly, in every stream', () => {
    const buckets = Array.from({ length: 64 }, () => 0)
    for (let stream = 0; stream < 640; stream++) {
      const random = createRandom(9, stream)
      for (let each = 0; each < 100; each++) buckets[Math.floor(random() * 64)]!++
    }
    const chi = buckets.reduce((sum, seen) => sum + (seen - 1000) ** 2 / 1000, 0)
    expect(chi).toBeLessThan(63 + 4 * Math.sqrt(126))
  })
})
