import { codeStuffing, type CodeStuffingFacts } from './code-stuffing.ts'
import { defaults, tryCases } from './rules.fixture.ts'

const seconds = [0, 1, 5, 30, 60, 600, 3600, 7200, 86_400, 604_800, 2_592_000]
const few = [1, 2, 3, 4, 5]
const many = [6, 7, 8, 9, 10, 15, 20, 50, 99, 101]

tryCases(
  (facts: CodeStuffingFacts) => codeStuffing(defaults.codeStuffing, facts),
  [
    ...seconds.map(
      (otherVisitSeconds) =>
        [
          `typed ${otherVisitSeconds} s after another’s link`,
          { typed: true, otherVisitSeconds, typedFriends: 1 },
          'hold',
        ] as const,
    ),
    ...many.map(
      (typedFriends) => [`typed by ${typedFriends} friends`, { typed: true, typedFriends }, 'hold'] as const,
    ),
    ...seconds.map(
      (otherVisitSeconds) =>
        [
          `by a link ${otherVisitSeconds} s after another’s`,
          { typed: false, otherVisitSeconds, typedFriends: 1 },
          '-',
        ] as const,
    ),
    ...many.map(
      (typedFriends) =>
        [`by a link, typed by ${typedFriends} others`, { typed: false, typedFriends }, '-'] as const,
    ),
    ...few.map(
      (typedFriends) => [`typed by ${typedFriends} friends`, { typed: true, typedFriends }, '-'] as const,
    ),
  ],
)
