import type { LedgerRow } from '../ledger.ts'
import type { Evaluation, MilestoneProgress, Reward } from '../reward.ts'

/** A reward that may be another one than before, or gone. */
export interface Change extends Pick<Reward, 'incentive' | 'participant' | 'occurrence'> {
  /** `undefined` when there is none any more. */
  readonly reward: Reward | undefined
}

/** What `evaluate` decides, row by row. */
export interface Incremental {
  /**
   * Takes a row in, in any order; the same id again changes nothing. Returns what it may have changed. A late order
   * may move the dates of milestones that were reached before: these are told of with `tellsDates` only, and are right
   * whenever they are asked for.
   */
  add(row: LedgerRow): Change[]
  /** Sets the clock forward; it never goes back. Returns what is due now, or may be. */
  advance(now: number): Change[]
  /** Somebody owns a code now. Returns what that may have changed. */
  own(code: string, participant: string): Change[]
  /** One reward as it stands, by its three keys; `undefined` when there is none. */
  find(key: Pick<Reward, 'incentive' | 'participant' | 'occurrence'>): Reward | undefined
  /** Of one participant, by time, then by key. */
  rewards(participant: string): Reward[]
  /** Of one participant, as in `evaluate`; none of it begun while they have brought nobody. */
  progress(participant: string): MilestoneProgress[]
  /** Everything, as `evaluate` says it. */
  evaluation(): Evaluation
}
