import type { FraudRules } from '@goodword/program'
import type { Finding } from '../finding.ts'

/** The referrer's last friends, a hundred at most. */
export interface RefundCyclingFacts {
  readonly friends: number
  /** Those with everything refunded. */
  readonly refunded: number
}

/** Both limits must be reached: a few refunds among many friends are a shop's daily life. */
export function refundCycling(
  { refunds, percent }: FraudRules['refundCycling'],
  { friends, refunded }: RefundCyclingFacts,
): Finding | undefined {
  const isMuch = refunded >= refunds && refunded * 100 >= friends * percent
  return isMuch ? { evidence: { refunded, friends } } : undefined
}
