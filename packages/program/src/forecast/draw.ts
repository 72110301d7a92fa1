import { exp, ln, power, stirlingTail } from './logarithm.ts'
import type { Random } from './random.ts'

/**
 * How many of `n` it happens to, each with the chance `p`: exactly binomial, at a cost that does not grow with n
 * (for large n·p Hörmann’s transformed rejection BTRS, "The generation of binomial random variates", 1993).
 */
export function binomial(n: number, p: number, random: Random): number {
  if (n <= 0 || p <= 0) return 0
  if (p >= 1) return n
  if (p > 0.5) return n - binomial(n, 1 - p, random)
  return n * p < 10 ? binomialByInversion(n, p, random) : binomialByRejection(n, p, random)
}

function binomialByInversion(n: number, p: number, random: Random): number {
  const odds = p / (1 - p)
  const none = power(1 - p, n)
  for (;;) {
    let [left, chance] = [random(), none]
    // Further out than 150, with a mean below 10, only rounding could take it: draw again.
    for (let k = 0; k <= Math.min(n, 150); k++) {
      if (left < chance) return k
      left -= chance
      chance *= (odds * (n - k)) / (k + 1)
    }
  }
}

function binomialByRejection(n: number, p: number, random: Random): number {
  const spread = Math.sqrt(n * p * (1 - p))
  const b = 1.15 + 2.53 * spread
  const a = -0.0873 + 0.0248 * b + 0.01 * p
  const alpha = (2.83 + 5.1 / b) * spread
  const odds = p / (1 - p)
  const mode = Math.floor((n + 1) * p)
  const atMode =
    (mode + 0.5) * ln((mode + 1) / (odds * (n - mode + 1))) + stirlingTail(mode) + stirlingTail(n - mode)
  for (;;) {
    const u = random() - 0.5
    const v = random()
    const edge = 0.5 - Math.abs(u)
    const k = Math.floor(((2 * a) / edge + b) * u + n * p + 0.5)
    if (edge >= 0.07 && v <= 0.92 - 4.2 / b) return k
    if (!(k >= 0 && k <= n) || v === 0) continue
    const bound =
      atMode +
      (n + 1) * ln((n - mode + 1) / (n - k + 1)) +
      (k + 0.5) * ln((odds * (n - k + 1)) / (k + 1)) -
      stirlingTail(k) -
      stirlingTail(n - k)
    if (ln((v * alpha) / (a / (edge * edge) + b)) <= bound) return k
  }
}

/** How often something happens that happens `mean` times on average: exactly Poisson (Hörmann’s PTRS, 1993). */
export function poisson(mean: number, random: Random): number {
  if (mean <= 0) return 0
  return mean < 10 ? poissonByInversion(mean, random) : poissonByRejection(mean, random)
}

function poissonByInversion(mean: number, random: Random): number {
  const none = exp(-mean)
  for (;;) {
    let [left, chance] = [random(), none]
    for (let k = 0; k <= 150; k++) {
      if (left < chance) return k
      left -= chance
      chance *= mean / (k + 1)
    }
  }
}

const halfLnTwoPi = 0.9189385332046727

function poissonByRejection(mean: number, random: Random): number {
  const b = 0.931 + 2.53 * Math.sqrt(mean)
  const a = -0.059 + 0.02483 * b
  const alpha = 1.1239 + 1.1328 / (b - 3.4)
  for (;;) {
    const u = random() - 0.5
    const v = random()
    const edge = 0.5 - Math.abs(u)
    const k = Math.floor(((2 * a) / edge + b) * u + mean + 0.43)
    if (edge >= 0.07 && v <= 0.9277 - 3.6224 / (b - 2)) return k
    if (!(k >= 0) || v === 0 || (edge < 0.013 && v > edge)) continue
    const bound = k * ln(mean / (k + 1)) + (k + 1 - mean) - 0.5 * ln(k + 1) - halfLnTwoPi - stirlingTail(k)
    if (ln((v * alpha) / (a / (edge * edge) + b)) <= bound) return k
  }
}

/** A value between `low` and `high`, most often near `likely`: triangular. */
export function triangular(low: number, likely: number, high: number, random: Random): number {
  const width = high - low
  if (width <= 0) return likely
  const u = random()
  const rise = (likely - low) / width
  return u < rise
    ? low + Math.sqrt(u * width * (likely - low))
    : high - Math.sqrt((1 - u) * width * (high - likely))
}
