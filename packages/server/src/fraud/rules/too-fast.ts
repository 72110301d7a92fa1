import type { FraudRules } from '@goodword/program'
import type { Finding } from '../finding.ts'

/** Epoch milliseconds. */
export interface TooFastFacts {
  /** The visit by the referrer's code; absent when nobody saw one. */
  readonly visitedAt?: number | undefined
  readonly orderedAt: number
}

/** Nobody reads an offer and buys within seconds; and whoever bought before the visit was not brought by it. */
export function tooFast(
  rules: FraudRules['tooFast'],
  { visitedAt, orderedAt }: TooFastFacts,
): Finding | undefined {
  if (visitedAt === undefined) return undefined
  const seconds = Math.floor((orderedAt - visitedAt) / 1000)
  return seconds < rules.seconds ? { evidence: { seconds } } : undefined
}
