import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { runs } from '../runs.fixture.ts'
import { decide, type Decision } from './decision.ts'
import { chancesToBeBest } from './posterior.ts'
import type { Counts } from './sequential.ts'

/** Mulberry32: small, seeded, good enough to toss coins. */
function dice(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

/** Draws how many of 200 visitors convert, from one throw of the dice. */
function conversions(rate: number): (throwOf: number) => number {
  // (1 − rate) ** 200 would be too small for a number.
  if (rate > 0.5) {
    const others = conversions(1 - rate)
    return (throwOf) => 200 - others(throwOf)
  }
  let chance = (1 - rate) ** 200
  let sum = chance
  const upTo = Array.from({ length: 201 }, (_, count) => {
    if (count > 0) sum += chance *= ((201 - count) * rate) / (count * (1 - rate))
    return sum
  })
  const likeliest = Math.floor(rate * 200)
  return (throwOf) => {
    let count = likeliest
    while (count > 0 && throwOf < upTo[count - 1]!) count--
    while (count < 200 && throwOf >= upTo[count]!) count++
    return count
  }
}

/** The share of experiments that end with `hit`: thirty days of 200 visitors a day in each arm, looked at daily. */
function share(count: number, rates: Readonly<Record<string, number>>, hit: (decision: Decision) => boolean) {
  const random = dice(20_260_331)
  const arms = Object.entries(rates).map(([name, rate]) => ({ name, draw: conversions(rate) }))
  let hits = 0
  for (let run = 0; run < count; run++) {
    const totals = new Map<string, number>()
    const looks = Array.from({ length: 30 }, (_, day) => {
      for (const { name, draw } of arms) totals.set(name, (totals.get(name) ?? 0) + draw(random()))
      return Object.fromEntries(
        Array.from(totals, ([name, converted]) => [name, { shown: (day + 1) * 200, converted }]),
      )
    })
    if (hit(decide({ control: 'control', looks }))) hits++
  }
  return hits / count
}
const decided = ({ verdict }: Decision) => verdict !== 'no-difference-yet'
const percent = (value: number) => `${(value * 100).toFixed(2)} %`

test('with 30 daily looks and no difference, at most 2 % of 4,000 experiments end with one', () => {
  const wrong = share(4000, { control: 0.05, variant: 0.05 }, decided)
  console.info(`false positives at 5 %, 30 looks, 4,000 runs: ${percent(wrong)} (limit 2 %)`)
  expect(wrong).toBeLessThanOrEqual(0.02)
})

test('the dice are fair', () => {
  const random = dice(1)
  for (const rate of [0.002, 0.05, 0.5, 0.99]) {
    const draw = conversions(rate)
    const drawn = Array.from({ length: 20_000 }, () => draw(random()))
    const mean = drawn.reduce((sum, count) => sum + count, 0) / drawn.length
    const variance = drawn.reduce((sum, count) => sum + (count - mean) ** 2, 0) / drawn.length
    expect(mean / (200 * rate)).toBeCloseTo(1, 1)
    expect(variance / (200 * rate * (1 - rate))).toBeCloseTo(1, 1)
  }
})

test('finds 7 % against 5 % in at least 90 % of 4,000 experiments', () => {
  const found = share(4000, { control: 0.05, variant: 0.07 }, ({ winner }) => winner === 'variant')
  console.info(`power for 5 % to 7 %, 30 looks, 4,000 runs: ${percent(found)} (limit 90 %)`)
  expect(found).toBeGreaterThanOrEqual(0.9)
})

test('rare, even and many conversions, and several variants, are no easier to be fooled by', () => {
  const cases = [
    { control: 0.002, variant: 0.002 },
    { control: 0.5, variant: 0.5 },
    { control: 0.99, variant: 0.99 },
    { control: 0.05, a: 0.05, b: 0.05, c: 0.05 },
  ]
  for (const rates of cases) {
    const wrong = share(500, rates, decided)
    console.info(`false positives of ${JSON.stringify(rates)}, 500 runs: ${percent(wrong)} (limit 3 %)`)
    expect(wrong).toBeLessThanOrEqual(0.03)
  }
})

const step = fc.tuple(fc.nat(2000), fc.double({ min: 0, max: 1, noNaN: true })).map(([shown, rate]) => ({
  shown,
  converted: Math.floor(shown * rate),
}))
/** Cumulative counts of a control and two variants. */
const series = fc
  .array(fc.record({ control: step, a: step, b: step }), { minLength: 1, maxLength: 10 })
  .map((steps) => {
    const sum = (name: 'control' | 'a' | 'b', upTo: number, of: keyof Counts) =>
      steps.slice(0, upTo + 1).reduce((total, look) => total + look[name][of], 0)
    const counts = (name: 'control' | 'a' | 'b', upTo: number) => ({
      shown: sum(name, upTo, 'shown'),
      converted: sum(name, upTo, 'converted'),
    })
    return steps.map((_, day) => ({
      control: counts('control', day),
      a: counts('a', day),
      b: counts('b', day),
    }))
  })

test('a difference is said exactly when p is at most alpha, and the interval leaves out 0', () => {
  fc.assert(
    fc.property(series, (looks) => {
      for (const { p, interval, verdict } of decide({ control: 'control', looks }).arms) {
        if (Math.abs(p - 0.05) < 1e-9) continue
        expect(verdict !== 'no-difference-yet').toBe(p < 0.05)
        if (verdict === 'better') expect(interval[0]).toBeGreaterThan(0)
        if (verdict === 'worse') expect(interval[1]).toBeLessThan(0)
      }
    }),
    runs,
  )
})

test('one more look never makes p larger or the interval wider, and a look twice changes nothing', () => {
  fc.assert(
    fc.property(series, (looks) => {
      const [before] = decide({ control: 'control', looks: looks.slice(0, -1) }).arms
      const all = decide({ control: 'control', looks })
      const [after] = all.arms
      if (before && after) {
        expect(after.p).toBeLessThanOrEqual(before.p)
        expect(after.interval[0]).toBeGreaterThanOrEqual(before.interval[0])
        expect(after.interval[1]).toBeLessThanOrEqual(before.interval[1])
      }
      expect(decide({ control: 'control', looks: [...looks, looks.at(-1)!] })).toEqual(all)
    }),
    { numRuns: Math.ceil(runs.numRuns / 4) },
  )
})

const counts = (shown: number, converted: number): Counts => ({ shown, converted })
const once = (arms: Readonly<Record<string, Counts>>) => decide({ control: 'c', looks: [arms] })

test('names the best of several winners, and the control when all are worse', () => {
  const good = { c: counts(9000, 450), x: counts(9000, 800), y: counts(9000, 900) }
  expect(once(good)).toMatchObject({ verdict: 'winner', winner: 'y' })
  expect(once({ c: good.y, x: good.c })).toMatchObject({
    verdict: 'control-wins',
    arms: [{ verdict: 'worse' }],
  })
  expect(once({ ...good, y: good.c, x: counts(9000, 300) }).verdict).toBe('no-difference-yet')
})

test('says when looks contradict each other', () => {
  const looks = [
    { c: counts(10_000, 500), x: counts(10_000, 900) },
    { c: counts(100_000, 9000), x: counts(100_000, 5000) },
  ]
  expect(decide({ control: 'c', looks })).toMatchObject({ verdict: 'inconsistent', arms: [{ variant: 'x' }] })
})

test('nothing seen decides nothing', () => {
  expect(decide({ control: 'c', looks: [] })).toEqual({
    verdict: 'no-difference-yet',
    arms: [],
    chances: [{ variant: 'c', chance: 1 }],
  })
  expect(once({ c: counts(0, 0), x: counts(50, 50) }).arms).toMatchObject([{ p: 1, interval: [-1, 1] }])
})

test.each([
  [{ looks: [{ c: counts(5, 6) }] }, /Look 1, variant "c": 6 of 5\. Give whole numbers/],
  [{ looks: [{ c: counts(1.5, 1) }] }, /1 of 1\.5/],
  [{ looks: [{ c: counts(5, -1) }] }, /-1 of 5/],
  [
    { looks: [{ c: counts(5, 1) }, { c: counts(4, 1) }] },
    /1 of 4, after 1 of 5\. Give counts since the start/,
  ],
  [
    { looks: [{ c: counts(5, 1), x: counts(5, 1) }, { c: counts(9, 1) }] },
    /variant "x": 0 of 0, after 1 of 5/,
  ],
  [{ looks: [], alpha: 0 }, /alpha is 0/],
  [{ looks: [], tau: Number.NaN }, /tau is NaN/],
])('refuses counts that cannot be: %j', (data, message) => {
  expect(() => decide({ control: 'c', ...data })).toThrow(message)
})

test('describes the chances to be best as the exact integral gives them', () => {
  const [, second] = chancesToBeBest([counts(3, 1), counts(3, 2)])
  expect(second).toBeCloseTo(exactChance(counts(3, 1), counts(3, 2)), 3)
  for (const [a, b] of [
    [counts(10, 1), counts(10, 3)],
    [counts(1000, 50), counts(40, 3)],
    [counts(100_000, 5000), counts(20, 1)],
    [counts(20_000, 1000), counts(20_000, 1040)],
  ] as const)
    expect(chancesToBeBest([a, b])[1]).toBeCloseTo(exactChance(a, b), 2)
  expect(chancesToBeBest([counts(9, 4), counts(9, 4), counts(9, 4)])).toEqual([1 / 3, 1 / 3, 1 / 3].map(near))
})

const near = (value: number): unknown => expect.closeTo(value, 10)

/** P(b > a) = Σ B(α+i, β+β′) / ((β′+i) B(1+i, β′) B(α, β)), Evan Miller, "Formulas for Bayesian A/B Testing" (2015). */
function exactChance(a: Counts, b: Counts): number {
  const logBeta = (x: number, y: number) => logGamma(x) + logGamma(y) - logGamma(x + y)
  const [x, y] = [1 + a.converted, 1 + a.shown - a.converted]
  const z = 1 + b.shown - b.converted
  let sum = 0
  for (let i = 0; i <= b.converted; i++)
    sum += Math.exp(logBeta(x + i, y + z) - Math.log(z + i) - logBeta(1 + i, z) - logBeta(x, y))
  return sum
}

/** ln (n − 1)! for whole n up to 200,000, summed. */
const logGammas = [0, 0]
const logGamma = (n: number): number => {
  while (logGammas.length <= n) logGammas.push(logGammas.at(-1)! + Math.log(logGammas.length - 1))
  return logGammas[n]!
}
