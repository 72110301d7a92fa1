/** How many people saw a variant, and how many of them did what was hoped for. */
export interface Counts {
  readonly shown: number
  readonly converted: number
}

/** What a sequential test knows after its last look. */
export interface SequentialResult {
  /** The variant’s rate minus the control’s, at the last look. */
  readonly difference: number
  /** Holds the true difference with confidence 1 − alpha at every look at once. Empty (low > high) if looks contradict. */
  readonly low: number
  readonly high: number
  /** Always valid: the chance, if there is no difference, that it ever gets this low is no more than itself. */
  readonly p: number
}

/**
 * The mixture sequential probability ratio test for two proportions: look as often as you like, stop when you like.
 *
 * With d the difference and V its variance, Λ = √(V/(V+τ²)) · exp(τ²d² / (2V(V+τ²))), p = min over looks of 1/Λ, and the
 * interval is the intersection over looks of d ± √(V(V+τ²)/τ² · (2 ln(1/α) + ln((V+τ²)/V))). Johari, Koomen, Pekelis,
 * Walsh, "Always Valid Inference: Continuous Monitoring of A/B Tests", Operations Research 70 (2022), sections 4 and 5.
 * V is estimated with one success and one failure added to each side (Agresti and Caffo 2000), so that a first look
 * without conversions is no proof of anything.
 *
 * @param looks cumulative counts, the oldest first
 * @param tau the standard deviation of the differences that are expected before anything is seen
 */
export function sequentialTest(
  looks: readonly { readonly control: Counts; readonly variant: Counts }[],
  { alpha, tau }: { readonly alpha: number; readonly tau: number },
): SequentialResult {
  let [difference, low, high, p] = [0, -1, 1, 1]
  for (const { control, variant } of looks) {
    if (control.shown === 0 || variant.shown === 0) continue
    difference = variant.converted / variant.shown - control.converted / control.shown
    const variance = varianceOf(control) + varianceOf(variant)
    const mixed = variance + tau ** 2
    const spread = Math.log(mixed / variance)
    const evidence = (tau ** 2 * difference ** 2) / (2 * variance * mixed) - spread / 2
    const half = Math.sqrt(((variance * mixed) / tau ** 2) * (2 * Math.log(1 / alpha) + spread))
    p = Math.min(p, Math.exp(-evidence))
    low = Math.max(low, difference - half)
    high = Math.min(high, difference + half)
  }
  return { difference, low, high, p }
}

function varianceOf({ shown, converted }: Counts): number {
  const rate = (converted + 1) / (shown + 2)
  return (rate * (1 - rate)) / (shown + 2)
}
