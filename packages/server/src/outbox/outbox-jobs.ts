import type { Job } from '../jobs/job.ts'
import { deliveryJob } from './delivery.ts'
import type { OutboxOptions } from './options.ts'
import { retentionJob } from './retention.ts'

/** The outbox's work: jobs to be run for each program. */
export interface OutboxJobs {
  readonly jobs: readonly Job[]
  /** Resolves when no try is under way. */
  idle(): Promise<void>
  /** To be awaited after the jobs were stopped, and before the store is closed: ends the tries that go on beside runs. */
  finish(): Promise<void>
}

/** Makes the jobs that send what waits, and forget what is old. One set of them serves any number of programs. */
export function outboxJobs(
  options: OutboxOptions = {},
  onError: (error: unknown) => void = console.error,
): OutboxJobs {
  const delivery = deliveryJob(options, onError)
  return { jobs: [delivery, retentionJob], idle: () => delivery.idle(), finish: () => delivery.finish() }
}
