import type { Review } from '@goodword/program'
import { audit } from '../audit/audit.ts'
import type { Write } from '../store/transaction.ts'
import type { Context } from './context.ts'
import { rowOfDecision } from './decision-row.ts'
import { append } from './ledger.ts'
import { keepOrders, lockOrders } from './order.ts'
import { settle } from './settlement.ts'

/**
 * Writes what a person decided about an order or a bond, decides anew about the friends whom it concerns, and notes it in
 * the audit log. A review whose id is known changes nothing.
 */
export async function decide(tx: Write, context: Context, review: Review): Promise<void> {
  const program = context.program.id
  if (review.subject === 'order') await lockOrders(tx, program, [review])
  const added = await append(tx, [rowOfDecision(program, review, context.now())])
  if (added.size === 0) return
  const friends = review.subject === 'bond' ? new Set([review.friend]) : await friendsOf(tx, program, review)
  if (friends.size > 0) {
    const { rows } = await settle(tx, context, friends, added)
    if (review.subject === 'order') await keepOrders(tx, context.program, [review], rows, context.now())
  }
  const { by, subject } = review
  await audit(
    tx,
    context,
    review.subject === 'order'
      ? { actor: by, action: `order.${review.verdict}`, subject: `${review.name}:${review.order}` }
      : {
          actor: by,
          action: 'bond.moved',
          subject: review.friend,
          detail: { kind: subject, referrer: review.referrer ?? null },
        },
  )
}

/** Everybody who is said to have made this order. */
async function friendsOf(
  tx: Write,
  program: string,
  { name, order }: Extract<Review, { subject: 'order' }>,
): Promise<Set<string>> {
  const rows = await tx
    .selectFrom('gw_ledger')
    .select('person')
    .where('program', '=', program)
    .where('type', '=', 'conversion')
    .where('name', '=', name)
    .where('order_ref', '=', order)
    .execute()
  return new Set(rows.flatMap(({ person }) => person ?? []))
}
