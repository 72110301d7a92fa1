/** What a forecast says of one number, over all runs. */
export interface Estimate {
  readonly mean: number
  /** In 5 % of the runs it is lower. */
  readonly low: number
  /** In 5 % of the runs it is higher: 90 % lie between. */
  readonly high: number
  /** Standard error of the mean: what more runs would still change. */
  readonly error: number
  /** Runs in which the number exists; a cost per customer does not where there was no customer. */
  readonly runs: number
}

/**
 * Mean and 90 % interval over the runs, rounded to `decimals`; `undefined` where no run has the number. The interval is
 * widened to hold the mean: where one run in fifty is costly, the mean may lie above 95 % of them.
 */
export function estimate(values: readonly (number | undefined)[], decimals = 0): Estimate | undefined {
  const sorted = Float64Array.from(values.filter((value) => value !== undefined)).sort()
  const runs = sorted.length
  if (runs === 0) return undefined
  const mean = sorted.reduce((sum, value) => sum + value, 0) / runs
  const variance =
    sorted.reduce((sum, value) => sum + (value - mean) * (value - mean), 0) / Math.max(1, runs - 1)
  const round = (value: number) => roundTo(value, decimals)
  return {
    mean: round(mean),
    low: round(Math.min(mean, quantile(sorted, 0.05))),
    high: round(Math.max(mean, quantile(sorted, 0.95))),
    error: round(Math.sqrt(variance / runs)),
    runs,
  }
}

/** Between the two nearest values, by distance. */
function quantile(sorted: Float64Array, part: number): number {
  const place = (sorted.length - 1) * part
  const below = Math.floor(place)
  const value = sorted[below]!
  return value + (place - below) * ((sorted[below + 1] ?? value) - value)
}

function roundTo(value: number, decimals: number): number {
  const scale = Number(`1e${decimals}`)
  const scaled = Math.round(value * scale)
  // Beyond the safe integers there are no decimals to lose.
  return Number.isSafeInteger(scaled) ? scaled / scale : value
}
