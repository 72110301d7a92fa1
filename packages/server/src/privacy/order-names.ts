import { sql, type Expression, type SqlBool } from 'kysely'
import { emailKey } from '../backend/people/people.ts'
import { normaliseMailbox } from '../fraud/mailbox.ts'
import { containing, type Names } from './mentions.ts'

/** What an order's reference may name a person by. */
export interface OrderNames {
  readonly ids: readonly string[]
  readonly mailboxes: readonly string[]
}

/** Those of a person; none for whoever has neither a customer id nor an e-mail. */
export function orderNames({ customer, email }: Pick<Names, 'customer' | 'email'>): OrderNames {
  const mailboxes = email ? [email, emailKey(email), normaliseMailbox(email) ?? email] : []
  return { ids: written(customer ? [customer] : []), mailboxes: written(mailboxes) }
}

const written = (texts: readonly string[]): string[] => [
  ...new Set(texts.flatMap((text) => [text, encodeURIComponent(text)])),
]

/** An id of fewer signs is a part of many numbers, and means somebody only where it stands alone. */
const long = 6

/**
 * Whether an order's reference names the person: has an e-mail of theirs in it, or their customer id, a short one between
 * other signs than letters and digits. In somebody else's order a mere number is that order's own.
 */
export function isNamedBy(reference: string, { ids, mailboxes }: OrderNames, isTheirs: boolean): boolean {
  const text = reference.toLowerCase()
  if (mailboxes.some((mailbox) => text.includes(mailbox.toLowerCase()))) return true
  return ids.some((name) => {
    const id = name.toLowerCase()
    if (!isTheirs && /^\d+$/.test(id)) return false
    if (id.length >= long || text === id) return text.includes(id)
    return text.split(/[^\p{L}\p{N}]+/u).includes(id) || (/[^\p{L}\p{N}]/u.test(id) && text.includes(id))
  })
}

/** A condition that a text may be such a reference, or hold one; more than `isNamedBy` says, and never less. */
export function mayName(
  { ids, mailboxes }: OrderNames,
  column: 'order_ref' | 'order_key' | 'occurrence' | 'body' | 'rows' | 'place',
): Expression<SqlBool> {
  // In JSON as it is escaped there.
  const isJson = column === 'body' || column === 'rows'
  const needles = [...ids, ...mailboxes].map((text) => (isJson ? JSON.stringify(text).slice(1, -1) : text))
  // As it is written, for letters that the databases do not lower alike; and in any case.
  const conditions = needles.flatMap((needle) => [
    sql<SqlBool>`${sql.ref(column)} like ${containing(needle)} escape '!'`,
    sql<SqlBool>`lower(${sql.ref(column)}) like ${containing(needle.toLowerCase())} escape '!'`,
  ])
  return sql<SqlBool>`(${sql.join(conditions, sql` or `)})`
}
