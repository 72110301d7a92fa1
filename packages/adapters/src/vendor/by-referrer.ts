import type { Referral } from '../backend.ts'
import type { FriendsByReferrer } from './vendor-backend.ts'

/** What a vendor lists of everybody, as the friends of each who brought any; what nobody brought is left out. */
export function byReferrer<T>(
  items: readonly T[],
  referrerOf: (item: T) => string | undefined,
  read: (own: readonly T[], referrer: string) => readonly Referral[],
): FriendsByReferrer {
  const groups = new Map<string, T[]>()
  for (const item of items) {
    const referrer = referrerOf(item)
    if (referrer === undefined) continue
    const own = groups.get(referrer)
    if (own) own.push(item)
    else groups.set(referrer, [item])
  }
  return new Map([...groups].map(([referrer, own]) => [referrer, read(own, referrer)]))
}
