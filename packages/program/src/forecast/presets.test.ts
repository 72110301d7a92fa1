import { expect, test } from 'vitest'
import { parseProgram } from '../check/parse.ts'
import { presets } from '../presets/index.ts'
import { gatherRates } from './gathered.ts'
import { toForecast } from './program.ts'
import { simulateProgram } from './simulate.ts'

test.each(Object.entries(presets))(
  '%s is forecast for a million customers in seconds',
  (_, input) => {
    const program = toForecast(parseProgram(input))
    const { rates } = gatherRates(program.currency)
    const start = process.cpuUsage()
    const { totals } = simulateProgram({ program, customers: 1_000_000, seed: 1, rates })
    // What it takes of a processor: others may be at work on it as well.
    expect(process.cpuUsage(start).user / 1000).toBeLessThan(10_000)
    expect(totals.referred.low).toBeGreaterThan(1000)
  },
  30_000,
)
