/**
 * K: invites per participant × conversion of an invite. Above 1 the program grows by itself. Without an invite it is
 * 0, unless there are converted friends all the same: then their invites were not counted, and it is not known.
 * Source: David Skok, "Lessons Learned: Viral Marketing".
 */
export function viralCoefficient(counts: {
  readonly participants: number
  readonly invites: number
  readonly converted: number
}): number | undefined {
  const { participants, invites, converted } = counts
  if (!(participants > 0)) return undefined
  if (invites === 0) return converted === 0 ? 0 : undefined
  const result = (invites / participants) * (converted / invites)
  return Number.isFinite(result) ? result : undefined
}

/**
 * Customers(t) = C0 · (K^(t ÷ cycle + 1) − 1) ÷ (K − 1): what `customers` have become after a `time`, when each brings
 * `k` more in one `cycle` (both in the same unit). At K = 1 its limit, C0 · (t ÷ cycle + 1). Nobody leaves in this
 * formula. `undefined` for a negative time or K, a cycle of 0, and what no number can hold.
 * Source: David Skok, "Lessons Learned: Viral Marketing", who owes it to Stan Reiss.
 */
export function customersAfter(growth: {
  readonly customers: number
  readonly k: number
  readonly time: number
  readonly cycle: number
}): number | undefined {
  const { customers, k, time, cycle } = growth
  const generations = time / cycle + 1
  if (!(k >= 0 && time >= 0 && cycle > 0)) return undefined
  // Near K = 1 both sides of the fraction go to 0: these keep their digits there, where powers would not.
  const sum = k === 1 ? generations : Math.expm1(generations * Math.log1p(k - 1)) / (k - 1)
  const result = customers * sum
  return Number.isFinite(result) ? result : undefined
}

/**
 * Cycle time: the median of the times from a share to the conversion that came of it, in whole milliseconds. The
 * median, because a few friends who come back after months would make a mean of nothing.
 * Source: the cycle of the formula above, as Skok describes it; the median is ours.
 */
export function cycleTime(delays: readonly number[]): number | undefined {
  const sorted = Float64Array.from(delays).sort()
  const middle = sorted.length >> 1
  const upper = sorted[middle]
  if (upper === undefined) return undefined
  const lower = sorted.length % 2 === 1 ? upper : sorted[middle - 1]!
  const median = Math.round(lower + (upper - lower) / 2)
  return Number.isFinite(median) ? median : undefined
}
