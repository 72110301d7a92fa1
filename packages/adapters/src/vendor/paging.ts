import type { ParticipantKey, Referral, ReferralBackend, Reward } from '../backend.ts'
import { pageOf } from '../present.ts'

/** Items that are read at most where a vendor's pages do not come newest first. */
const most = 1_000

/** All pages of a list, up to a thousand items, for lists that have to be sorted here. */
export async function collect<T>(
  fetchPage: (
    cursor: string | undefined,
  ) => Promise<{ readonly items: readonly T[]; readonly next?: string | undefined }>,
): Promise<T[]> {
  const all: T[] = []
  let cursor: string | undefined
  do {
    const { items, next } = await fetchPage(cursor)
    all.push(...items)
    // A vendor that repeats its cursor, or gives empty pages, must not keep us here.
    cursor = items.length > 0 && next !== cursor ? next : undefined
  } while (cursor !== undefined && all.length < most)
  return all
}

/** One page of a vendor's list; `next` is the vendor's own. */
export type FetchPage<T> = (
  cursor?: string,
) => Promise<{ readonly items: readonly T[]; readonly next?: string }>

/**
 * The lists of a backend, newest first, from all that a vendor has; `whose` is how the vendor knows somebody, and nobody
 * in particular is everybody.
 */
export function createLists<Key>(
  whose: (who: ParticipantKey) => Promise<Key>,
  referrals: (whose: Key) => Promise<readonly Referral[]>,
  rewards: (whose?: Key) => Promise<readonly Reward[]>,
): Required<Pick<ReferralBackend, 'referrals' | 'rewards' | 'allRewards'>> {
  return {
    referrals: async (who, page) => pageOf(await referrals(await whose(who)), page),
    rewards: async (who, page) => pageOf(await rewards(await whose(who)), page),
    async allRewards({ state, ...page } = {}) {
      const all = await rewards()
      return pageOf(
        all.filter((reward) => !state || reward.state === state),
        page,
      )
    },
  }
}
