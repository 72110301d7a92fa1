import type { Page, PageQuery } from '@goodword/adapters'
import { GoodwordError } from '@goodword/program'
import { isStorable } from './context.ts'

/** The last item of the page before: the next page begins after it, whatever is new in front. */
export interface Place {
  readonly at: number
  readonly id: string
}

/** A page query as a database takes it: one more than the limit, to see whether there is more. */
export interface Paging {
  readonly limit: number
  readonly after?: Place
}

/** Throws `query-invalid`. */
export function parsePage({ limit = 20, cursor }: PageQuery = {}): Paging {
  const after = cursor === undefined ? undefined : parseCursor(cursor)
  return { limit: parseLimit(limit), ...(after && { after }) }
}

/** Throws `query-invalid`. */
export function parseLimit(limit: number): number {
  if (Number.isInteger(limit) && limit >= 1 && limit <= 100) return limit
  throw new GoodwordError('query-invalid', `limit is ${limit}. Use a whole number from 1 to 100.`)
}

/** Makes the page of the rows that were found, of which the one past the limit is only a sign. */
export function pageFrom<Row extends Place, T>(
  rows: readonly Row[],
  { limit }: Paging,
  present: (row: Row) => T,
): Page<T> {
  const items = rows.slice(0, limit)
  const last = rows.length > limit ? items.at(-1) : undefined
  return { items: items.map(present), ...(last && { next: formatCursor(last) }) }
}

const formatCursor = ({ at, id }: Place): string => `${at}.${Buffer.from(id).toString('base64url')}`

function parseCursor(cursor: string): Place {
  const [, at, encoded] = /^(\d{1,16})\.([\w-]{1,2000})$/.exec(cursor) ?? []
  const id = encoded === undefined ? '' : Buffer.from(encoded, 'base64url').toString()
  if (at !== undefined && id !== '' && isStorable(id)) return { at: Number(at), id }
  throw new GoodwordError(
    'query-invalid',
    `cursor is "${cursor.slice(0, 80)}". Use \`next\` of the page before, or leave it out.`,
  )
}
