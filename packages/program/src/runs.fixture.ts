const numRuns = Number(process.env['FAST_CHECK_RUNS'] ?? 2000)

/** How many cases each property is tried on: FAST_CHECK_RUNS, else 2,000. */
export const runs = { numRuns }

/** A third, where each case asks for the days of time zones many times; what decides rewards is not among these. */
export const fewerRuns = { numRuns: Math.ceil(numRuns / 3) }
