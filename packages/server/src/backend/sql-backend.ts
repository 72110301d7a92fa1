import type { ReferralBackend } from '@goodword/adapters'
import { GoodwordError, viewProgram, type Program } from '@goodword/program'
import type { Store } from '../store/store.ts'
import type { Context } from './context.ts'
import { enrol, participant } from './enrolment.ts'
import { fulfil } from './fulfilment.ts'
import { createQueue, type QueueLimits } from './ingest/queue.ts'
import { takeIn } from './intake.ts'
import type { OwnerTools } from './owner-tools.ts'
import { metrics } from './metrics.ts'
import { listReferrals, listStandings } from './referrals.ts'
import { listAllRewards, listRewards } from './reward-list.ts'
import { summarize } from './summary.ts'

/** What `sqlBackend` works on. */
export interface SqlBackendOptions {
  readonly store: Store
  readonly program: Program
  /** Where our server is reached from outside: links then go by its `/r/`. @default links lead to the program's own page */
  readonly publicUrl?: string | undefined
  /** @default Date.now */
  readonly now?: (() => number) | undefined
  /** Unguessable bytes, for codes and keys. @default crypto.getRandomValues */
  readonly random?: ((bytes: number) => Uint8Array) | undefined
  /** How many events may wait, and are written together. */
  readonly queue?: QueueLimits | undefined
}

/** Our own backend: all of `ReferralBackend`, and the owner's tools. */
export interface SqlBackend extends Required<ReferralBackend> {
  readonly owner: OwnerTools
  /** Takes no more events, and resolves when those that it took are written and answered. The store stays open. */
  close(): Promise<void>
}

/** One program over SQLite or PostgreSQL. Any number of them, in any number of processes, may share a store. */
export function sqlBackend({
  store,
  program,
  publicUrl,
  now = Date.now,
  random = (bytes) => crypto.getRandomValues(new Uint8Array(bytes)),
  queue: limits,
}: SqlBackendOptions): SqlBackend {
  const context: Context = { store, program, publicUrl: publicUrl?.replace(/\/+$/, ''), now, random }
  const queue = createQueue(context, limits)
  return {
    name: 'sql',
    supports: new Set([
      'refunds',
      'stats',
      'milestones',
      'referrals',
      'rewards',
      'rewards.fulfil',
      'leaderboard',
      'summary',
    ]),
    program: async (locales) => viewProgram(program, locales),
    enrol: (customer) => enrol(context, customer),
    participant: (who) => participant(context, who),
    record: (events, { source = 'browser', client } = {}) => takeIn(context, queue, events, source, client),
    referrals: (who, page) => listReferrals(context, who, page),
    rewards: (who, page) => listRewards(context, who, page),
    leaderboard: ({ limit } = {}) => listStandings(context, limit),
    async invite() {
      throw new GoodwordError(
        'unsupported',
        'This backend sends no e-mails. Let customers share the link themselves.',
      )
    },
    allRewards: (query) => listAllRewards(context, query),
    fulfil: (reward, by) => fulfil(context, reward, by),
    summary: () => summarize(context),
    owner: { metrics: (from, to) => metrics(context, from, to) },
    close: () => queue.close(),
  }
}
