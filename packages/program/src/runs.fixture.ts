import { vi } from 'vitest'

const numRuns = Number(process.env['FAST_CHECK_RUNS'] ?? 2000)
const seed = process.env['FAST_CHECK_SEED']
// A busy machine takes 10 ms for some of the cases.
vi.setConfig({ testTimeout: 20_000 + numRuns * 20 })

/**
 * How many cases each property is tried on: FAST_CHECK_RUNS, else 2,000; others each time, unless FAST_CHECK_SEED says
 * which. Importing it gives the tests time for them.
 */
export const runs: { readonly numRuns: number; readonly seed?: number } = {
  numRuns,
  ...(seed !== undefined && { seed: Number(seed) }),
}
