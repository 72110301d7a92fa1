import type { Context } from '../backend/context.ts'
import type { Job } from './job.ts'
import { claim, leaseLife, release, renew } from './lease.ts'

/** How jobs are run. */
export interface JobOptions {
  /** Told of a run that failed; the job is tried again at its next time. @default console.error */
  readonly onError?: ((error: unknown, job: string) => void) | undefined
  /** Told of each run that this server did, when it has ended. */
  readonly onRun?: ((job: string, isFine: boolean) => void) | undefined
  /** Spreads the first runs; 0 to below 1. @default Math.random */
  readonly random?: (() => number) | undefined
  /** Calls `work` once after so many milliseconds; returns what calls it off. @default setTimeout, which keeps nothing alive */
  readonly setTimer?: ((work: () => void, milliseconds: number) => () => void) | undefined
}

/**
 * Runs the jobs of one program, each once at a time however many servers do the same: whoever holds a job's lease runs it,
 * and the lease of a server that died falls free half a minute later. Returns what stops them, which waits for the runs
 * in hand.
 */
export function startJobs(
  context: Context,
  jobs: readonly Job[],
  options: JobOptions = {},
): () => Promise<void> {
  const { onError = console.error, onRun = () => {}, random = Math.random, setTimer = timeout } = options
  const holder = Buffer.from(context.random(12)).toString('hex')
  const timers = new Map<string, () => void>()
  const running = new Set<Promise<void>>()
  let isStopped = false

  const schedule = (job: Job, milliseconds: number): void => {
    if (isStopped) return
    const cancel = setTimer(() => {
      const run = runOnce(job)
        .catch((error: unknown) => onError(error, job.name))
        .finally(() => {
          running.delete(run)
          schedule(job, job.every)
        })
      running.add(run)
    }, milliseconds)
    timers.set(job.name, cancel)
  }
  async function runOnce(job: Job): Promise<void> {
    if (isStopped || (await job.isDue?.(context)) === false) return
    if (!(await claim(context, job, holder))) return
    let isMine = true
    let cancel = (): void => {}
    const keep = (): void => {
      cancel = setTimer(() => {
        renew(context, job.name, holder).then(
          (renewed) => (isMine &&= renewed),
          (error: unknown) => onError(error, job.name),
        )
        keep()
      }, leaseLife / 3)
    }
    keep()
    let isFine = false
    try {
      while (await job.run(context)) {
        if (isStopped || !isMine || !(await renew(context, job.name, holder))) break
      }
      isFine = true
    } finally {
      cancel()
      onRun(job.name, isFine)
      await release(context, job.name, holder)
    }
  }

  for (const job of jobs) schedule(job, random() * Math.min(job.every, 1000))
  return async () => {
    isStopped = true
    for (const cancel of timers.values()) cancel()
    await Promise.all(running)
  }
}

function timeout(work: () => void, milliseconds: number): () => void {
  const timer = setTimeout(work, milliseconds)
  timer.unref()
  return () => clearTimeout(timer)
}
