import { ownCapabilities, type Capability, type ReferralBackend } from '@goodword/adapters'
import { GoodwordError, viewProgram, type Program } from '@goodword/program'
import { auditTool } from '../audit/audit-log.ts'
import { privacyTool } from '../privacy/privacy-tool.ts'
import { keptReward } from '../privacy/recognised-orders.ts'
import { reviewTools } from '../fraud/reviews.ts'
import { invite } from '../outbox/invitation.ts'
import { mailTool } from '../outbox/mail-tool.ts'
import type { OutboxOptions } from '../outbox/options.ts'
import { webhookTools } from '../outbox/webhook-tools.ts'
import { codeTools } from '../codes/code-tools.ts'
import { withCodes } from '../codes/with-codes.ts'
import { keyTools } from '../keys/key-tools.ts'
import type { Job } from '../jobs/job.ts'
import { jobsOf } from '../jobs/jobs.ts'
import { startJobs, type JobOptions } from '../jobs/run-jobs.ts'
import type { Store } from '../store/store.ts'
import type { Context } from './context.ts'
import { listContests } from './contests/contests.ts'
import { listDrawEntries } from './contests/draw-entries.ts'
import { listDraws } from './contests/draws.ts'
import { enrol, participant } from './people/enrolment.ts'
import { fulfil } from './rewards/fulfilment.ts'
import { createQueue, type Backlog, type QueueLimits } from './ingest/queue.ts'
import { takeIn } from './intake.ts'
import type { OwnerTools } from './owner-tools.ts'
import { metrics } from './figures/metrics.ts'
import { listReferrals, listStandings } from './referrer/referrals.ts'
import { listAllRewards, listRewards } from './rewards/reward-list.ts'
import { summarize } from './figures/summary.ts'

/** What `sqlBackend` works on. */
export interface SqlBackendOptions {
  readonly store: Store
  readonly program: Program
  /** Where our server is reached from outside: links then go by its `/r/`. @default links lead to the program's own page */
  readonly publicUrl?: string | undefined
  /** How webhooks and mails leave the house. @default webhooks to public https addresses, and no mails */
  readonly outbox?: OutboxOptions | undefined
  /** Runs beside those that every program has, such as deliveries. @default none */
  readonly jobs?: readonly Job[] | undefined
  /** @default Date.now */
  readonly now?: (() => number) | undefined
  /** Unguessable bytes, for codes and keys. @default crypto.getRandomValues */
  readonly random?: ((bytes: number) => Uint8Array) | undefined
  /** How many events may wait, and are written together. */
  readonly queue?: QueueLimits | undefined
  /** Hears of each transaction that took events in, and of how many. */
  readonly onCommit?: ((events: number) => void) | undefined
}

/** Our own backend: all of `ReferralBackend`, the owner's tools, and what goes on by itself. */
export interface SqlBackend extends Required<Omit<ReferralBackend, 'approve'>> {
  readonly owner: OwnerTools
  /** The events that were taken in and are not written yet. */
  waiting(): Backlog
  /** Takes no more events, and resolves when those that it took are written and answered. The store stays open. */
  close(): Promise<void>
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
  outbox = {},
  jobs = [],
  now = Date.now,
  random = (bytes) => crypto.getRandomValues(new Uint8Array(bytes)),
  queue: limits,
  onCommit,
}: SqlBackendOptions): SqlBackend {
  const context: Context = { store, program, publicUrl: publicUrl?.replace(/\/+$/, ''), now, random }
  // A mail needs a link to leave by.
  const canInvite = outbox.mail !== undefined && context.publicUrl !== undefined
  const queue = createQueue(context, limits, onCommit)
  return withCodes<Omit<SqlBackend, 'chooseCode'>>(context, {
    name: 'sql',
    supports: new Set<Capability>([
      ...ownCapabilities,
      'draws',
      'summary',
      ...(canInvite ? (['invites'] as const) : []),
    ]),
    program: async (locales) => viewProgram(program, locales),
    enrol: (customer, options) => enrol(context, customer, options),
    participant: (who) => participant(context, who),
    record: (events, options = {}) => takeIn(context, queue, events, options),
    referrals: (who, page) => listReferrals(context, who, page),
    rewards: (who, page) => listRewards(context, who, page),
    leaderboard: ({ limit } = {}) => listStandings(context, limit),
    async invite(who, invitations) {
      if (canInvite) return invite(context, context.publicUrl ?? '', who, invitations)
      throw new GoodwordError(
        'unsupported',
        'This backend sends no e-mails. Let customers share the link themselves.',
      )
    },
    allRewards: (query) => listAllRewards(context, query),
    fulfil: async (reward, by, options) => fulfil(context, await keptReward(context, reward), by, options),
    summary: () => summarize(context),
    draws: () => listDraws(context),
    drawEntries: (incentive, period, page) => listDrawEntries(context, incentive, period, page),
    startJobs: (options) => startJobs(context, [...jobsOf(program), ...jobs], options),
    async runJobs() {
      for (const job of jobsOf(program)) while (await job.run(context));
    },
    owner: {
      keys: keyTools(context),
      codes: codeTools(context),
      privacy: privacyTool(context),
      audit: auditTool(context),
      webhooks: webhookTools(context, outbox),
      reviews: reviewTools(context),
      mails: mailTool(context),
      metrics: (from, to) => metrics(context, from, to),
      contests: () => listContests(context),
    },
    waiting: queue.waiting,
    close: () => queue.close(),
  })
}
