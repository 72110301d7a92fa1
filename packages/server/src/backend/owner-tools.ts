import type { MetricsLine } from './metrics.ts'

/**
 * What the owner of a program can do with our own backend beyond `ReferralBackend`: each property is one tool, made by
 * the folder that knows it. The wire offers `/admin/…` routes for those that a backend has.
 */
export interface OwnerTools {
  /** The program in numbers from one day to another, both included, in epoch milliseconds; see `metrics`. */
  metrics(from: number, to: number): Promise<readonly MetricsLine[]>
}
