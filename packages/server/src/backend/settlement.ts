import { rewardId } from '@goodword/adapters'
import { evaluate, sealsDue, withoutTotals, type LedgerRow, type Seal } from '@goodword/program'
import { openCases } from '../fraud/cases.ts'
import { announce } from '../outbox/announce.ts'
import { newsOfBond } from '../outbox/news.ts'
import { bulkLock } from '../store/bulk.ts'
import { together, type Write } from '../store/transaction.ts'
import { bondsToKeep, channelsOf, keepBonds, readBonds, type StoredBond } from './bond.ts'
import type { Context } from './context.ts'
import { groupBy } from './grouping.ts'
import { append, rowOfSeal } from './ledger.ts'
import { keepOrders, ordersIn, readOrders, type StoredOrder } from './order.ts'
import { decideReferrers } from './referrer-decision.ts'
import { keepReferrers, keepSteps, lockReferrers, manyFriends, type OwnRows } from './referrer.ts'
import { keepRewards, readRewards, type RewardRow } from './reward-row.ts'
import { countFriend, sumsOf } from './rollups.ts'
import { loadSlice, rowsByFriend, type Slice } from './slice.ts'
import { applyTotals, decisionOf, type Decided } from './totals.ts'

/**
 * Decides anew about `friends`, whoever brought them, and what all of these are owed, and writes the difference.
 *
 * Afterwards the rows of orders, bonds, rewards, referrers, balances, ranks and roll-ups say of these people what
 * `evaluate` says of the whole ledger now, save for what depends on everybody (see `applyTotals`). It costs a fixed number
 * of statements, and time for the friends' own rows only, not for all that their referrers have.
 *
 * `arrived` are the ids of rows that came just now: a bond that was ripe before them is sealed without them. `own` are rows
 * that this transaction added about referrers; each of these is decided anew as well. Orders whose rows it added must have
 * been locked by the caller, see `lockOrders`.
 *
 * Everybody locks in this order, each kind sorted: orders, visitors, people, referrers, totals, then rewards and
 * balances, which belong to these, then counters, the head of the audit log, and last the sums of the day. So of two
 * transactions about one person the second sees what the first wrote, and nobody waits in a circle. Only a friend who
 * turns up late, by an order that two are said to have made, is locked out of turn: then one of the two begins anew.
 *
 * Throws `ColdReferrers` where a referrer with many friends must be read first: run it by `settling`, which does so.
 */
export async function settle(
  tx: Write,
  context: Context,
  friends: ReadonlySet<string>,
  arrived: ReadonlySet<string> = new Set(),
  own: OwnRows = new Map(),
): Promise<Slice> {
  const { program } = context
  const now = context.now()
  const slice = await seal(tx, context, await lockFriends(tx, context, friends), arrived, now)
  const answer = evaluate(withoutTotals(program), slice, now)
  const orders = ordersIn(program, slice.rows)
  const refs = orders.map(({ name, order_ref }) => ({ name, order: order_ref }))
  const [before, given, ordersBefore] = await together(
    context.store,
    () => readBonds(tx, context, slice.friends),
    () => readRewards.ofFriends(tx, context, slice.friends),
    () => readOrders(tx, context, refs),
  )
  const after = bondsToKeep(program, slice, answer.bonds)

  const brought = broughtBy(before, after)
  for (const referrer of own.keys()) if (!brought.has(referrer)) brought.set(referrer, new Set())
  const locked = await lockReferrers(tx, context, new Set(brought.keys()))
  const referrers = await decideReferrers(tx, context, {
    locked,
    friendsOf: (referrer) => brought.get(referrer) ?? new Set(),
    rowsOf: rowsByFriend(slice),
    codes: slice.codes,
    own,
    now,
  })

  const kept = new Map<string, RewardRow>()
  const decided = new Map<string, Decided>()
  for (const { rewards, stored } of referrers) {
    for (const row of stored) kept.set(row.id, row)
    for (const reward of rewards) decided.set(reward.id, reward)
  }
  // What friends are given rests on their own rows alone.
  for (const row of given) {
    kept.set(row.id, row)
    decided.set(row.id, decisionOf(row, undefined))
  }
  for (const reward of answer.rewards) {
    if (reward.to !== 'friend' || !slice.friends.has(reward.participant)) continue
    decided.set(rewardId(reward), decisionOf(reward, reward))
  }

  await keepOrdersOf(tx, context, [ordersBefore, orders], [before, after])
  await keepBonds(tx, context, before, after)
  const final = await applyTotals(tx, context, [...decided.values()])
  const unread = final.filter(({ id }) => !kept.has(id)).map(({ id }) => id)
  for (const row of await readRewards.byId(tx, context, unread)) kept.set(row.id, row)
  await keepRewards(tx, context, kept, final)
  await keepStandings(tx, context, locked, referrers, before, after)
  await openCases(tx, context, answer.flags)
  const news = [...after].flatMap(([friend, bond]) => newsOfBond(before.get(friend), bond, now))
  if (news.length > 0) await announce(tx, context, news)
  await keepSteps(
    tx,
    context,
    locked
      .filter(({ bound }) => bound > manyFriends)
      .map(({ person, revision }) => ({
        referrer: person,
        revision,
        friends: [...(brought.get(person) ?? [])],
        rows: (own.get(person) ?? []).map(({ id }) => id),
      })),
  )
  return slice
}

const locking = bulkLock(
  { person: 'text' },
  'select id from gw_people where program = :program and id = :person',
)

/** Loads and locks these friends and whoever shares an order with them, until nobody is left out. */
async function lockFriends(tx: Write, context: Context, friends: ReadonlySet<string>): Promise<Slice> {
  const { store, program } = context
  const locked = new Set<string>()
  let missing = [...friends]
  for (;;) {
    const sorted = missing.toSorted().map((person) => ({ person }))
    for (const friend of missing) locked.add(friend)
    // One behind the other: what is read is read once they are locked.
    const [, slice] = await together(
      store,
      () => store.bulk(tx, locking, program.id, sorted),
      () => loadSlice(tx, context, locked),
    )
    missing = [...slice.friends].filter((friend) => !locked.has(friend))
    if (missing.length === 0) return slice
  }
}

/** Seals what was ripe before the rows that arrived, then what is ripe with them. */
async function seal(
  tx: Write,
  context: Context,
  slice: Slice,
  arrived: ReadonlySet<string>,
  now: number,
): Promise<Slice> {
  const { program } = context
  const channels = new Map(slice.channels)
  const write = async (rows: readonly LedgerRow[]): Promise<Seal[]> => {
    const seals = sealsDue(program, { ...slice, rows }, now)
    if (seals.length === 0) return seals
    const arrival = { program: program.id, source: 'goodword', receivedAt: now } as const
    const { bonds } = evaluate(program, { ...slice, rows }, now)
    const bondOf = new Map(bonds.map((bond) => [bond.friend, bond]))
    const channelOf = channelsOf(program, slice, rows)
    const stored = seals.map((seal) => {
      const bond = bondOf.get(seal.friend)
      const channel = bond && bond.referrer === seal.referrer ? channelOf(bond) : undefined
      if (channel !== undefined) channels.set(seal.id, channel)
      return rowOfSeal(seal, arrival, channel)
    })
    await append(tx, context, stored)
    return seals
  }
  const settled = slice.rows.filter(({ id }) => !arrived.has(id))
  const first = arrived.size > 0 ? await write(settled) : []
  const rows = [...slice.rows, ...first]
  const second = await write(rows)
  return { ...slice, rows: [...rows, ...second], channels }
}

/** The friends of each referrer who has or had one of them. */
function broughtBy(...bonds: readonly ReadonlyMap<string, StoredBond>[]): Map<string, Set<string>> {
  const brought = new Map<string, Set<string>>()
  for (const side of bonds)
    for (const { friend, referrer } of side.values()) {
      const known = brought.get(referrer)
      if (known) known.add(friend)
      else brought.set(referrer, new Set([friend]))
    }
  return brought
}

/** Writes the orders that changed, and what all of these friends' orders count for. */
async function keepOrdersOf(
  tx: Write,
  context: Context,
  [before, after]: readonly [readonly StoredOrder[], readonly StoredOrder[]],
  [bondsBefore, bondsAfter]: readonly [ReadonlyMap<string, StoredBond>, ReadonlyMap<string, StoredBond>],
): Promise<void> {
  const known = new Map(before.map((order) => [`${order.name}:${order.order_ref}`, order]))
  const changed = after.filter((order) => !isSame(known.get(`${order.name}:${order.order_ref}`), order))
  await keepOrders(tx, context, changed)
  const sums = sumsOf(tx, context)
  const count = (
    orders: readonly StoredOrder[],
    bonds: ReadonlyMap<string, StoredBond>,
    sign: 1 | -1,
  ): void => {
    const byFriend = groupBy(orders, ({ friend }) => friend)
    for (const [friend, theirs] of byFriend)
      if (friend !== null) sums.add(countFriend(theirs, bonds.get(friend)), sign)
  }
  count(before, bondsBefore, -1)
  count(after, bondsAfter, 1)
}

const isSame = (a: StoredOrder | undefined, b: StoredOrder): boolean =>
  a !== undefined && Object.entries(b).every(([column, value]) => a[column as keyof StoredOrder] === value)

/** Writes how many friends referrers have, and how far they are. */
async function keepStandings(
  tx: Write,
  context: Context,
  locked: Awaited<ReturnType<typeof lockReferrers>>,
  decided: Awaited<ReturnType<typeof decideReferrers>>,
  before: ReadonlyMap<string, StoredBond>,
  after: ReadonlyMap<string, StoredBond>,
): Promise<void> {
  const moved = new Map<string, { friends: number; bound: number }>()
  const count = (bonds: ReadonlyMap<string, StoredBond>, sign: 1 | -1): void => {
    for (const { referrer, state } of bonds.values()) {
      const known = moved.get(referrer) ?? { friends: 0, bound: 0 }
      if (state === 'converted') known.friends += sign
      known.bound += sign
      moved.set(referrer, known)
    }
  }
  count(before, -1)
  count(after, 1)
  const rows = new Map(locked.map((row) => [row.person, row]))
  await keepReferrers(
    tx,
    context,
    decided.map(({ referrer: person, progress }) => {
      const row = rows.get(person)!
      const { friends = 0, bound = 0 } = moved.get(person) ?? {}
      const news = { friends: row.friends + friends, bound: row.bound + bound }
      return { person, before: row.friends, ...news, progress }
    }),
  )
}
