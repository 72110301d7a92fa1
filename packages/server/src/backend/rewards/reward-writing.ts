import type { Reward } from '@goodword/program'
import { announce } from '../../outbox/announce.ts'
import { newsOfReward } from '../../outbox/news.ts'
import { bulkDelete, bulkInsert } from '../../store/bulk.ts'
import type { Write } from '../../store/transaction.ts'
import type { Context } from '../context.ts'
import { countReward, sumsOf } from '../figures/rollups.ts'
import { decisionOf, type Decided } from '../totals/totals.ts'
import { keepBalances } from './balance.ts'
import { readRewards, rewardColumns, rowOfReward, type RewardRow } from './reward-row.ts'

const names = Object.keys(rewardColumns) as (keyof typeof rewardColumns)[]

const writing = bulkInsert(
  'gw_rewards',
  rewardColumns,
  `on conflict (program, id) do update set ${names
    .filter((name) => name !== 'id')
    .map((name) => `${name} = excluded.${name}`)
    .join(', ')}`,
)
const removing = bulkDelete('gw_rewards', { id: 'text' }, 't.program = :program and t.id = :id')

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

/** Writes rewards as the clock, or a limit in total, has decided them. Their participants must be locked. */
export async function writeRewards(tx: Write, context: Context, rewards: readonly Reward[]): Promise<void> {
  const decided = rewards.map((reward) => decisionOf(reward, reward))
  const stored = await readRewards.byId(
    tx,
    context,
    decided.map(({ id }) => id),
  )
  await keepRewards(tx, context, new Map(stored.map((row) => [row.id, row])), decided)
}
