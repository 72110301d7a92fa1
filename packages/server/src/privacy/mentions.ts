import { sql, type Expression, type ExpressionBuilder, type SqlBool } from 'kysely'
import { emailKey } from '../backend/people.ts'
import type { Tables } from '../store/tables.ts'

/** What a text may name somebody by. */
export interface Names {
  readonly email?: string | null
  readonly customer?: string | null
  readonly name?: string | null
  readonly codes?: readonly string[]
}

/** A condition on a `body` of JSON: that it names somebody; `undefined` for who has no name. */
export function mentions(
  names: Names,
): ((eb: ExpressionBuilder<Tables, 'gw_ledger' | 'gw_outbox'>) => Expression<SqlBool>) | undefined {
  const { email, customer, name, codes = [] } = names
  // A short name or id may be a part of any word: as a whole text, or between the marks of an address, only.
  const exact = [customer, name].flatMap((text) => (text ? [JSON.stringify(text), ...inAddress(text)] : []))
  const anywhere = [email, email && emailKey(email), ...codes].flatMap((text) =>
    text ? [JSON.stringify(text).slice(1, -1), encodeURIComponent(text)] : [],
  )
  const needles = [...new Set([...exact, ...anywhere])]
  if (needles.length === 0) return undefined
  // As it is written, for letters that the databases do not lower alike; and in any case.
  return (eb) =>
    eb.or(
      needles.flatMap((needle) => [
        sql<SqlBool>`body like ${pattern(needle)} escape '!'`,
        sql<SqlBool>`lower(body) like ${pattern(needle.toLowerCase())} escape '!'`,
      ]),
    )
}

const inAddress = (text: string): string[] => {
  const value = encodeURIComponent(text)
  return ['&', '#', '"'].map((end) => `=${value}${end}`)
}

const pattern = (needle: string): string => `%${needle.replace(/[%_!]/g, '!$&')}%`
