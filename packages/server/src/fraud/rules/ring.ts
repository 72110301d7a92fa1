import type { FraudRules } from '@goodword/program'
import type { Finding } from '../finding.ts'

/** Who brought whom around one friend. */
export interface RingFacts {
  readonly friend: string
  /** Person keys: the referrer, who brought them, who brought those, as far as is known. */
  readonly chain: readonly string[]
  /** Other friends of the referrer on the friend's device. */
  readonly friendsOnDevice: number
}

/** A circle holds; a shared device is a family's or a firm's as well, and is only shown. */
export function ring(
  { length, devices }: FraudRules['ring'],
  { friend, chain, friendsOnDevice }: RingFacts,
): Finding | undefined {
  const place = chain.indexOf(friend)
  // The chain begins with the referrer: whoever finds the friend behind two people has a circle of three.
  if (place >= 0 && place + 1 <= length) return { evidence: { people: place + 1 } }
  const onDevice = friendsOnDevice + 1
  return onDevice >= devices ? { evidence: { onDevice }, weak: true } : undefined
}
