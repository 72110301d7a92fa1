import { existingCustomer, type ExistingCustomerFacts } from './existing-customer.ts'
import { defaults, tryCases } from './rules.fixture.ts'

const day = 86_400_000
const broughtAt = 400 * day
const gaps = [1, 1000, day, 2.5 * day, 30 * day, 365 * day, 399 * day] as const

tryCases(
  (facts: ExistingCustomerFacts) => existingCustomer(defaults.existingCustomer, facts),
  [
    ...gaps.map(
      (gap) => [`ordered ${gap} ms before`, { broughtAt, orderedAt: broughtAt - gap }, 'hold'] as const,
    ),
    ...gaps.map(
      (gap) =>
        [
          `whose mailbox ordered ${gap} ms before`,
          { broughtAt, mailboxOrderedAt: broughtAt - gap },
          'hold',
        ] as const,
    ),
    ...gaps.map(
      (gap) =>
        [
          `in whose browser somebody ordered ${gap} ms before`,
          { broughtAt, browserOrderedAt: broughtAt - gap },
          'show',
        ] as const,
    ),
    ['the surer sign wins', { broughtAt, browserOrderedAt: 1, mailboxOrderedAt: 2 }, 'hold'],

    ...[0, ...gaps].map(
      (gap) => [`ordered ${gap} ms after`, { broughtAt, orderedAt: broughtAt + gap }, '-'] as const,
    ),
    ...gaps.map(
      (gap) =>
        [
          `whose mailbox ordered ${gap} ms after`,
          { broughtAt, mailboxOrderedAt: broughtAt + gap },
          '-',
        ] as const,
    ),
    ...gaps.map(
      (gap) =>
        [
          `in whose browser somebody ordered ${gap} ms after`,
          { broughtAt, browserOrderedAt: broughtAt + gap },
          '-',
        ] as const,
    ),
    ['of whom nothing is known', { broughtAt }, '-'],
  ],
)
