import { GoodwordError, type Review } from '@goodword/program'
import { createId } from '../backend/code.ts'
import { isStorable, type Context } from '../backend/context.ts'
import { lockOrders } from '../backend/order.ts'
import { decide } from '../backend/reviewing.ts'
import { settling } from '../backend/warming.ts'
import type { Write } from '../store/transaction.ts'

/** What a person says of an order. */
export interface OrderDecision {
  readonly name: string
  readonly order: string
  /** `reopen` takes the last one back. */
  readonly verdict: 'approve' | 'reject' | 'reopen'
  /** Who decides, as the owner calls them. */
  readonly by: string
  /** For those who read it later; it is kept apart from the ledger. */
  readonly note?: string | undefined
}

/** What a person says of who brought a friend; both are person keys. */
export interface BondDecision {
  readonly friend: string
  /** `null`: nobody did. */
  readonly referrer: string | null
  readonly by: string
}

const states = { approve: 'approved', reject: 'rejected', reopen: 'open' } as const

/**
 * Decides about an order, in one transaction with all that follows: one decision at a time, and the last one stands. An
 * order that no rule pointed at can be decided about as well. Rejects with `order-unknown`.
 */
export async function decideOrder(context: Context, decision: OrderDecision): Promise<void> {
  const { name, order, verdict, by, note } = decision
  const ref = { name, order }
  if (!isStorable(name) || !isStorable(order)) throw unknown(ref)
  const program = context.program.id
  const key = `${name}:${order}`
  await settling(context, async (tx) => {
    // Before the lock, which makes the row: an order that nobody reported must leave nothing behind.
    if (!(await isReported(tx, program, ref))) throw unknown(ref)
    await lockOrders(tx, context, [ref])
    const last = await lastReview(tx, program, ref)
    const known = await caseStates(tx, program, key)
    // The same verdict again is a new decision only where something odd has come since.
    if ((last?.verdict ?? 'reopen') === verdict && known.every((state) => state === states[verdict])) return
    const now = context.now()
    // Later than the last one by whatever clock that was, so that this one wins.
    const at = Math.max(now, (last?.at ?? 0) + 1)
    const id = createId('review', context.random)
    const review: Review = { type: 'review', id, at, by, subject: 'order', name, order, verdict }
    if (known.length === 0)
      await tx
        .insertInto('gw_cases')
        .values({ ...byHand, program, order_key: key, at: now })
        .execute()
    await tx
      .updateTable('gw_cases')
      .set(
        verdict === 'reopen'
          ? { state: 'open', decided_at: null, decided_by: null, note: null }
          : { state: states[verdict], decided_at: now, decided_by: by, note: note ?? null },
      )
      .where('program', '=', program)
      .where('order_key', '=', key)
      .execute()
    await decide(tx, context, review)
  })
}

const byHand = {
  reason: 'by-hand',
  action: 'flag',
  friend: null,
  referrer: null,
  evidence: '{}',
  state: 'open',
  decided_at: null,
  decided_by: null,
  note: null,
} as const

async function caseStates(tx: Write, program: string, key: string): Promise<string[]> {
  const rows = await tx
    .selectFrom('gw_cases')
    .select('state')
    .where('program', '=', program)
    .where('order_key', '=', key)
    .execute()
  return rows.map(({ state }) => state)
}

async function isReported(
  tx: Write,
  program: string,
  { name, order }: Pick<OrderDecision, 'name' | 'order'>,
): Promise<boolean> {
  const row = await tx
    .selectFrom('gw_ledger')
    .select('id')
    .where('program', '=', program)
    .where('order_ref', '=', order)
    .where('name', '=', name)
    .where('type', '=', 'conversion')
    .limit(1)
    .executeTakeFirst()
  return row !== undefined
}

async function lastReview(
  tx: Write,
  program: string,
  { name, order }: Pick<OrderDecision, 'name' | 'order'>,
): Promise<{ at: number; verdict: OrderDecision['verdict'] } | undefined> {
  const row = await tx
    .selectFrom('gw_ledger')
    .select(['at', 'body'])
    .where('program', '=', program)
    .where('order_ref', '=', order)
    .where('name', '=', name)
    .where('type', '=', 'review')
    .orderBy('at', 'desc')
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst()
  return row && { at: row.at, verdict: (JSON.parse(row.body) as OrderDecision).verdict }
}

const unknown = ({ name, order }: Pick<OrderDecision, 'name' | 'order'>): GoodwordError =>
  new GoodwordError(
    'order-unknown',
    `Nobody has reported the ${name.slice(0, 64)} "${order.slice(0, 200)}". Take name and order from the list of reviews.`,
  )

/** Says who brought a friend; the last word stands. Rejects with `person-unknown` and `bond-invalid`. */
export async function decideBond(context: Context, { friend, referrer, by }: BondDecision): Promise<void> {
  const program = context.program.id
  if (friend === referrer)
    throw new GoodwordError('bond-invalid', 'Nobody can bring themselves. Name another `referrer`, or null.')
  await settling(context, async (tx) => {
    for (const person of [friend, ...(referrer === null ? [] : [referrer])])
      await requirePerson(tx, program, person)
    // The row is the lock: of two decisions the second sees the first.
    await tx
      .updateTable('gw_people')
      .set((eb) => ({ revision: eb('revision', '+', 1) }))
      .where('program', '=', program)
      .where('id', '=', friend)
      .execute()
    const last = await tx
      .selectFrom('gw_ledger')
      .select('at')
      .where('program', '=', program)
      .where('person', '=', friend)
      .where('type', '=', 'review')
      .orderBy('at', 'desc')
      .limit(1)
      .executeTakeFirst()
    const at = Math.max(context.now(), (last?.at ?? 0) + 1)
    const facts = { subject: 'bond', friend, by, ...(referrer !== null && { referrer }) } as const
    await decide(tx, context, { type: 'review', id: createId('review', context.random), at, ...facts })
  })
}

async function requirePerson(tx: Write, program: string, id: string): Promise<void> {
  const row = isStorable(id)
    ? await tx
        .selectFrom('gw_people')
        .select('id')
        .where('program', '=', program)
        .where('id', '=', id)
        .executeTakeFirst()
    : undefined
  if (!row)
    throw new GoodwordError(
      'person-unknown',
      `There is nobody with the key "${id.slice(0, 100)}". Take it from the list of reviews, rewards or referrals.`,
    )
}
