import type { Counts } from './sequential.ts'

const points = 500

/**
 * For each of several variants the probability, given the counts, that its rate is the highest: a description for
 * people. It decides nothing, because whoever looks daily and stops at 95 % is wrong almost every second time.
 *
 * Posteriors are Beta(1 + converted, 1 + rest), a flat prior; ∫ fᵢ(x) Π Fⱼ(x) dx is summed on a grid over where they have
 * any weight, good to half a per cent even where one is a thousand times narrower than another.
 */
export function chancesToBeBest(counts: readonly Counts[]): number[] {
  const ranges = counts.map(rangeOf)
  const low = Math.min(...ranges.map(([from]) => from))
  const width = Math.max(...ranges.map(([, to]) => to)) - low
  const grid = Array.from({ length: points }, (_, index) => low + (width * (index + 0.5)) / points)
  const weights = counts.map((count) => weightsOf(count, grid))
  const below = weights.map(cumulate)
  const chances = weights.map((weight, own) =>
    grid.reduce(
      (sum, _, at) =>
        sum + below.reduce((part, other, arm) => (arm === own ? part : part * other[at]!), weight[at]!),
      0,
    ),
  )
  const total = chances.reduce((sum, chance) => sum + chance, 0)
  return chances.map((chance) => chance / total)
}

/** Eight standard deviations around the mean, within 0 to 1. */
function rangeOf({ shown, converted }: Counts): readonly [number, number] {
  const mean = (converted + 1) / (shown + 2)
  const reach = 8 * Math.sqrt((mean * (1 - mean)) / (shown + 3))
  return [Math.max(0, mean - reach), Math.min(1, mean + reach)]
}

/** The posterior on the grid, as shares of 1. */
function weightsOf({ shown, converted }: Counts, grid: readonly number[]): number[] {
  const logs = grid.map((rate) => converted * Math.log(rate) + (shown - converted) * Math.log1p(-rate))
  const highest = logs.reduce((most, log) => Math.max(most, log), -Infinity)
  const weights = logs.map((log) => Math.exp(log - highest))
  const total = weights.reduce((sum, weight) => sum + weight, 0)
  return weights.map((weight) => weight / total)
}

/** The probability to be below each point, half of the point’s own counted. */
function cumulate(weights: readonly number[]): number[] {
  let sum = 0
  return weights.map((weight) => {
    sum += weight
    return sum - weight / 2
  })
}
