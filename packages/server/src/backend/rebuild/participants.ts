import { evaluate, totalsOf, withoutTotals, type Bond, type Reward } from '@goodword/program'
import { inChunks, type Write } from '../../store/transaction.ts'
import type { Context } from '../context.ts'
import { rewardAt } from '../reward-list.ts'
import { rowOfReward } from '../reward-row.ts'
import { loadSlice } from '../slice.ts'
import { compareRows, type Difference, type Row } from './difference.ts'

/** What some participants are owed by the ledger alone, and how the tables differ from it. */
export interface ParticipantsAnswer {
  /** Rewards that a limit in total is still to be taken off. */
  readonly limited: readonly Reward[]
  /** The others, as they should be. */
  readonly rewards: readonly Reward[]
  readonly differences: readonly Difference[]
}

/**
 * Decides what these people earned, as referrers and as friends. `moved` are the bonds that the tables do not have right;
 * `ranks` counts referrers by how many friends they have.
 */
export async function checkParticipants(
  tx: Write,
  context: Context,
  people: ReadonlySet<string>,
  moved: ReadonlyMap<string, Bond | undefined>,
  ranks: Map<number, number>,
): Promise<ParticipantsAnswer> {
  const { program } = context
  const now = context.now()
  const brought = await friendsOf(tx, program.id, people, moved)
  const slice = await loadSlice(tx, context, new Set([...people, ...brought]))
  const { rewards, bonds, progress } = evaluate(withoutTotals(program), slice, now)
  const own = rewards.filter(({ participant }) => people.has(participant))
  const limited = own.filter(({ incentive }) => totalsOf(program).has(incentive))
  const expected = own
    .filter((reward) => !limited.includes(reward))
    .map((reward) => plain(program.id, reward))
  const stored = await inChunks(people, (some) =>
    tx
      .selectFrom('gw_rewards')
      .selectAll()
      .where('program', '=', program.id)
      .where('participant', 'in', some)
      .execute(),
  )
  const rows = stored
    .filter(({ incentive }) => !totalsOf(program).has(incentive))
    .map((row) => plain(program.id, rewardAt(row, now)))
  const friends = new Map<string, number>()
  const bound = new Map<string, number>()
  const countUp = (counts: Map<string, number>, key: string) => counts.set(key, (counts.get(key) ?? 0) + 1)
  for (const { referrer, state } of bonds) {
    if (!people.has(referrer)) continue
    countUp(bound, referrer)
    if (state === 'converted') countUp(friends, referrer)
  }
  for (const count of friends.values()) ranks.set(count, (ranks.get(count) ?? 0) + 1)
  return {
    limited,
    rewards: own.filter((reward) => !limited.includes(reward)),
    differences: [
      ...compareRows('gw_rewards', ['id'], rows, expected),
      ...(await checkReferrers(tx, program.id, people, (person) => ({
        friends: friends.get(person) ?? 0,
        bound: bound.get(person) ?? 0,
        progress: JSON.stringify(progress.get(person) ?? []),
      }))),
    ],
  }
}

/** A reward as a row, as it stands now: that time has passed is no difference. */
export const plain = (program: string, reward: Reward): Row => {
  const { program: _, ...row } = rowOfReward(program, reward)
  return row
}

async function friendsOf(
  tx: Write,
  program: string,
  people: ReadonlySet<string>,
  moved: ReadonlyMap<string, Bond | undefined>,
): Promise<Set<string>> {
  const bonds = await inChunks(people, (some) =>
    tx
      .selectFrom('gw_bonds')
      .select('friend')
      .where('program', '=', program)
      .where('referrer', 'in', some)
      .execute(),
  )
  const friends = new Set(bonds.map(({ friend }) => friend).filter((friend) => !moved.has(friend)))
  for (const [friend, bond] of moved) if (bond && people.has(bond.referrer)) friends.add(friend)
  return friends
}

/** A row of zeros is as good as none. */
async function checkReferrers(
  tx: Write,
  program: string,
  people: ReadonlySet<string>,
  expect: (person: string) => { readonly friends: number; readonly bound: number; readonly progress: string },
): Promise<Difference[]> {
  const stored = await inChunks(people, (some) =>
    tx
      .selectFrom('gw_referrers')
      .select(['person', 'friends', 'bound', 'progress'])
      .where('program', '=', program)
      .where('person', 'in', some)
      .execute(),
  )
  const known = new Set(stored.map(({ person }) => person))
  const expected = [...people]
    .map((person) => ({ person, ...expect(person) }))
    .filter(({ person, bound, progress }) => known.has(person) || bound > 0 || progress !== '[]')
  return compareRows('gw_referrers', ['person'], stored, expected)
}
