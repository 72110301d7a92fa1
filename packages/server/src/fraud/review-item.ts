import type { Money } from '@goodword/adapters'
import type { Context } from '../backend/context.ts'
import { inChunks } from '../store/transaction.ts'
import { refOf } from './cases.ts'
import { explainCase } from './explain.ts'
import type { Evidence } from './finding.ts'
import { groupBy } from './groups.ts'

/** How far the review of an order is. */
export type ReviewState = 'open' | 'approved' | 'rejected'

/** One reason to look at an order. */
export interface ReviewReason {
  /** A rule's code. */
  readonly reason: string
  /** As a sentence for the owner. */
  readonly says: string
  /** Whether the order waits for the decision, or counts meanwhile. */
  readonly holds: boolean
  readonly evidence: Evidence
}

/** Somebody by what their owner calls them. */
export interface ReviewPerson {
  readonly id: string
  readonly name?: string
  readonly email?: string
}

/** An order that a person should look at, or has. */
export interface ReviewItem {
  readonly name: string
  readonly order: string
  /** When it came into the queue, epoch milliseconds. */
  readonly at: number
  readonly state: ReviewState
  readonly money?: Money
  readonly friend?: ReviewPerson
  readonly referrer?: ReviewPerson
  readonly because: readonly ReviewReason[]
  readonly decided?: { readonly at: number; readonly by: string; readonly note?: string }
}

/** Everything about some orders in the queue, by key. */
export async function reviewItems(
  context: Context,
  keys: readonly string[],
): Promise<Map<string, ReviewItem>> {
  const { store, program } = context
  const cases = await inChunks(new Set(keys), (some) =>
    store.db
      .selectFrom('gw_cases')
      .selectAll()
      .where('program', '=', program.id)
      .where('order_key', 'in', some)
      .orderBy('at')
      .orderBy('reason')
      .execute(),
  )
  const orders = await inChunks(new Set(keys.map((key) => refOf(key).order)), (some) =>
    store.db
      .selectFrom('gw_orders as order')
      .leftJoin('gw_bonds as bond', (join) =>
        join.onRef('bond.program', '=', 'order.program').onRef('bond.friend', '=', 'order.friend'),
      )
      .select(['order.name', 'order.order_ref', 'order.amount', 'order.friend', 'bond.referrer'])
      .where('order.program', '=', program.id)
      .where('order.order_ref', 'in', some)
      .execute(),
  )
  const orderOf = new Map(orders.map((order) => [`${order.name}:${order.order_ref}`, order]))
  const ids = [...orders, ...cases].flatMap(({ friend, referrer }) => [friend ?? [], referrer ?? []].flat())
  const people = new Map(
    (
      await inChunks(new Set(ids), (some) =>
        store.db
          .selectFrom('gw_people')
          .select(['id', 'name', 'email'])
          .where('program', '=', program.id)
          .where('id', 'in', some)
          .execute(),
      )
    ).map(({ id, name, email }) => [
      id,
      { id, ...(name !== null && { name }), ...(email !== null && { email }) },
    ]),
  )
  const items = new Map<string, ReviewItem>()
  for (const [key, found] of groupBy(cases, ({ order_key }) => order_key)) {
    const [first] = found
    if (!first) continue
    const order = orderOf.get(key)
    const friend = people.get(order?.friend ?? first.friend ?? '')
    const referrer = people.get(order?.referrer ?? first.referrer ?? '')
    const amount = order?.amount ?? null
    items.set(key, {
      ...refOf(key),
      at: first.at,
      state: stateOf(found.map(({ state }) => state)),
      ...(amount !== null && { money: { amount, currency: program.currency } }),
      ...(friend && { friend }),
      ...(referrer && { referrer }),
      because: found.map(({ reason, action, evidence }) => {
        const seen = JSON.parse(evidence) as Evidence
        return {
          reason,
          says: explainCase({ reason, evidence: seen }),
          holds: action === 'hold',
          evidence: seen,
        }
      }),
      ...decidedOf(found.find(({ decided_at: at }) => at !== null)),
    })
  }
  return items
}

/** A new sign opens an order again, whatever was decided of the others. */
const stateOf = (states: readonly ReviewState[]): ReviewState =>
  states.includes('open') ? 'open' : (states[0] ?? 'open')

function decidedOf(
  row: { decided_at: number | null; decided_by: string | null; note: string | null } | undefined,
): Pick<ReviewItem, 'decided'> {
  if (!row || row.decided_at === null) return {}
  const { decided_at: at, decided_by: by, note } = row
  return { decided: { at, by: by ?? '', ...(note !== null && { note }) } }
}
