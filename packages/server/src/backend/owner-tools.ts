import type { OpenContest } from './contests.ts'

/**
 * What the owner of a program can do with our own backend beyond `ReferralBackend`: each property is one tool, made by
 * the folder that knows it. The wire offers `/admin/…` routes for those that a backend has.
 */
export interface OwnerTools {
  /** The ranks and draws as they stand in their present periods. */
  contests(): Promise<readonly OpenContest[]>
}
