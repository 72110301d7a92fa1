import { defaults, tryCases } from './rules.fixture.ts'
import { tooFast, type TooFastFacts } from './too-fast.ts'

const visitedAt = 1_000_000_000
const after = (ms: number): TooFastFacts => ({ visitedAt, orderedAt: visitedAt + ms })

tryCases(
  (facts: TooFastFacts) => tooFast(defaults.tooFast, facts),
  [
    ...[0, 1, 10, 100, 250, 500, 999, 1000, 1500, 2000, 2999, 3000, 3500, 4000, 4500, 4900, 4990, 4999].map(
      (ms) => [`${ms} ms after the visit`, after(ms), 'hold'] as const,
    ),
    ...[1, 999, 60_000, 3_600_000, 86_400_000].map(
      (ms) => [`${ms} ms before it`, after(-ms), 'hold'] as const,
    ),
    ...[5000, 5001, 5999, 6000, 7500, 10_000, 15_000, 30_000, 45_000, 60_000, 90_000, 120_000, 300_000].map(
      (ms) => [`${ms} ms after the visit`, after(ms), '-'] as const,
    ),
    ...[600_000, 3_600_000, 7_200_000, 43_200_000, 86_400_000, 604_800_000, 7_776_000_000].map(
      (ms) => [`${ms} ms after it`, after(ms), '-'] as const,
    ),
    ['without a visit', { orderedAt: visitedAt }, '-'],
  ],
)
