import type { Reward } from '@goodword/program'
import type { Write } from '../store/transaction.ts'
import type { Context } from './context.ts'

/** One reward as its own participant's rows decide it; without `reward` there is none any more. */
export interface Decided {
  /** See `rewardId`. */
  readonly id: string
  readonly reward: Reward | undefined
}

/**
 * What of these decisions depends on everybody's rows, such as a limit in total, decided before they are written. Called
 * while the referrers are locked, and before any row of a reward is written.
 */
export async function applyTotals(
  _tx: Write,
  _context: Context,
  decided: readonly Decided[],
): Promise<readonly Decided[]> {
  return decided
}
