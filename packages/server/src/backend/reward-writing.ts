import { rewardId } from '@goodword/adapters'
import type { Change, Reward } from '@goodword/program'
import type { Selectable } from 'kysely'
import { announce, type News } from '../outbox/announce.ts'
import type { RewardsTable } from '../store/tables.ts'
import { inChunks, type Write } from '../store/transaction.ts'
import type { Context } from './context.ts'

/**
 * Compares rewards as they were decided with what is stored, and writes and announces the difference: each reward is one
 * row, whoever writes it. Their participants must be locked.
 */
export async function writeRewards(tx: Write, context: Context, changes: readonly Change[]): Promise<void> {
  const program = context.program.id
  const stored = await inChunks(changes.map(rewardId), (some) =>
    tx.selectFrom('gw_rewards').selectAll().where('program', '=', program).where('id', 'in', some).execute(),
  )
  const old = new Map(stored.map((row) => [row.id, row]))
  const rows = changes.flatMap(({ reward }) => (reward ? [rowOfReward(program, reward)] : []))
  const news = rows.filter((row) => !isSame(old.get(row.id), row))
  await inChunks(
    news.toSorted((a, b) => (a.id < b.id ? -1 : 1)),
    (some) =>
      tx
        .insertInto('gw_rewards')
        .values(some)
        .onConflict((conflict) =>
          conflict.columns(['program', 'id']).doUpdateSet((eb) => ({
            state: eb.ref('excluded.state'),
            side: eb.ref('excluded.side'),
            give: eb.ref('excluded.give'),
            amount: eb.ref('excluded.amount'),
            at: eb.ref('excluded.at'),
            due: eb.ref('excluded.due'),
            friend: eb.ref('excluded.friend'),
            reason: eb.ref('excluded.reason'),
          })),
        )
        .returning('id')
        .execute(),
  )
  // Not owed any more: its order turned out to be somebody else's. What was given is never among these.
  const gone = changes
    .flatMap((change) => (change.reward ? [] : [rewardId(change)]))
    .filter((id) => old.has(id))
  await inChunks(gone, (some) =>
    tx
      .deleteFrom('gw_rewards')
      .where('program', '=', program)
      .where('id', 'in', some)
      .returning('id')
      .execute(),
  )
  const now = context.now()
  await announce(tx, context, [
    ...news.filter((row) => old.get(row.id)?.state !== row.state).map((row) => newsOf(row, row.state, now)),
    ...gone.map((id) => newsOf(old.get(id)!, 'dropped', now)),
  ])
}

function newsOf(
  { id, incentive, participant, side, amount }: Selectable<RewardsTable>,
  state: string,
  at: number,
): News {
  return {
    type: `reward.${state}`,
    at,
    data: { reward: id, incentive, participant, to: side, state, ...(amount !== null && { amount }) },
  }
}

/** A reward as a change that brings it about. */
export const changeTo = (reward: Reward): Change => {
  const { incentive, participant, occurrence } = reward
  return { incentive, participant, occurrence, reward }
}

/** A decided reward as the database holds it. */
export function rowOfReward(program: string, reward: Reward): Selectable<RewardsTable> {
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

const isSame = (a: Selectable<RewardsTable> | undefined, b: Selectable<RewardsTable>): boolean =>
  a !== undefined && Object.entries(b).every(([column, value]) => a[column as keyof RewardsTable] === value)
