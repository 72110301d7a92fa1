import { GoodwordError } from '@goodword/program/errors'
import { inTime } from '../vendor/deadline.ts'

/** What the mirror did not do. */
export interface MirrorProblem {
  /** The write, in words without anybody's data: `enrol`, or `record 3 events`. */
  readonly write: string
  readonly error: unknown
  /** True when it is given up: the mirror lacks it from now on. */
  readonly isLost: boolean
}

/** One write that waits for the mirror. */
export interface MirrorWrite {
  readonly name: string
  run(): Promise<void>
}

/** How the queue behaves. */
export interface MirrorQueueOptions {
  /** Told of each try that failed, and of what is lost. */
  onProblem(problem: MirrorProblem): void
  /** Writes that may wait; one more is lost, and told. @default 1000 */
  readonly capacity?: number | undefined
  /** Milliseconds before a second try, doubled for each further one up to a minute. @default 1000 */
  readonly delay?: number | undefined
  /** Milliseconds for one try; one that takes longer counts as failed, and the same write comes again. @default 30000 */
  readonly patience?: number | undefined
}

/** Writes in their order, each until it is done or refused for good. */
export interface MirrorQueue {
  add(write: MirrorWrite): void
  /** Tries now what waits, and resolves with how many writes still do. It ends at the first that fails again. */
  flush(): Promise<number>
}

const longestDelay = 60_000

/** Time heals these, and whatever is no error of ours; a refusal would come again. */
const passing =
  /^(network|timeout|internal|overloaded|rate-limited|answer-invalid|store-.+|vendor-(unavailable|limited|answer|key))$/

/** Keeps writes in memory for a mirror that is down; they end with the process. */
export function createMirrorQueue({
  onProblem,
  capacity = 1000,
  delay = 1000,
  patience = 30_000,
}: MirrorQueueOptions): MirrorQueue {
  const waiting: MirrorWrite[] = []
  let failures = 0
  let timer: ReturnType<typeof setTimeout> | undefined
  let draining: Promise<number> | undefined

  async function drain(): Promise<number> {
    for (let write = waiting[0]; write; write = waiting[0]) {
      try {
        await inTime('The mirror', write.run(), patience)
      } catch (error) {
        const isPassing = !(error instanceof GoodwordError) || passing.test(error.code)
        onProblem({ write: write.name, error, isLost: !isPassing })
        if (isPassing) {
          failures++
          return waiting.length
        }
      }
      failures = 0
      waiting.shift()
    }
    return 0
  }
  function start(): Promise<number> {
    clearTimeout(timer)
    timer = undefined
    draining ??= drain().finally(() => {
      draining = undefined
      if (waiting.length > 0) retryLater()
    })
    return draining
  }
  function retryLater(): void {
    timer = setTimeout(() => void start(), Math.min(longestDelay, delay * 2 ** (failures - 1)))
    // A process that has nothing else to do need not wait for the mirror; a worker's timers are numbers.
    if (typeof timer === 'object') timer.unref()
  }

  return {
    add(write) {
      if (waiting.length >= capacity) {
        const error = new GoodwordError(
          'mirror-full',
          `${capacity} writes wait for the mirror already. It lacks this one: bring it there when it is back.`,
        )
        onProblem({ write: write.name, error, isLost: true })
        return
      }
      waiting.push(write)
      if (timer === undefined) void start()
    },
    async flush() {
      // One that is under way may have failed before it was asked for.
      if (draining && (await draining) === 0) return 0
      return start()
    },
  }
}
