import { judgeEvent, type Client, type Source } from '@goodword/adapters'
import type { EventOf, Receipt, ReferralEvent } from '@goodword/program'
import { inspect, type Suspect } from '../fraud/inspect.ts'
import { prepareTraces, traceColumns } from '../fraud/trace.ts'
import { inChunks, write, type Write } from '../store/transaction.ts'
import type { Context } from './context.ts'
import { append, rowOfEvent } from './ledger.ts'
import { keepOrders, lockOrders, orderKey, type OrderRef } from './order.ts'
import { createPerson, findCustomer, resolveCustomer, type Person } from './people.ts'
import { settle } from './settlement.ts'
import { countEvents } from './tallies.ts'
import { lockVisitors, personOfVisitor, rememberVisitor } from './visitors.ts'

/** Takes a batch in, in one transaction: what a receipt says is on disk before it is returned. */
export async function takeIn(
  context: Context,
  inputs: readonly unknown[],
  source: Source,
  client?: Client,
): Promise<readonly Receipt[]> {
  const fresh = new Map<string, ReferralEvent>()
  const receipts = inputs.map((input): Receipt => {
    const { event, receipt } = judge(context, input, source)
    if (!event) return receipt
    if (fresh.has(event.id)) return { id: event.id, status: 'duplicate' }
    fresh.set(event.id, event)
    return receipt
  })
  if (fresh.size === 0) return receipts
  await prepareTraces(context)
  const { added, held } = await write(context.store, (tx) =>
    store(tx, context, [...fresh.values()], source, client),
  )
  return receipts.map((receipt): Receipt => {
    if (receipt.status === 'rejected') return receipt
    if (!added.has(receipt.id)) return { id: receipt.id, status: 'duplicate' }
    // Only the owner hears of it: whoever cheats learns nothing from an answer.
    const isTold = source === 'server' && held.has(receipt.id)
    return isTold ? { id: receipt.id, status: 'held', reason: 'under-review' } : receipt
  })
}

function judge({ program }: Context, input: unknown, source: Source): ReturnType<typeof judgeEvent> {
  const verdict = judgeEvent(program, input, source)
  if (verdict.event?.type !== 'moment' || isPlain(verdict.event.data, 16)) return verdict
  const { id } = verdict.receipt
  const detail = 'data: expected JSON of at most 16 levels.'
  return { receipt: { id, status: 'rejected', reason: 'event-invalid', detail } }
}

/** Whether it can be written as JSON: what nests without end exhausts the stack of whoever tries. */
function isPlain(value: unknown, levels: number): boolean {
  if (typeof value === 'bigint') return false
  if (typeof value !== 'object' || value === null) return true
  return levels > 0 && Object.values(value).every((part) => isPlain(part, levels - 1))
}

/** Returns the ids of those that were not known, and of those that a person should look at first. */
async function store(
  tx: Write,
  context: Context,
  events: readonly ReferralEvent[],
  source: Source,
  client: Client | undefined,
): Promise<{ added: Set<string>; held: ReadonlyMap<string, string> }> {
  const program = context.program.id
  const known = await inChunks(events, (some) =>
    tx
      .selectFrom('gw_ledger')
      .select('id')
      .where('program', '=', program)
      .where(
        'id',
        'in',
        some.map(({ id }) => id),
      )
      .execute(),
  )
  const knownIds = new Set(known.map(({ id }) => id))
  const fresh = events.filter(({ id }) => !knownIds.has(id))
  if (fresh.length === 0) return { added: new Set(), held: new Map() }

  // Locks first, by kind and in order: orders, visitors, then people.
  const orders = ordersIn(fresh)
  await lockOrders(tx, program, orders)
  const visitors = visitorsIn(fresh)
  await lockVisitors(tx, program, visitors, traceColumns(context, client))

  const arrival = { program, source, receivedAt: context.now() }
  const rows = []
  const suspects: Suspect[] = []
  for (const event of byCustomer(fresh)) {
    if (event.type === 'conversion')
      suspects.push({ event, friend: await friendOf(tx, context, event, source), source, client })
    else rows.push(rowOfEvent(event, await personOf(tx, context, event, source), arrival))
  }
  const added = await append(tx, rows)
  const held = await inspect(tx, context, suspects)
  const conversions = suspects.map(({ event, friend }) =>
    rowOfEvent(event, friend.id, arrival, held.get(event.id)),
  )
  for (const id of await append(tx, conversions)) added.add(id)

  const friends = await friendsConcerned(tx, program, orders, visitors)
  if (friends.size > 0) {
    const slice = await settle(tx, context, friends, added)
    await keepOrders(tx, context.program, orders, slice.rows, context.now())
  }
  await countEvents(
    tx,
    program,
    fresh.filter(({ id }) => added.has(id)),
  )
  return { added, held }
}

/** Batches with the same customers meet them in the same order, so that they cannot wait for each other. */
function byCustomer(events: readonly ReferralEvent[]): ReferralEvent[] {
  const key = ({ customer }: ReferralEvent) => customer?.id ?? customer?.email ?? ''
  return events.toSorted((a, b) => (key(a) < key(b) ? -1 : key(a) > key(b) ? 1 : 0))
}

function ordersIn(events: readonly ReferralEvent[]): OrderRef[] {
  const named = events.filter(({ type }) => type === 'conversion' || type === 'refund') as OrderRef[]
  return [...new Map(named.map(({ name, order }) => [orderKey({ name, order }), { name, order }])).values()]
}

/** The browsers whose visits may bind somebody: with a code, or with an order. */
function visitorsIn(events: readonly ReferralEvent[]): Set<string> {
  return new Set(
    events.flatMap(({ type, visitor, code }) =>
      visitor !== undefined && (type === 'conversion' || (type === 'visit' && code !== undefined))
        ? [visitor]
        : [],
    ),
  )
}

/** Whom an event is about that makes nobody. */
async function personOf(
  tx: Write,
  context: Context,
  event: ReferralEvent,
  source: Source,
): Promise<string | null> {
  if (event.type === 'refund' || event.customer === undefined) return null
  const claim = { customer: event.customer, trusted: source === 'server' }
  return (await findCustomer(tx, context.program.id, claim)).person?.id ?? null
}

/**
 * Who converted. A browser's word about the customer counts where the program believes browsers; elsewhere anybody
 * could claim an order for anybody, so it is the browser's own until the server speaks.
 */
async function friendOf(
  tx: Write,
  context: Context,
  { name, order, customer, visitor }: EventOf<'conversion'>,
  source: Source,
): Promise<Person> {
  const program = context.program.id
  const trusted = source === 'server'
  const rule = context.program.conversions.find((rule) => rule.name === name)
  const seenAs = visitor === undefined ? undefined : await personOfVisitor(tx, program, visitor)
  const believed = trusted || rule?.trust === 'browser'
  const friend =
    customer && believed
      ? await resolveCustomer(tx, context, { customer, trusted, seenAs })
      : (seenAs ?? (await friendOfOrder(tx, program, { name, order })) ?? (await createPerson(tx, context)))
  if (!friend) throw new Error('A random person key was taken: is the source of randomness broken?')
  if (visitor !== undefined && friend.id !== seenAs?.id)
    await rememberVisitor(tx, program, visitor, friend.id)
  return friend
}

/** Whom an earlier report of the same order was about. */
function friendOfOrder(tx: Write, program: string, { name, order }: OrderRef): Promise<Person | undefined> {
  return tx
    .selectFrom('gw_orders')
    .innerJoin('gw_people', (join) =>
      join
        .onRef('gw_people.program', '=', 'gw_orders.program')
        .onRef('gw_people.id', '=', 'gw_orders.friend'),
    )
    .selectAll('gw_people')
    .where('gw_orders.program', '=', program)
    .where('gw_orders.name', '=', name)
    .where('gw_orders.order_ref', '=', order)
    .executeTakeFirst()
}

/** Everybody who is said to have made one of these orders, or an order in one of these browsers. */
async function friendsConcerned(
  tx: Write,
  program: string,
  orders: readonly OrderRef[],
  visitors: ReadonlySet<string>,
): Promise<Set<string>> {
  const conversions = () =>
    tx
      .selectFrom('gw_ledger')
      .select(['person', 'name', 'order_ref'])
      .where('program', '=', program)
      .where('type', '=', 'conversion')
  const keys = new Set(orders.map(orderKey))
  const byOrder = await inChunks(new Set(orders.map(({ order }) => order)), (some) =>
    conversions().where('order_ref', 'in', some).execute(),
  )
  const byVisitor = await inChunks(visitors, (some) => conversions().where('visitor', 'in', some).execute())
  const concerned = [...byOrder.filter((row) => keys.has(`${row.name}:${row.order_ref}`)), ...byVisitor]
  return new Set(concerned.flatMap(({ person }) => person ?? []))
}
