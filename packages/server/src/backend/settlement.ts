import { rewardId } from '@goodword/adapters'
import { evaluate, sealsDue, type Bond, type Evaluation, type Reward } from '@goodword/program'
import type { Insertable, Selectable } from 'kysely'
import type { BondsTable, RewardsTable } from '../store/tables.ts'
import { openCases } from '../fraud/cases.ts'
import { inChunks, type Write } from '../store/transaction.ts'
import type { Context } from './context.ts'
import { append, rowOfSeal } from './ledger.ts'
import { loadSlice, type Slice } from './slice.ts'

/**
 * Decides anew about `friends`, whoever brought them, and what all of these are owed, and writes the difference.
 *
 * `arrived` are the ids of rows that came just now: a bond that was ripe before them is sealed without them. All that
 * takes part is locked first, so of two transactions about one person the second sees what the first wrote.
 */
export async function settle(
  tx: Write,
  context: Context,
  friends: ReadonlySet<string>,
  arrived: ReadonlySet<string> = new Set(),
): Promise<Slice> {
  const { program } = context
  const now = context.now()
  const own = await seal(tx, context, await lockFriends(tx, program.id, friends), arrived, now)
  const involved = own.friends
  const before = await bondsOf(tx, program.id, 'friend', involved)
  const after = evaluate(program, own, now).bonds
  const referrers = new Set([...before, ...after].map(({ referrer }) => referrer))
  await lockReferrers(tx, program.id, referrers)

  const brought = await bondsOf(tx, program.id, 'referrer', referrers)
  const everybody = new Set([...involved, ...brought.map(({ friend }) => friend)])
  const slice = await loadSlice(tx, program.id, everybody, [...referrers, ...involved])
  const answer = evaluate(program, slice, now)
  await keepBonds(
    tx,
    program.id,
    before,
    answer.bonds.filter(({ friend }) => involved.has(friend)),
  )
  await keepRewards(tx, program.id, answer.rewards, referrers, involved)
  await keepProgress(tx, program.id, answer, referrers)
  await openCases(tx, context, answer.flags)
  return slice
}

/** Loads and locks these friends and whoever shares an order with them, until nobody is left out. */
async function lockFriends(tx: Write, program: string, friends: ReadonlySet<string>): Promise<Slice> {
  const locked = new Set<string>()
  let missing = [...friends]
  for (;;) {
    await lockPeople(tx, program, missing)
    for (const friend of missing) locked.add(friend)
    const slice = await loadSlice(tx, program, locked, [])
    missing = [...slice.friends].filter((friend) => !locked.has(friend))
    if (missing.length === 0) return slice
  }
}

/** Counting up the row is a lock that every database has; one at a time and in order, so that nobody waits in a circle. */
async function lockPeople(tx: Write, program: string, people: Iterable<string>): Promise<void> {
  for (const id of [...people].toSorted()) {
    await tx
      .updateTable('gw_people')
      .set((eb) => ({ revision: eb('revision', '+', 1) }))
      .where('program', '=', program)
      .where('id', '=', id)
      .execute()
  }
}

/** Seals what was ripe before the rows that arrived, then what is ripe with them. */
async function seal(
  tx: Write,
  { program }: Context,
  slice: Slice,
  arrived: ReadonlySet<string>,
  now: number,
): Promise<Slice> {
  const arrival = { program: program.id, source: 'goodword', receivedAt: now } as const
  const settled = { ...slice, rows: slice.rows.filter(({ id }) => !arrived.has(id)) }
  const first = arrived.size > 0 ? sealsDue(program, settled, now) : []
  const rows = [...slice.rows, ...first]
  const second = sealsDue(program, { ...slice, rows }, now)
  const seals = [...first, ...second]
  if (seals.length > 0)
    await append(
      tx,
      seals.map((row) => rowOfSeal(row, arrival)),
    )
  return { ...slice, rows: [...rows, ...second] }
}

/** As `lockPeople`, always after it, and on rows of their own: a circle of friends who refer each other is no deadlock. */
async function lockReferrers(tx: Write, program: string, referrers: Iterable<string>): Promise<void> {
  for (const person of [...referrers].toSorted()) {
    await tx
      .insertInto('gw_referrers')
      .values({ program, person, friends: 0, progress: '[]', revision: 0 })
      .onConflict((conflict) =>
        conflict
          .columns(['program', 'person'])
          .doUpdateSet((eb) => ({ revision: eb('gw_referrers.revision', '+', 1) })),
      )
      .execute()
  }
}

function bondsOf(
  tx: Write,
  program: string,
  side: 'friend' | 'referrer',
  people: Iterable<string>,
): Promise<Selectable<BondsTable>[]> {
  return inChunks(people, (some) =>
    tx.selectFrom('gw_bonds').selectAll().where('program', '=', program).where(side, 'in', some).execute(),
  )
}

async function keepBonds(
  tx: Write,
  program: string,
  before: readonly Bond[],
  after: readonly Bond[],
): Promise<void> {
  const bound = new Set(after.map(({ friend }) => friend))
  for (const { friend } of before) {
    if (bound.has(friend)) continue
    await tx.deleteFrom('gw_bonds').where('program', '=', program).where('friend', '=', friend).execute()
  }
  for (const { friend, referrer, at, state } of after) {
    await tx
      .insertInto('gw_bonds')
      .values({ program, friend, referrer, at, state })
      .onConflict((conflict) => conflict.columns(['program', 'friend']).doUpdateSet({ referrer, at, state }))
      .execute()
  }
}

/** Compares what was decided with what is stored: each reward is one row, whoever writes it. */
async function keepRewards(
  tx: Write,
  program: string,
  decided: readonly Reward[],
  referrers: ReadonlySet<string>,
  friends: ReadonlySet<string>,
): Promise<void> {
  const concerns = (side: 'referrer' | 'friend', person: string) =>
    (side === 'referrer' ? referrers : friends).has(person)
  const stored = await inChunks(new Set([...referrers, ...friends]), (some) =>
    tx
      .selectFrom('gw_rewards')
      .selectAll()
      .where('program', '=', program)
      .where('participant', 'in', some)
      .execute(),
  )
  const old = new Map(stored.filter((row) => concerns(row.side, row.participant)).map((row) => [row.id, row]))
  for (const reward of decided) {
    if (!concerns(reward.to, reward.participant)) continue
    const row = rowOfReward(program, reward)
    const same = old.get(row.id)
    old.delete(row.id)
    if (same && isSame(same, row)) continue
    const { program: _, id: __, ...news } = row
    await tx
      .insertInto('gw_rewards')
      .values(row)
      .onConflict((conflict) => conflict.columns(['program', 'id']).doUpdateSet(news))
      .execute()
  }
  // Not owed any more: its order turned out to be somebody else's. What was given is never among these.
  for (const id of old.keys())
    await tx.deleteFrom('gw_rewards').where('program', '=', program).where('id', '=', id).execute()
}

function rowOfReward(program: string, reward: Reward): Insertable<RewardsTable> {
  const { incentive, participant, to, occurrence, state, give, amount, at, due, friend, reason } = reward
  return {
    program,
    id: rewardId(reward),
    incentive,
    participant,
    side: to,
    occurrence,
    state,
    give: JSON.stringify(give),
    amount: amount ?? null,
    at,
    due: due ?? null,
    friend: friend ?? null,
    reason: JSON.stringify(reason),
  }
}

const isSame = (a: Insertable<RewardsTable>, b: Insertable<RewardsTable>): boolean =>
  Object.entries(b).every(([column, value]) => a[column as keyof RewardsTable] === value)

async function keepProgress(
  tx: Write,
  program: string,
  { bonds, progress }: Evaluation,
  referrers: ReadonlySet<string>,
): Promise<void> {
  const friends = new Map<string, number>()
  for (const { referrer, state } of bonds)
    if (state === 'converted') friends.set(referrer, (friends.get(referrer) ?? 0) + 1)
  for (const id of referrers) {
    await tx
      .updateTable('gw_referrers')
      .set({ friends: friends.get(id) ?? 0, progress: JSON.stringify(progress.get(id) ?? []) })
      .where('program', '=', program)
      .where('person', '=', id)
      .execute()
  }
}
