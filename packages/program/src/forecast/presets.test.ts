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
    const start = performance.now()
    const { totals } = simulateProgram({ program, customers: 1_000_000, seed: 1, rates })
    expect(performance.now() - start).toBeLessThan(10_000)
    expect(totals.referred.low).toBeGreaterThan(1000)
  },
  30_000,
)
