import type { Review } from '@goodword/program'
import { audit } from '../audit/audit.ts'
import type { Write } from '../store/transaction.ts'
import type { Context } from './context.ts'
import { rowOfDecision } from './decision-row.ts'
import { append } from './ledger.ts'
import { settle } from './settlement.ts'

/**
 * Writes a person's decision into the ledger, and all that follows from it: bonds, rewards, orders, and the audit log.
 * Whoever calls it holds the order's or the friend's lock, and has chosen an `at` after the last decision about the same.
 */
export async function decide(tx: Write, context: Context, review: Review): Promise<void> {
  const { id: program } = context.program
  await append(tx, context, [rowOfDecision(program, review, context.now())])
  const friends = await friendsOf(tx, program, review)
  await settle(tx, context, friends)
  await audit(tx, context, deedOf(review))
}

/** Everybody who is said to have made the order; of a bond, its friend. */
async function friendsOf(tx: Write, program: string, review: Review): Promise<Set<string>> {
  if (review.subject === 'bond') return new Set([review.friend])
  const rows = await tx
    .selectFrom('gw_ledger')
    .select('person')
    .where('program', '=', program)
    .where('type', '=', 'conversion')
    .where('order_ref', '=', review.order)
    .where('name', '=', review.name)
    .execute()
  return new Set(rows.flatMap(({ person }) => person ?? []))
}

function deedOf(review: Review): {
  actor: string
  action: string
  subject: string
  detail?: { to: string | null }
} {
  const { by: actor } = review
  if (review.subject === 'bond')
    return { actor, action: 'bond.reviewed', subject: review.friend, detail: { to: review.referrer ?? null } }
  const { name, order, verdict } = review
  const actions = { approve: 'order.approved', reject: 'order.rejected', reopen: 'order.reopened' } as const
  return { actor, action: actions[verdict], subject: `${name}:${order}` }
}
