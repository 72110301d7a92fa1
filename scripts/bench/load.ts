import { join } from 'node:path'
import { root } from '../steps.ts'
import { runNode } from './process.ts'

/** What the generator is to send. */
export interface LoadPlan {
  readonly port: number
  readonly path: string
  readonly connections: number
  /** Seconds that are not measured, then seconds that are. */
  readonly warmUp: number
  readonly seconds: number
  readonly perRequest: number
  readonly codes: readonly string[]
  /** Makes ids its own; letters and digits. */
  readonly prefix: string
  /** `sent` believes any 202, for a route that gives no receipts. */
  readonly count: 'receipts' | 'sent'
}

/** What came of it. */
export interface LoadResult {
  /** Events that were acknowledged, the warm-up's included. */
  readonly acknowledged: number
  /** While it was measured, per second. */
  readonly requests: number
  readonly events: number
  /** Milliseconds. */
  readonly p50: number
  readonly p99: number
  /** Answers other than 202, receipts of events that were known or refused, and broken connections, by what they were. */
  readonly errors: Readonly<Record<string, number>>
}

/** Sends the mix from a process of its own. */
export async function load(plan: LoadPlan): Promise<LoadResult> {
  const generator = runNode([join(root, 'scripts/bench/generator.ts'), JSON.stringify(plan)])
  const end = await generator.ended
  if (end !== 0) throw new Error(`The load generator ended with ${end}:\n${generator.output()}`)
  return JSON.parse(generator.output()) as LoadResult
}
