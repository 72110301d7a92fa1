import { GoodwordError } from '@goodword/program/errors'

/** Items of a list that is read here, at most. */
const most = 10_000

/**
 * All pages of a list that has to be sorted or searched here, each item once, by its id: what comes in while a list is
 * read, newest first, moves the last item of a page to the next one. Rejects with `unsupported` when there are more than
 * 10,000: a list that ends where reading did would be believed.
 */
export async function collect<T extends { readonly id?: unknown }>(
  fetchPage: (
    cursor: string | undefined,
  ) => Promise<{ readonly items: readonly T[]; readonly next?: string | undefined }>,
  idOf: (item: T) => unknown = ({ id }) => id,
): Promise<T[]> {
  const all: T[] = []
  const known = new Set<unknown>()
  let cursor: string | undefined
  do {
    const { items, next } = await fetchPage(cursor)
    for (const item of items) {
      const id = idOf(item)
      if (id === undefined || !known.has(id)) all.push(item)
      known.add(id)
    }
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

/** The first page from `cursor` on of which `read` leaves anything, or the tenth. */
export async function notEmpty<T, Item>(
  read: (item: Item) => readonly T[],
  cursor: string | undefined,
  fetchPage: (
    cursor: string | undefined,
  ) => Promise<{ readonly items: readonly Item[]; readonly next?: string }>,
  left = 10,
): Promise<{ readonly items: readonly T[]; readonly next?: string }> {
  const { items, ...rest } = await fetchPage(cursor)
  const found = items.flatMap(read)
  if (found.length > 0 || rest.next === undefined || left === 1) return { items: found, ...rest }
  return notEmpty(read, rest.next, fetchPage, left - 1)
}
