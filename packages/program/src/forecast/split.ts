import { binomial } from './draw.ts'
import { exp } from './logarithm.ts'
import type { Random } from './random.ts'

/**
 * For k = 0, 1, 2, …: the chance of exactly k, given that it is not fewer, where k is Poisson with the given mean
 * (not above 700). The last chance is 1: there ends what could still happen once in 10^20 times.
 */
export function poissonChances(mean: number): number[] {
  const exactly = [exp(-mean)]
  for (let k = 1; k < mean || exactly[k - 1]! > 1e-20; k++) exactly.push((exactly[k - 1]! * mean) / k)
  // From the far end: one minus the sum so far would be rounding and nothing else there.
  let beyond = 0
  const chances = exactly.toReversed().map((chance) => {
    beyond += chance
    return chance / beyond
  })
  return chances.toReversed()
}

/**
 * Divides `n` people, who each draw a k by the same chances: calls `take(k, people)` for every k that somebody drew.
 * Exactly multinomial, one binomial draw for each k instead of one for each person.
 */
export function split(
  n: number,
  chances: readonly number[],
  random: Random,
  take: (k: number, people: number) => void,
): void {
  for (let left = n, k = 0; left > 0; k++) {
    const people = binomial(left, chances[k] ?? 1, random)
    if (people > 0) take(k, people)
    left -= people
  }
}
