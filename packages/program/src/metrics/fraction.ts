/**
 * `part / whole`, as a fraction: 0.07 is 7 %. `undefined` where there is nothing to divide by, and for anything else
 * that would not be a number: no metric is ever NaN or infinite.
 */
export function fraction(part: number, whole: number): number | undefined {
  const result = part / whole
  return Number.isFinite(result) ? result : undefined
}

/**
 * `part / whole` as a whole number, halves rounded up: for amounts of money, in minor units. Exact for safe integers,
 * where rounding a division would not be. `undefined` like `fraction`.
 */
export function divideHalfUp(part: number, whole: number): number | undefined {
  if (!Number.isFinite(part / whole)) return undefined
  if (!(part >= 0 && whole > 0)) return Math.round(part / whole)
  const rest = part % whole
  const quotient = Math.round((part - rest) / whole)
  // Not `2 * rest >= whole`, which may leave the safe integers.
  return rest >= whole - rest ? quotient + 1 : quotient
}
