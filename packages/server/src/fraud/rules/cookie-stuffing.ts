import type { FraudRules } from '@goodword/program'
import type { Finding } from '../finding.ts'

/** How visits by the referrer's code were made. */
export interface CookieStuffingFacts {
  /** The friend's own, by this code. */
  readonly visits: number
  /** How many of these were in a frame. */
  readonly framed: number
  /** Visitors by this code from the friend's address; counted no further than one past the limit. */
  readonly visitorsAtAddress: number
  /** All visits by the code. */
  readonly codeVisits: number
  /** The referrer's friends. */
  readonly codeFriends: number
}

/**
 * Visits that nobody made by following a link. Only visits in frames are enough. An address with many visitors may be a
 * mobile network, and a code with many visits and few friends a bad offer: each alone is only shown, both together hold.
 */
export function cookieStuffing(
  rules: FraudRules['cookieStuffing'],
  { visits, framed, visitorsAtAddress, codeVisits, codeFriends }: CookieStuffingFacts,
): Finding | undefined {
  if (framed > 0 && framed === visits) return { evidence: { framed } }
  const isCrowded = visitorsAtAddress > rules.visitors
  const isIdle = codeVisits >= rules.visits && codeFriends * 1000 < codeVisits * rules.perThousand
  if (!isCrowded && !isIdle) return undefined
  const evidence = {
    ...(isCrowded && { visitorsAtAddress }),
    ...(isIdle && { visits: codeVisits, friends: codeFriends }),
  }
  return isCrowded && isIdle ? { evidence } : { evidence, weak: true }
}
