import { GoodwordError, type Problem } from '../errors.ts'
import { problem } from '../check/problems.ts'
import type { RewardTotals } from './liability.ts'
import type { Target } from './target.ts'

/**
 * What happened in one period, counted: all that the metrics are made of. Counts are whole numbers, amounts are whole
 * minor units of the program's currency, net of refunds. A count of people counts each of them once.
 */
export interface ProgramCounts {
  /** People who bought from you, referred or not: everybody who could refer. */
  readonly customers: number
  /** People who saw the offer. */
  readonly offered: number
  /** Customers who have a link. */
  readonly participants: number
  /** People who shared their link at least once. */
  readonly sharers: number
  /** Times that a link was shared: an invite each. */
  readonly shares: number
  /** Visits by a link. */
  readonly clicks: number
  /** Friends who came by a link or were introduced, whether or not they bought. */
  readonly referrals: number
  /** Those referrals that you can reach: they signed up, or left an address. */
  readonly leads: number
  /** Those referrals who converted, and whose order was not refunded. */
  readonly converted: number
  /** What the program cost: rewards, fees, work. */
  readonly cost: number
  /** Customers whom a friend brought. */
  readonly referred: CustomerCounts
  /** Customers who came by themselves. */
  readonly direct: CustomerCounts
  /** From each friend's first share to their conversion, milliseconds. */
  readonly delays: readonly number[]
  readonly rewards: RewardTotals
  readonly channels: readonly ChannelCounts[]
  readonly incentives: readonly IncentiveCounts[]
  readonly targets?: readonly Target[]
}

/** What one group of customers did in the period. */
export interface CustomerCounts {
  readonly customers: number
  readonly orders: number
  /** Minor units, net of refunds. */
  readonly revenue: number
  /** How many of them left in the period. */
  readonly churned: number
}

/** What came through one share channel. */
export interface ChannelCounts {
  readonly channel: string
  readonly shares: number
  readonly clicks: number
  readonly referrals: number
  readonly converted: number
  /** Minor units, net of refunds. */
  readonly revenue: number
}

/** What one incentive gave, and what the orders that earned it brought. */
export interface IncentiveCounts {
  readonly incentive: string
  readonly rewards: RewardTotals
  /** Minor units, net of refunds. */
  readonly revenue: number
}

/** Error `metrics-invalid`, with every number that is no count and no amount. */
export function checkCounts(counts: ProgramCounts): void {
  const { targets = [], ...rest } = counts
  const problems = [...checkNumbers(rest, []), ...targets.flatMap(checkTarget)]
  if (problems.length === 0) return
  const [{ path, given, remedy }] = problems as [Problem]
  throw new GoodwordError(
    'metrics-invalid',
    `These counts cannot be measured: ${path} is ${given}. ${remedy}`,
    {
      problems,
    },
  )
}

function* checkNumbers(value: unknown, path: readonly (string | number)[]): Generator<Problem> {
  if (typeof value === 'string') return
  if (typeof value === 'object' && value !== null) {
    const entries = Array.isArray(value) ? value.entries() : Object.entries(value)
    for (const [key, item] of entries) yield* checkNumbers(item, [...path, key])
  } else if (!Number.isSafeInteger(value) || (value as number) < 0) {
    const found = problem(path, value, 'Write a whole number, 0 or more.')
    // JSON has no NaN and no Infinity: it would call them null.
    yield typeof value === 'number' ? { ...found, given: String(value) } : found
  }
}

function checkTarget({ start, end, ...rest }: Target, index: number): Problem[] {
  const path = ['targets', index]
  const problems = [...checkNumbers({ start, end, ...rest }, path)]
  return end > start
    ? problems
    : [...problems, problem([...path, 'end'], end, 'Write a time after the start, in epoch milliseconds.')]
}
