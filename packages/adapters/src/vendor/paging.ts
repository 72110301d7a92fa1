import type { Page, PageQuery, ParticipantKey, Referral, ReferralBackend, Reward } from '../backend.ts'
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

/** A page of a list that the vendor gives in an order of its own: all of it, up to a thousand, sorted here. */
export async function newestFirst<T extends { readonly id: string; readonly at: number }>(
  fetchPage: FetchPage<T>,
  page?: PageQuery,
  isWanted: (item: T) => boolean = () => true,
): Promise<Page<T>> {
  return pageOf((await collect(fetchPage)).filter(isWanted), page)
}

/** The lists of a backend, newest first, from a vendor's pages; `whose` is the vendor's own id of somebody. */
export function createLists(
  whose: (who: ParticipantKey) => Promise<string>,
  referrals: (id: string) => FetchPage<Referral>,
  rewards: (id?: string) => FetchPage<Reward>,
): Required<Pick<ReferralBackend, 'referrals' | 'rewards' | 'allRewards'>> {
  return {
    referrals: async (who, page) => newestFirst(referrals(await whose(who)), page),
    rewards: async (who, page) => newestFirst(rewards(await whose(who)), page),
    allRewards: ({ state, ...page } = {}) =>
      newestFirst(rewards(), page, (reward) => !state || reward.state === state),
  }
}
