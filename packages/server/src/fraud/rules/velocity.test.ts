import { defaults, tryCases } from './rules.fixture.ts'
import { velocity, type VelocityFacts } from './velocity.ts'

const { friends: most, enrolments: enrolled } = defaults.velocity
const range = (from: number, to: number): number[] =>
  Array.from({ length: to - from + 1 }, (_, index) => from + index)

tryCases(
  (facts: VelocityFacts) => velocity(defaults.velocity, facts),
  [
    ...range(most + 1, most + 15).map(
      (friends) => [`${friends} friends`, { friends, enrolments: 1 }, 'hold'] as const,
    ),
    ...range(enrolled + 1, enrolled + 6).map(
      (enrolments) =>
        [`${enrolments} enrolments on one address`, { friends: 1, enrolments }, 'show'] as const,
    ),
    ['both', { friends: most + 1, enrolments: enrolled + 1 }, 'hold'],
    ...range(1, most).map((friends) => [`${friends} friends`, { friends, enrolments: 1 }, '-'] as const),
    ...range(1, enrolled).map(
      (enrolments) => [`${enrolments} enrolments on one address`, { friends: 1, enrolments }, '-'] as const,
    ),
    ['both at their limits', { friends: most, enrolments: enrolled }, '-'],
  ],
)
