import { rewardId } from '@goodword/adapters'
import {
  evaluate,
  sealsDue,
  withoutTotals,
  type Bond,
  type Change,
  type Evaluation,
  type Reward,
} from '@goodword/program'
import type { Selectable } from 'kysely'
import type { BondsTable } from '../store/tables.ts'
import { inChunks, type Write } from '../store/transaction.ts'
import type { Context } from './context.ts'
import { append, rowOfSeal } from './ledger.ts'
import { lockPeople, lockReferrers } from './person-lock.ts'
import { changeTo, writeRewards } from './reward-writing.ts'
import { loadSlice, type Slice } from './slice.ts'
import { applyTotals } from './totals.ts'

/**
 * Decides anew about `friends`, whoever brought them, and what all of these are owed, and writes the difference.
 *
 * `arrived` are the ids of rows that came just now: a bond that was ripe before them is sealed without them. All that
 * takes part is locked first, so of two transactions about one person the second sees what the first wrote. `participants`
 * are decided anew as well, in all that they earned as referrers and as friends.
 */
export async function settle(
  tx: Write,
  context: Context,
  friends: ReadonlySet<string>,
  arrived: ReadonlySet<string> = new Set(),
  participants: ReadonlySet<string> = new Set(),
): Promise<Slice> {
  const { program } = context
  const now = context.now()
  const asked = new Set([...friends, ...participants])
  const own = await seal(tx, context, await lockFriends(tx, program.id, asked), arrived, now)
  const involved = own.friends
  const before = await bondsOf(tx, program.id, 'friend', involved)
  const after = evaluate(program, own, now).bonds
  const referrers = new Set([...participants, ...[...before, ...after].map(({ referrer }) => referrer)])
  await lockReferrers(tx, program.id, referrers)

  const brought = await bondsOf(tx, program.id, 'referrer', referrers)
  const everybody = new Set([...involved, ...brought.map(({ friend }) => friend)])
  const slice = await loadSlice(tx, program.id, everybody, [...referrers, ...involved])
  const answer = evaluate(withoutTotals(program), slice, now)
  await keepBonds(
    tx,
    program.id,
    before,
    answer.bonds.filter(({ friend }) => involved.has(friend)),
  )
  await keepRewards(tx, context, answer.rewards, referrers, involved)
  await keepProgress(tx, program.id, answer, referrers)
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

/** Writes what was decided of these people, within the limits in total, and takes out what is not owed to them any more. */
async function keepRewards(
  tx: Write,
  context: Context,
  decided: readonly Reward[],
  referrers: ReadonlySet<string>,
  friends: ReadonlySet<string>,
): Promise<void> {
  const concerns = (side: 'referrer' | 'friend', person: string) =>
    (side === 'referrer' ? referrers : friends).has(person)
  const changes = new Map<string, Change>()
  const stored = await inChunks(new Set([...referrers, ...friends]), (some) =>
    tx
      .selectFrom('gw_rewards')
      .select(['id', 'incentive', 'participant', 'occurrence', 'side'])
      .where('program', '=', context.program.id)
      .where('participant', 'in', some)
      .execute(),
  )
  for (const { id, side, ...key } of stored)
    if (concerns(side, key.participant)) changes.set(id, { ...key, reward: undefined })
  for (const reward of decided)
    if (concerns(reward.to, reward.participant)) changes.set(rewardId(reward), changeTo(reward))
  await writeRewards(tx, context, await applyTotals(tx, context, [...changes.values()]))
}

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
