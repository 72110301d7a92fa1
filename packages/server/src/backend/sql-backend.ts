import type { ReferralBackend } from '@goodword/adapters'
import { GoodwordError, viewProgram, type Program } from '@goodword/program'
import { jobsOf } from '../jobs/jobs.ts'
import { startJobs, type JobOptions } from '../jobs/run-jobs.ts'
import type { Store } from '../store/store.ts'
import type { Context } from './context.ts'
import { listContests } from './contests.ts'
import { listDraws } from './draws.ts'
import { enrol, participant } from './enrolment.ts'
import { fulfil } from './fulfilment.ts'
import { takeIn } from './intake.ts'
import type { OwnerTools } from './owner-tools.ts'
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
}

/** Our own backend: all of `ReferralBackend`, the owner's tools, and what goes on by itself. */
export interface SqlBackend extends Required<ReferralBackend> {
  readonly owner: OwnerTools
  /** Does the program's jobs from now on, in turn with all other servers of the store; returns what ends that. */
  startJobs(options?: JobOptions): () => Promise<void>
  /** Does all jobs now, until nothing is left of them, whoever else does them. */
  runJobs(): Promise<void>
}

/** One program over SQLite or PostgreSQL. Any number of them, in any number of processes, may share a store. */
export function sqlBackend({
  store,
  program,
  publicUrl,
  now = Date.now,
  random = (bytes) => crypto.getRandomValues(new Uint8Array(bytes)),
}: SqlBackendOptions): SqlBackend {
  const context: Context = { store, program, publicUrl: publicUrl?.replace(/\/+$/, ''), now, random }
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
    enrol: (customer, options) => enrol(context, customer, options),
    participant: (who) => participant(context, who),
    record: (events, { source = 'browser' } = {}) => takeIn(context, events, source),
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
    draws: () => listDraws(context),
    startJobs: (options) => startJobs(context, jobsOf(program), options),
    async runJobs() {
      for (const job of jobsOf(program)) while (await job.run(context));
    },
    owner: { contests: () => listContests(context) },
  }
}
