import { GoodwordError } from '@goodword/program/errors'

/** Those among whom a ranking is made here, where the vendor makes none. */
export const ranked = 1_000

/**
 * All pages of a list that has to be sorted or searched here. Rejects with `unsupported` when there are more items than
 * `most`: a list that ends where reading did would be believed.
 */
export async function collect<T>(
  fetchPage: (
    cursor: string | undefined,
  ) => Promise<{ readonly items: readonly T[]; readonly next?: string | undefined }>,
  most = 10_000,
): Promise<T[]> {
  const all: T[] = []
  let cursor: string | undefined
  do {
    const { items, next } = await fetchPage(cursor)
    all.push(...items)
    // A vendor that repeats its cursor, or gives empty pages, must not keep us here.
    cursor = items.length > 0 && next !== cursor ? next : undefined
    if (cursor !== undefined && all.length >= most)
      throw new GoodwordError(
        'unsupported',
        `The vendor has more than ${most} of these, and they cannot be sorted here. Look at them in its dashboard.`,
      )
  } while (cursor !== undefined)
  return all
}

/** One page of a vendor's list; `next` is the vendor's own. */
export type FetchPage<T> = (
  cursor?: string,
) => Promise<{ readonly items: readonly T[]; readonly next?: string }>
