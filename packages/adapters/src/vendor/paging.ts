/** Items that are read at most where a vendor's pages do not come newest first. */
export const most = 1_000

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
