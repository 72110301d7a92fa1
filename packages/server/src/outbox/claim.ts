import type { Selectable } from 'kysely'
import type { Context } from '../backend/context.ts'
import type { DeliveriesTable, MessagesTable } from '../store/tables/outbox.ts'
import { write } from '../store/transaction.ts'

/** A delivery that this process alone may send, and what is to be sent. */
export interface Claim {
  readonly delivery: Selectable<DeliveriesTable>
  readonly message: Selectable<MessagesTable>
}

/** Milliseconds that a delivery is in the hands of whoever claimed it: three times what a try may take. */
const lease = 60_000

/**
 * Takes up to `limit` deliveries of one receiver that are due. Whoever claims a row sets its lease, and the condition is
 * asked again on the row itself: of two that come at once one goes away without it. A sender that dies leaves a
 * lease that ends.
 */
export async function claimDue(
  { store, program: { id: program }, now }: Context,
  receiver: string,
  limit: number,
): Promise<readonly Claim[]> {
  const time = now()
  const free = (db: typeof store.db) =>
    db
      .selectFrom('gw_deliveries')
      .select('id')
      .where('program', '=', program)
      .where('receiver', '=', receiver)
      .where('state', '=', 'waiting')
      .where('due', '<=', time)
      .where('leased_until', '<=', time)
      .orderBy('due')
      .orderBy('id')
      .limit(limit)
  // Asked without a lock first: most of the time nothing is due.
  if (limit < 1 || !(await free(store.db).limit(1).executeTakeFirst())) return []
  const claimed = await write(store, (tx) =>
    tx
      .updateTable('gw_deliveries')
      .set({ leased_until: time + lease })
      .where('program', '=', program)
      .where('id', 'in', free(tx))
      .where('state', '=', 'waiting')
      .where('leased_until', '<=', time)
      .returningAll()
      .execute(),
  )
  if (claimed.length === 0) return []
  const messages = await store.db
    .selectFrom('gw_outbox')
    .selectAll()
    .where('program', '=', program)
    .where(
      'id',
      'in',
      claimed.map(({ message }) => message),
    )
    .execute()
  const byId = new Map(messages.map((message) => [message.id, message]))
  return claimed.flatMap((delivery) => {
    const message = byId.get(delivery.message)
    return message ? [{ delivery, message }] : []
  })
}
