import { vi } from 'vitest'

const numRuns = Number(process.env['FAST_CHECK_RUNS'] ?? 2000)
// A busy machine takes 5 ms for some of the cases.
vi.setConfig({ testTimeout: 10_000 + numRuns * 10 })

/** How many cases each property is tried on: FAST_CHECK_RUNS, else 2,000. Importing it gives the tests time for them. */
export const runs = { numRuns }
