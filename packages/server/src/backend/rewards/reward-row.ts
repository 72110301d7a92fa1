import { rewardId } from '@goodword/adapters'
import type { Reward } from '@goodword/program'
import type { Selectable } from 'kysely'
import { bulkSelect } from '../../store/bulk.ts'
import type { RewardsTable } from '../../store/tables.ts'
import type { Write } from '../../store/transaction.ts'
import type { Context } from '../context.ts'

/** A reward as it is kept. */
export type RewardRow = Selectable<RewardsTable>

/** A decided reward as a row. */
export function rowOfReward(program: string, reward: Reward): RewardRow {
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

/** The columns of a kept reward, with what each is to the store. */
export const rewardColumns = {
  id: 'text',
  incentive: 'text',
  participant: 'text',
  side: 'text',
  occurrence: 'text',
  state: 'text',
  give: 'text',
  amount: 'bigint',
  at: 'bigint',
  due: 'bigint',
  friend: 'text',
  reason: 'text',
} as const
const byId = bulkSelect({ id: 'text' }, 'select * from gw_rewards where program = :program and id = :id')
const bySide = bulkSelect(
  { participant: 'text', side: 'text' },
  'select * from gw_rewards where program = :program and participant = :participant and side = :side',
)
const friendSide = bulkSelect(
  { participant: 'text' },
  `select * from gw_rewards where program = :program and participant = :participant and side = 'friend'`,
)
const ripe = bulkSelect(
  { participant: 'text', now: 'bigint' },
  `select * from gw_rewards where program = :program and participant = :participant
    and state = 'pending' and due <= :now and side = 'referrer'`,
)

/** Rewards as they are kept, found in four ways; each is one statement. */
export const readRewards = {
  byId: (tx: Write, { store, program }: Context, ids: Iterable<string>) =>
    store.bulk<RewardRow>(
      tx,
      byId,
      program.id,
      [...ids].map((id) => ({ id })),
    ),
  /** All that referrers earned. */
  ofReferrers: (tx: Write, { store, program }: Context, people: readonly string[]) =>
    store.bulk<RewardRow>(
      tx,
      bySide,
      program.id,
      people.map((participant) => ({ participant, side: 'referrer' })),
    ),
  /** What referrers earned that says it is on hold, and is not any more. */
  ripe: (tx: Write, { store, program }: Context, people: readonly string[], now: number) =>
    store.bulk<RewardRow>(
      tx,
      ripe,
      program.id,
      people.map((participant) => ({ participant, now })),
    ),
  /** All that friends were given for their own orders. */
  ofFriends: (tx: Write, { store, program }: Context, people: Iterable<string>) =>
    store.bulk<RewardRow>(
      tx,
      friendSide,
      program.id,
      [...people].map((participant) => ({ participant })),
    ),
}
