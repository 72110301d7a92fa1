import { rewardId } from '@goodword/adapters'
import type { Reward } from '@goodword/program'
import type { Selectable } from 'kysely'
import { announce } from '../outbox/announce.ts'
import { newsOfReward } from '../outbox/news.ts'
import { bulkDelete, bulkInsert, bulkSelect } from '../store/bulk.ts'
import type { RewardsTable } from '../store/tables.ts'
import type { Write } from '../store/transaction.ts'
import { keepBalances } from './balance.ts'
import type { Context } from './context.ts'
import { countReward, sumsOf } from './rollups.ts'
import type { Decided } from './totals.ts'

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

const columns = {
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
const names = Object.keys(columns) as (keyof typeof columns)[]

const writing = bulkInsert(
  'gw_rewards',
  columns,
  `on conflict (program, id) do update set ${names
    .filter((name) => name !== 'id')
    .map((name) => `${name} = excluded.${name}`)
    .join(', ')}`,
)
const removing = bulkDelete('gw_rewards', { id: 'text' }, 't.program = :program and t.id = :id')

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

const isSame = (a: RewardRow, b: RewardRow): boolean => names.every((name) => a[name] === b[name])

/**
 * Writes the difference between what is kept and what was decided, each reward one row whoever writes it, and with it
 * balances, roll-ups and news. `kept` holds every row of `decided` that there is.
 */
export async function keepRewards(
  tx: Write,
  context: Context,
  kept: ReadonlyMap<string, RewardRow>,
  decided: readonly Decided[],
): Promise<void> {
  const { store, program } = context
  const sums = sumsOf(tx, context)
  const [before, after, gone]: [RewardRow[], RewardRow[], string[]] = [[], [], []]
  const now = context.now()
  const news = []
  for (const { id, reward } of decided) {
    const old = kept.get(id)
    const row = reward && rowOfReward(program.id, reward)
    if (!old && !row) continue
    if (old && row && isSame(old, row)) continue
    for (const told of newsOfReward(program, old, row, now)) news.push(told)
    if (old) {
      before.push(old)
      sums.add(countReward(old), -1)
    }
    if (row) {
      after.push(row)
      sums.add(countReward(row))
    } else gone.push(id)
  }
  const byKey = (a: RewardRow, b: RewardRow) => (a.id < b.id ? -1 : 1)
  await store.bulk(tx, writing, program.id, after.toSorted(byKey))
  // Not owed any more: its order turned out to be somebody else's. What was given is never among these.
  await store.bulk(
    tx,
    removing,
    program.id,
    gone.toSorted().map((id) => ({ id })),
  )
  await keepBalances(tx, context, before, after)
  if (news.length > 0) await announce(tx, context, news)
}
