import { refundCycling, type RefundCyclingFacts } from './refund-cycling.ts'
import { defaults, tryCases } from './rules.fixture.ts'

const of = (
  refunded: number,
  friends: number,
  told: 'hold' | '-',
): readonly [string, RefundCyclingFacts, 'hold' | '-'] => [
  `${refunded} of ${friends}`,
  { refunded, friends },
  told,
]
const much = [3, 4, 5, 6, 7, 8, 10, 20, 49, 50]

tryCases(
  (facts: RefundCyclingFacts) => refundCycling(defaults.refundCycling, facts),
  [
    ...much.map((refunded) => of(refunded, refunded, 'hold')),
    ...much.map((refunded) => of(refunded, refunded * 2, 'hold')),
    of(99, 100, 'hold'),
    ...much.map((refunded) => of(refunded, refunded * 2 + 1, '-')),
    ...[1, 2].flatMap((refunded) =>
      [refunded, refunded + 1, 10, 100].map((friends) => of(refunded, friends, '-')),
    ),
    ...[0, 1, 50, 100].map((friends) => of(0, friends, '-')),
  ],
)
