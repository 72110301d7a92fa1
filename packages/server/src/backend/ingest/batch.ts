import type { Client } from '@goodword/adapters'
import type { Receipt } from '@goodword/program'
import { inspect, type Suspect } from '../../fraud/inspect.ts'
import { recognise, requireRecognised, withoutForgotten } from '../../privacy/recognised-orders.ts'
import { bulkSelect } from '../../store/bulk.ts'
import { together, type Write } from '../../store/transaction.ts'
import type { Context } from '../context.ts'
import { append, rowOfEvent, type NewRow } from '../ledger.ts'
import { lockOrders, orderKey, type OrderRef, type StoredOrder } from '../order.ts'
import { ColdReferrers } from '../referrer/referrer-decision.ts'
import { countEvent, sumsOf } from '../figures/rollups.ts'
import { settle } from '../settlement.ts'
import { countEvents } from '../figures/tallies.ts'
import { lockVisitors, rememberVisitors } from '../people/visitors.ts'
import { findPeople } from './find-people.ts'
import { withInvitations } from './invited.ts'
import type { Item, Taken } from './item.ts'
import { sealedAmong, withoutKnown } from './known.ts'

/** Referrers who must be read before these items of a batch can be taken in. */
export class ColdItems extends Error {
  readonly referrers: readonly string[]
  /** Their events' ids. */
  readonly events: ReadonlySet<string>

  constructor(referrers: readonly string[], events: ReadonlySet<string>) {
    super('Some of the batch must wait for a referrer to be read.')
    this.referrers = referrers
    this.events = events
  }
}

const converting = bulkSelect(
  { visitor: 'text' },
  `select distinct visitor, person from gw_ledger
    where program = :program and visitor = :visitor and type = 'conversion'`,
)

/**
 * Takes a batch in: a fixed number of statements, however long it is. Returns a receipt for each item. Throws `ColdItems`
 * where some of it must wait; then nothing of it was taken.
 */
export async function takeBatch(tx: Write, context: Context, given: readonly Item[]): Promise<Receipt[]> {
  const items = recognise(context, given)
  const first = new Map<string, Item>()
  for (const item of items) if (!first.has(item.event.id)) first.set(item.event.id, item)
  const distinct = [...first.values()]

  const refs = ordersOf(distinct)
  // They go out in this order, which is that of locks.
  const [orders, , seen, fresh] = await together(
    context.store,
    () => lockOrders(tx, context, refs),
    () => requireRecognised(tx, context, refs),
    () => lockVisitors(tx, context, visitorsOf(distinct)),
    () => withoutKnown(tx, context, distinct),
  )
  const named = await withoutForgotten(tx, context, fresh, orders)
  const { taken, crowd, remembered } = await findPeople(tx, context, named, orders, seen)
  const [others, conversions] = [taken.filter(isOther), taken.filter((item) => !isOther(item))]
  const [, , added, { invited, held }] = await together(
    context.store,
    () => crowd.save(tx),
    () => rememberVisitors(tx, context, remembered),
    () => append(tx, context, rowsOf(context, others)),
    // Sees what is written before it.
    () => inspectAll(tx, context, conversions),
  )
  if (invited.length > 0)
    for (const id of await append(tx, context, rowsOf(context, invited, held))) added.add(id)
  const news = taken.filter(({ event }) => added.has(event.id))

  const concerned = await friendsOf(tx, context, news, orders, seen)
  if (concerned.size > 0) {
    try {
      await settle(tx, context, new Set(concerned.keys()), added)
    } catch (error) {
      if (!(error instanceof ColdReferrers)) throw error
      // The friends may have been drawn in by others of the batch: then nobody knows better than all of these.
      const cold = [...error.friends].flatMap((friend) => [...(concerned.get(friend) ?? [])])
      const items = cold.length > 0 ? cold : [...concerned.values()].flat()
      throw new ColdItems(error.referrers, new Set(items.map(({ event }) => event.id)))
    }
  }
  const events = news.map(({ event }) => event)
  await countEvents(tx, context, events)
  const sums = sumsOf(tx, context)
  for (const event of events) sums.add(countEvent(context.program, event))

  const receipts = receiptsOf(news, orders, held)
  return items.map((item) => {
    const { id } = item.event
    const receipt = first.get(id) === item ? receipts.get(id) : undefined
    return receipt ?? { id, status: 'duplicate' }
  })
}

const isOther = ({ event }: Taken): boolean => event.type !== 'conversion'

function rowsOf(
  context: Context,
  taken: readonly Taken[],
  held: ReadonlyMap<string, string> = new Map(),
): NewRow[] {
  const program = context.program.id
  const receivedAt = context.now()
  return taken.map(({ event, source, person }) =>
    rowOfEvent(event, person?.id ?? null, { program, source, receivedAt }, held.get(event.id)),
  )
}

function ordersOf(items: readonly Item[]): OrderRef[] {
  const refs = new Map<string, OrderRef>()
  for (const { event } of items) {
    if (event.type !== 'conversion' && event.type !== 'refund') continue
    const { name, order } = event
    refs.set(orderKey(event), { name, order })
  }
  return [...refs.values()]
}

/** The browsers whose visits may bind somebody: with a code, or with an order. */
function visitorsOf(items: readonly Item[]): Map<string, Client | undefined> {
  const visitors = new Map<string, Client | undefined>()
  for (const { event, client } of items) {
    const { type, visitor, code } = event
    if (visitor === undefined) continue
    if (type === 'conversion' || (type === 'visit' && code !== undefined))
      visitors.set(visitor, client ?? visitors.get(visitor))
  }
  return visitors
}

async function inspectAll(
  tx: Write,
  context: Context,
  conversions: readonly Taken[],
): Promise<{ invited: readonly Taken[]; held: ReadonlyMap<string, string> }> {
  const invited = await withInvitations(tx, context, conversions)
  const suspects = invited.flatMap(({ event, person, source, client }): Suspect[] =>
    event.type === 'conversion' && person ? [{ event, friend: person, source, client }] : [],
  )
  return { invited, held: suspects.length > 0 ? await inspect(tx, context, suspects) : new Map() }
}

/** The friends to decide anew, each with the items that concern them: who ordered, and who ordered in a browser that came by a code. */
async function friendsOf(
  tx: Write,
  { store, program }: Context,
  news: readonly Taken[],
  orders: ReadonlyMap<string, StoredOrder>,
  seen: ReadonlyMap<string, string>,
): Promise<Map<string, Item[]>> {
  const friends = new Map<string, Item[]>()
  const concern = (friend: string, item: Item): void => {
    const items = friends.get(friend)
    if (items) items.push(item)
    else friends.set(friend, [item])
  }
  const visits = new Map<string, Taken[]>()
  const converted = new Map<string, string>()
  for (const item of news) {
    const { event, person } = item
    if (event.type === 'conversion') {
      if (person) concern(person.id, item)
      if (person) converted.set(orderKey(event), person.id)
    }
  }
  const browsers = new Set(
    news.flatMap(({ event }) => (event.type === 'conversion' ? (event.visitor ?? []) : [])),
  )
  for (const item of news) {
    const { event } = item
    if (event.type === 'conversion' || event.type === 'refund') {
      const friend = orders.get(orderKey(event))?.friend ?? converted.get(orderKey(event))
      if (friend !== undefined) concern(friend, item)
    } else if (event.type === 'visit' && event.visitor !== undefined && event.code !== undefined) {
      if (!seen.has(event.visitor) && !browsers.has(event.visitor)) continue
      const known = visits.get(event.visitor)
      if (known) known.push(item)
      else visits.set(event.visitor, [item])
    }
  }
  const asked = [...visits.keys()].map((visitor) => ({ visitor }))
  const rows = await store.bulk<{ visitor: string; person: string }>(tx, converting, program.id, asked)
  const sealed = await sealedAmong(
    tx,
    { store, program },
    rows.map(({ person }) => person),
  )
  for (const { visitor, person } of rows) {
    // What is sealed no visit moves.
    if (sealed.has(person) && !friends.has(person)) continue
    for (const item of visits.get(visitor) ?? []) concern(person, item)
  }
  return friends
}

/**
 * What senders are told. A second report of an order is kept, and is a duplicate of the order, unless it is the server's
 * word after only a browser's.
 */
function receiptsOf(
  news: readonly Taken[],
  orders: ReadonlyMap<string, StoredOrder>,
  held: ReadonlyMap<string, string>,
): Map<string, Receipt> {
  const reported = new Map<string, boolean>()
  for (const [key, { friend, trusted }] of orders) if (friend !== null) reported.set(key, trusted === 1)
  return new Map(
    news.map(({ event, receipt, source }): [string, Receipt] => {
      const { id } = event
      if (event.type !== 'conversion') return [id, receipt]
      const key = orderKey(event)
      const isTrusted = reported.get(key)
      const isKnown = isTrusted !== undefined && (isTrusted || source === 'browser')
      reported.set(key, source === 'server' || isTrusted === true)
      if (isKnown) return [id, { id, status: 'duplicate', reason: 'order-known' }]
      // Only the owner hears of it: whoever cheats learns nothing from an answer.
      const isTold = source === 'server' && held.has(id)
      return [id, isTold ? { id, status: 'held', reason: 'under-review' } : receipt]
    }),
  )
}
