import type { ReferralEvent } from '@goodword/program'
import { isStorable, type Context } from '../backend/context.ts'
import { orderKey, type OrderRef } from '../backend/order.ts'
import { bulkSelect } from '../store/bulk.ts'
import type { Store } from '../store/store.ts'
import { Contention, type Write } from '../store/transaction.ts'
import { findKey, isPseudonym, knownKey, pseudonymOf, rememberKey } from './order-pseudonym.ts'
import { orderIn } from './renamed-text.ts'

const renamed = bulkSelect(
  { name: 'text', order_ref: 'text' },
  `select name, order_ref from gw_orders
    where program = :program and name = :name and order_ref = :order_ref`,
)

/** Renamed orders that senders still call by their old reference, as this process has met them. */
const met = new WeakMap<Store, Map<string, Set<string>>>()

/**
 * Items whose orders have the references under which they are kept: whoever was erased may have been named by the one
 * that the sender uses. What this process has not met yet, `requireRecognised` finds.
 */
export function recognise<T extends { readonly event: ReferralEvent }>(
  { store, program }: Pick<Context, 'store' | 'program'>,
  items: readonly T[],
): readonly T[] {
  const key = knownKey(store, program.id)
  const orders = met.get(store)?.get(program.id)
  if (key === undefined || !orders) return items
  return items.map((item) => {
    const { event } = item
    if (event.type !== 'conversion' && event.type !== 'refund') return item
    const order = pseudonymOf(key, event.order)
    return orders.has(orderKey({ name: event.name, order })) ? { ...item, event: { ...event, order } } : item
  })
}

/**
 * Begins a transaction anew that took one of these orders for another because its reference was changed by an erasure. It
 * must be asked once the orders are locked: an erasure that comes later waits for them.
 */
export async function requireRecognised(
  tx: Write,
  { store, program }: Pick<Context, 'store' | 'program'>,
  refs: readonly OrderRef[],
): Promise<void> {
  if (refs.length === 0) return
  const key = await findKey(tx, store, program.id)
  if (key === undefined) return
  const asked = refs
    .filter(({ order }) => !isPseudonym(order))
    .map(({ name, order }) => ({ name, order_ref: pseudonymOf(key, order) }))
  const found = await store.bulk<{ name: string; order_ref: string }>(tx, renamed, program.id, asked)
  rememberKey(store, program.id, key)
  if (found.length === 0) return
  const programs = met.get(store) ?? new Map<string, Set<string>>()
  met.set(store, programs)
  const orders = programs.get(program.id) ?? new Set<string>()
  programs.set(program.id, orders)
  for (const { name, order_ref: order } of found) orders.add(orderKey({ name, order }))
  throw new Contention('An order is kept under another reference since its person was erased.')
}

const erased = bulkSelect(
  { person: 'text' },
  'select person from gw_erasures where program = :program and person = :person',
)

/**
 * Items of which those about an order of somebody who was erased say nothing of people any more: it stays the order of
 * whoever has only a random key now. Otherwise a report that is sent again would be another person's claim to it.
 */
export async function withoutForgotten<T extends { readonly event: ReferralEvent }>(
  tx: Write,
  { store, program }: Pick<Context, 'store' | 'program'>,
  items: readonly T[],
  orders: ReadonlyMap<string, { readonly friend: string | null }>,
): Promise<readonly T[]> {
  const friends = new Set([...orders.values()].flatMap(({ friend }) => friend ?? []))
  if (friends.size === 0) return items
  const asked = [...friends].map((person) => ({ person }))
  const rows = await store.bulk<{ person: string }>(tx, erased, program.id, asked)
  if (rows.length === 0) return items
  const forgotten = new Set(rows.map(({ person }) => person))
  return items.map((item) => {
    const { event } = item
    if (event.type !== 'conversion') return item
    const friend = orders.get(orderKey(event))?.friend
    if (friend == null || !forgotten.has(friend)) return item
    const { customer: _, visitor: __, code: ___, ...facts } = event
    return { ...item, event: facts }
  })
}

/** The reference under which an order is kept, whichever one its owner knows. */
export async function keptOrder(
  { store, program }: Pick<Context, 'store' | 'program'>,
  { name, order }: OrderRef,
): Promise<string> {
  if (isPseudonym(order) || !isStorable(name)) return order
  const key = await findKey(store.db, store, program.id)
  if (key === undefined) return order
  const pseudonym = pseudonymOf(key, order)
  const found = await store.db
    .selectFrom('gw_orders')
    .select('order_ref')
    .where('program', '=', program.id)
    .where('name', '=', name)
    .where('order_ref', '=', pseudonym)
    .executeTakeFirst()
  return found?.order_ref ?? order
}

/** A reward's id as it is kept, whichever one its owner knows. */
export async function keptReward(context: Pick<Context, 'store' | 'program'>, id: string): Promise<string> {
  const found = orderIn(id)
  if (!found) return id
  return `${found.before}${orderKey({ name: found.name, order: await keptOrder(context, found) })}`
}
