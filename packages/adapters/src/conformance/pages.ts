import assert from 'node:assert/strict'
import type { Page, PageQuery } from '../backend.ts'

/** Pages after which a list has no end. */
const most = 50

/** A whole list, in pages of so many; fails where a page is too long, or there is no last one. */
export async function readPages<T>(limit: number, ask: (page: PageQuery) => Promise<Page<T>>): Promise<T[]> {
  const seen: T[] = []
  let cursor: string | undefined
  for (let pages = 0; pages < most; pages++) {
    const { items, next } = await ask({ limit, ...(cursor !== undefined && { cursor }) })
    assert.ok(items.length <= limit, `a page has ${items.length} items where ${limit} were asked for`)
    seen.push(...items)
    if (!next) return seen
    assert.notEqual(next, cursor, 'a page’s `next` is the cursor that it was asked by: it never ends')
    cursor = next
  }
  return assert.fail(`there is no last page: the one after ${most} has a \`next\`, too`)
}
