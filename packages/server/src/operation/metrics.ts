import type { Receipt, ReferralEvent } from '@goodword/program'
import { Counter, Gauge, Histogram, Registry, collectDefaultMetrics } from 'prom-client'
import type { Answer } from '../wire/answers.ts'

/** A figure that is read when somebody asks for it. */
export interface Reading {
  /** Prometheus’ name, such as `goodword_outbox_waiting`. */
  readonly name: string
  readonly help: string
  /** One number, or one per value of `label`: a short list of words, never of people, codes or addresses. */
  read(): Promise<number | ReadonlyMap<string, number>> | number | ReadonlyMap<string, number>
  readonly label?: string
}

/** Counts what a server does, for Prometheus. Labels are patterns and words out of fixed lists. */
export interface Metrics {
  answered(answer: Answer): void
  received(events: readonly ReferralEvent[], receipts: readonly Receipt[]): void
  /** One transaction that took so many events in. */
  committed(events: number): void
  /** One run of a job that goes on by itself. */
  ran(job: string, isFine: boolean): void
  add(reading: Reading): void
  text(): Promise<string>
}

const types = new Set(['visit', 'share', 'conversion', 'refund', 'moment', 'exposure', 'feedback'])

/** Starts counting from nothing; every server has figures of its own. */
export function createMetrics(now: () => number = Date.now): Metrics {
  const registers = [new Registry()]
  const [register] = registers as [Registry]
  collectDefaultMetrics({ register })
  const requests = new Histogram({
    name: 'goodword_request_seconds',
    help: 'Requests and how long they took, by route.',
    labelNames: ['method', 'route', 'status'] as const,
    buckets: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10],
    registers,
  })
  const events = new Counter({
    name: 'goodword_events_total',
    help: 'Events that were sent, by their type and what became of them.',
    labelNames: ['type', 'receipt'] as const,
    registers,
  })
  const commits = new Histogram({
    name: 'goodword_commit_events',
    help: 'Transactions that took events in, and how many events each had.',
    buckets: [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000],
    registers,
  })
  const runs = new Counter({
    name: 'goodword_job_runs_total',
    help: 'Runs of the jobs that go on by themselves, by how they ended.',
    labelNames: ['job', 'end'] as const,
    registers,
  })
  const lastRun = new Gauge({
    name: 'goodword_job_last_run_timestamp_seconds',
    help: 'When each job last ended well.',
    labelNames: ['job'] as const,
    registers,
  })
  // Finding a labelled series by its labels costs more than counting in it.
  const series = new Map<string, ReturnType<typeof requests.labels>>()
  const kinds = new Map<string, ReturnType<typeof events.labels>>()

  return {
    answered({ method, route, status, milliseconds }) {
      const key = `${method} ${route} ${status}`
      let one = series.get(key)
      if (!one) series.set(key, (one = requests.labels({ method, route, status: String(status) })))
      one.observe(milliseconds / 1000)
    },
    received(sent, receipts) {
      for (const [index, { status }] of receipts.entries()) {
        const given: unknown = (sent[index] as { readonly type?: unknown } | null | undefined)?.type
        const type = typeof given === 'string' && types.has(given) ? given : 'other'
        const key = `${type} ${status}`
        let one = kinds.get(key)
        if (!one) kinds.set(key, (one = events.labels({ type, receipt: status })))
        one.inc()
      }
    },
    committed: (count) => commits.observe(count),
    ran(job, isFine) {
      runs.inc({ job, end: isFine ? 'fine' : 'failed' })
      if (isFine) lastRun.set({ job }, now() / 1000)
    },
    add({ name, help, label, read }) {
      const gauge = new Gauge({
        name,
        help,
        registers: [],
        labelNames: label === undefined ? [] : [label],
        async collect() {
          try {
            const value = await read()
            if (typeof value === 'number') return this.set(value)
            this.reset()
            for (const [word, count] of value) this.set({ [label!]: word }, count)
          } catch {
            // One figure that cannot be read does not take the others with it.
            if (label === undefined) this.set(Number.NaN)
            else this.reset()
          }
        },
      })
      register.registerMetric(gauge)
    },
    text: () => register.metrics(),
  }
}
