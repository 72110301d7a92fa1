import type { FraudRules } from '@goodword/program'
import type { Finding } from '../finding.ts'

/** How the code came to the order. */
export interface CodeStuffingFacts {
  /** The code came with the order, and no visit by it is known. */
  readonly typed: boolean
  /** Seconds since the friend's last visit by somebody else's code, if there was one in the window. */
  readonly otherVisitSeconds?: number | undefined
  /** The referrer's last friends who brought a code and no visit, and this one. */
  readonly typedFriends: number
}

/** A code that is put in at the end takes what another referrer earned, or comes from a page of coupons. */
export function codeStuffing(
  rules: FraudRules['codeStuffing'],
  { typed, otherVisitSeconds, typedFriends }: CodeStuffingFacts,
): Finding | undefined {
  if (!typed) return undefined
  if (otherVisitSeconds !== undefined) return { evidence: { otherVisitSeconds } }
  return typedFriends > rules.friends ? { evidence: { typedFriends } } : undefined
}
