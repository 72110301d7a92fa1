import type { AuditContext } from '../audit/audit.ts'
import { orderKey, type OrderRef } from '../backend/order.ts'
import { inChunks, type Write } from '../store/transaction.ts'
import { isNamedBy, mayName, orderNames, type OrderNames } from './order-names.ts'
import { isPseudonym, pseudonymOf, requireKey } from './order-pseudonym.ts'
import type { Names } from './mentions.ts'
import { renameIn, renameText, type Renamed } from './renamed-text.ts'

/**
 * Gives orders another reference where theirs names a person by e-mail or customer id, in every table, and with them the
 * rewards that these orders earned. The new one is a keyed hash of the old one, so that a sender who goes on using the
 * old one is understood, see `recognise`; no reward, count or state changes.
 *
 * Of two orders of one millisecond the reference says which came first: there, and only there, a limit may fall on the
 * other one when it is next decided about.
 */
export async function renameOrders(
  tx: Write,
  context: Pick<AuditContext, 'program' | 'random'>,
  person: string,
  who: Pick<Names, 'customer' | 'email'>,
): Promise<void> {
  const program = context.program.id
  const names = orderNames(who)
  if (names.ids.length + names.mailboxes.length === 0) return
  const orders = await findNamed(tx, program, person, names)
  if (orders.length === 0) return
  const key = await requireKey(tx, context)
  const renamed: Renamed = new Map(
    orders.map((ref) => [orderKey(ref), { ...ref, order: pseudonymOf(key, ref.order) }]),
  )
  const found = await findRewards(tx, program, names, renamed)
  await distrustStates(tx, program, orders, found.people)
  await writeRewards(tx, program, found)
  for (const { name, order } of orders) {
    const fresh = { order_ref: pseudonymOf(key, order) }
    for (const table of ['gw_ledger', 'gw_orders'] as const)
      await tx
        .updateTable(table)
        .set(fresh)
        .where('program', '=', program)
        .where('order_ref', '=', order)
        .where('name', '=', name)
        .execute()
    await tx
      .updateTable('gw_cases')
      .set({ order_key: orderKey({ name, order: fresh.order_ref }) })
      .where('program', '=', program)
      .where('order_key', '=', orderKey({ name, order }))
      .execute()
  }
  await renameMessages(tx, program, names, renamed)
  // A walk that stopped at such a row begins anew.
  await tx
    .updateTable('gw_sweeps')
    .set({ place: '' })
    .where('program', '=', program)
    .where(mayName(names, 'place'))
    .execute()
}

async function findNamed(
  tx: Write,
  program: string,
  person: string,
  names: OrderNames,
): Promise<readonly OrderRef[]> {
  const rows = await tx
    .selectFrom('gw_ledger')
    .select(['name', 'order_ref as order', 'person'])
    .distinct()
    .where('program', '=', program)
    .where('order_ref', 'is not', null)
    .where(mayName(names, 'order_ref'))
    .unionAll(
      tx
        .selectFrom('gw_orders')
        .select(['name', 'order_ref as order', 'friend as person'])
        .where('program', '=', program)
        .where(mayName(names, 'order_ref')),
    )
    .execute()
  const orders = new Map<string, OrderRef & { isTheirs: boolean }>()
  for (const { name, order, person: by } of rows) {
    if (name === null || order === null || isPseudonym(order)) continue
    const key = orderKey({ name, order })
    orders.set(key, { name, order, isTheirs: by === person || orders.get(key)?.isTheirs === true })
  }
  return [...orders.values()]
    .filter(({ order, isTheirs }) => isNamedBy(order, names, isTheirs))
    .map(({ name, order }) => ({ name, order }))
    .toSorted((a, b) => (orderKey(a) < orderKey(b) ? -1 : 1))
}

/** All that is known of rewards by an order's reference, as it is to be. */
async function findRewards(tx: Write, program: string, names: OrderNames, renamed: Renamed) {
  const rewards = await tx
    .selectFrom('gw_rewards')
    .select(['id', 'occurrence', 'participant'])
    .where('program', '=', program)
    .where(mayName(names, 'occurrence'))
    .execute()
  const lines = await tx
    .selectFrom('gw_lines')
    .select(['incentive', 'reward', 'occurrence', 'line_id', 'body', 'participant'])
    .where('program', '=', program)
    .where(mayName(names, 'occurrence'))
    .execute()
  const rows = await tx
    .selectFrom('gw_ledger')
    .select(['id', 'body', 'person'])
    .where('program', '=', program)
    .where('type', 'in', ['grant', 'allot'])
    .where(mayName(names, 'body'))
    .execute()
  const of = <T extends Record<string, unknown>>(found: readonly T[], column: keyof T & string) =>
    found.filter((row) => renameText(String(row[column]), renamed) !== row[column])
  const [ofRewards, ofLines, ofRows] = [of(rewards, 'id'), of(lines, 'reward'), of(rows, 'id')]
  const people = new Set([
    ...[...ofRewards, ...ofLines].map(({ participant }) => participant),
    ...ofRows.flatMap(({ person }) => person ?? []),
  ])
  return { renamed, rewards: ofRewards, lines: ofLines, rows: ofRows, people }
}

async function writeRewards(
  tx: Write,
  program: string,
  { renamed, rewards, lines, rows }: Awaited<ReturnType<typeof findRewards>>,
): Promise<void> {
  const text = (old: string) => renameText(old, renamed)
  for (const { id, occurrence } of rewards)
    await tx
      .updateTable('gw_rewards')
      .set({ id: text(id), occurrence: text(occurrence) })
      .where('program', '=', program)
      .where('id', '=', id)
      .execute()
  for (const { incentive, reward, occurrence, line_id: id, body } of lines)
    await tx
      .updateTable('gw_lines')
      .set({
        reward: text(reward),
        occurrence: text(occurrence),
        line_id: text(id),
        body: renameIn(body, renamed),
      })
      .where('program', '=', program)
      .where('incentive', '=', incentive)
      .where('reward', '=', reward)
      .execute()
  for (const { id, body } of rows)
    await tx
      .updateTable('gw_ledger')
      .set({ id: text(id), body: renameIn(body, renamed) })
      .where('program', '=', program)
      .where('id', '=', id)
      .execute()
}

/** What processes keep decided of these people rests on the old references. */
async function distrustStates(
  tx: Write,
  program: string,
  orders: readonly OrderRef[],
  people: ReadonlySet<string>,
): Promise<void> {
  const friends = await inChunks(new Set(orders.map(({ order }) => order)), (some) =>
    tx
      .selectFrom('gw_ledger')
      .select('person')
      .distinct()
      .where('program', '=', program)
      .where('order_ref', 'in', some)
      .where('person', 'is not', null)
      .execute(),
  )
  const bonds = await inChunks(new Set(friends.flatMap(({ person }) => person ?? [])), (some) =>
    tx
      .selectFrom('gw_bonds')
      .select('referrer')
      .where('program', '=', program)
      .where('friend', 'in', some)
      .execute(),
  )
  const referrers = [...new Set([...people, ...bonds.map(({ referrer }) => referrer)])].toSorted()
  await inChunks(referrers, async (some) => {
    await tx
      .updateTable('gw_referrers')
      .set((eb) => ({ revision: eb('revision', '+', 1) }))
      .where('program', '=', program)
      .where('person', 'in', some)
      .execute()
    await tx.deleteFrom('gw_steps').where('program', '=', program).where('referrer', 'in', some).execute()
    return []
  })
}

/** Messages that wait or may be replayed; what receivers answered to them may repeat the old reference. */
async function renameMessages(
  tx: Write,
  program: string,
  names: OrderNames,
  renamed: Renamed,
): Promise<void> {
  const messages = await tx
    .selectFrom('gw_outbox')
    .select(['id', 'body'])
    .where('program', '=', program)
    .where(mayName(names, 'body'))
    .execute()
  for (const { id, body } of messages) {
    const fresh = renameIn(body, renamed)
    if (fresh === body) continue
    await tx
      .updateTable('gw_outbox')
      .set({ body: fresh })
      .where('program', '=', program)
      .where('id', '=', id)
      .execute()
    await tx
      .updateTable('gw_deliveries')
      .set({ answer: null, error: null })
      .where('program', '=', program)
      .where('message', '=', id)
      .execute()
  }
}
