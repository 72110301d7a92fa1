import type { AuditContext } from '../audit/audit.ts'
import { orderKey } from '../backend/order.ts'
import type { Write } from '../store/transaction.ts'
import { isNamedBy, orderNames } from './order-names.ts'
import { isPseudonym, pseudonymOf, requireKey } from './order-pseudonym.ts'
import { orderIn } from './renamed-text.ts'

/**
 * An order's key, or a reward's id, for where nothing can be taken out any more: with the reference that the order would
 * get by an erasure, if its present one names whoever made it. Any other text stays as it is.
 */
export async function withoutNames(
  tx: Write,
  context: Pick<AuditContext, 'program' | 'random'>,
  text: string,
): Promise<string> {
  const found = orderIn(text) ?? orderIn(`order:${text}`)
  if (!found || isPseudonym(found.order)) return text
  const { name, order } = found
  const people = await tx
    .selectFrom('gw_ledger as row')
    .innerJoin('gw_people as person', (join) =>
      join.onRef('person.program', '=', 'row.program').onRef('person.id', '=', 'row.person'),
    )
    .select(['person.customer_id as customer', 'person.email', 'person.email_key'])
    .distinct()
    .where('row.program', '=', context.program.id)
    .where('row.order_ref', '=', order)
    .where('row.name', '=', name)
    .execute()
  const isNamed = people.some(({ customer, email, email_key: key }) =>
    isNamedBy(order, orderNames({ customer, email: email ?? key }), true),
  )
  if (!isNamed) return text
  const fresh = orderKey({ name, order: pseudonymOf(await requireKey(tx, context), order) })
  return `${text.slice(0, -orderKey(found).length)}${fresh}`
}
