import type { Reward } from '@goodword/program'
import type { Write } from '../store/transaction.ts'
import type { Context } from './context.ts'
import { keepRewards, readRewards } from './reward-row.ts'
import { decisionOf } from './totals.ts'

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
