import type { ReferralBackend } from '@goodword/adapters'
import type { SqlBackend } from '../backend/sql-backend.ts'
import type { Store } from '../store/store.ts'
import type { HandlerOptions } from '../wire/options.ts'
import { jsonLog, readLogLevel, type Log } from './log.ts'
import { metricsAccess } from './metrics-access.ts'
import { createMetrics, type Metrics } from './metrics.ts'
import { queueReadings } from './queue-readings.ts'
import { createReadiness } from './readiness.ts'
import { storeReadings } from './store-readings.ts'

/** What a server needs to be watched. */
export interface OperationOptions {
  readonly store: Store
  readonly programs: readonly string[]
  /** `GOODWORD_LOG` and `GOODWORD_METRICS` are read from it. */
  readonly env: Readonly<Record<string, string | undefined>>
  /** @default JSON lines on standard error, of errors only */
  readonly log?: Log | undefined
  readonly onError?: HandlerOptions['onError']
  readonly now?: (() => number) | undefined
}

/** A server's health, log and figures. */
export interface WatchedOperation {
  readonly log: Log
  /** Nothing is counted while nobody may read it. */
  readonly metrics: Metrics | undefined
  /** For `createHandler`. */
  readonly hooks: Required<Pick<HandlerOptions, 'onError' | 'onAnswer' | 'operation'>>
  /** For `sqlBackend`, and for its jobs. */
  readonly onCommit: ((events: number) => void) | undefined
  readonly onRun: ((job: string, isFine: boolean) => void) | undefined
  /** Counts the events that a program's backend takes in, and tells how many of them wait where it can say so. */
  watch<B extends ReferralBackend & Partial<Pick<SqlBackend, 'waiting'>>>(program: string, backend: B): B
  /** From now on `/readyz` says that it stops. */
  stop(): void
}

/** Puts health, log and figures together. Throws `log-level` or `metrics-weak`. */
export function createOperation(options: OperationOptions): WatchedOperation {
  const { store, env, programs, now = Date.now } = options
  const log = options.log ?? jsonLog(readLogLevel(env['GOODWORD_LOG'], 'error'))
  const setting = env['GOODWORD_METRICS']
  const mayRead = metricsAccess(setting)
  const metrics = setting && setting !== 'off' ? createMetrics(now) : undefined
  const queues = new Map<string, SqlBackend['waiting']>()
  for (const reading of [...storeReadings(store, programs), ...queueReadings(queues)]) metrics?.add(reading)
  let isStopping = false
  const ready = createReadiness(store, () => isStopping)
  return {
    log,
    metrics,
    hooks: {
      onError: options.onError ?? log.failed,
      onAnswer(answer) {
        metrics?.answered(answer)
        log.answered(answer)
      },
      operation: {
        ready,
        metrics: async (bearer) => (metrics && mayRead(bearer) ? metrics.text() : undefined),
      },
    },
    onCommit: metrics?.committed,
    onRun: metrics?.ran,
    watch(program, backend) {
      if (!metrics) return backend
      if (backend.waiting) queues.set(program, backend.waiting)
      return {
        ...backend,
        async record(events, given) {
          const receipts = await backend.record(events, given)
          metrics.received(events, receipts)
          return receipts
        },
      }
    },
    stop: () => void (isStopping = true),
  }
}
