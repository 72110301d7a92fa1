import type { Reward } from '@goodword/adapters'

/** The coupon of a signed-in friend: the newest that is due, and theirs as a friend. */
export function findCoupon(rewards: readonly Reward[]): string | undefined {
  for (const { to, state, give } of rewards) {
    if (to === 'friend' && state === 'due' && give.type === 'coupon' && give.code) return give.code
  }
  return undefined
}
