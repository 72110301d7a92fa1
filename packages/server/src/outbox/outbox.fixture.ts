import type { Program } from '@goodword/program'
import type { Context } from '../backend/context.ts'
import { shop } from '../backend/shop.fixture.ts'
import { openStore, type Store, type StoreLocation } from '../store/store.ts'
import type { OutboxTables } from '../store/tables/outbox.ts'
import { write } from '../store/transaction.ts'
import { announce, type News } from './announce.ts'
import type { OutboxOptions } from './options.ts'
import { outboxJobs } from './outbox-jobs.ts'
import { webhookTools, type WebhookTools } from './webhook-tools.ts'

/** One server's outbox over a store, with a clock of its own. */
export interface TestOutbox {
  readonly context: Context
  readonly store: Store
  readonly tools: WebhookTools
  readonly errors: unknown[]
  /** Moves the clock, in milliseconds. */
  travel(time: number): void
  announce(...news: News[]): Promise<void>
  /** Runs the jobs until nothing is due, and every try is over. */
  settle(): Promise<void>
  /** Runs the jobs once. */
  run(): Promise<void>
  /** Ends the tries under way. */
  finish(): Promise<void>
  /** What a table holds of the program. */
  rows(table: keyof OutboxTables): Promise<readonly object[]>
  close(): Promise<void>
}

/** Where the outbox may send in tests. */
export const local: OutboxOptions = { targets: { http: true, private: true } }

/** Starts an outbox; `clock` is shared by outboxes that are to agree on the time. */
export async function startOutbox(
  location: StoreLocation = { file: ':memory:' },
  options: OutboxOptions = local,
  program: Program = shop,
  clock: { ahead: number } = { ahead: 0 },
): Promise<TestOutbox> {
  const store = await openStore(location)
  const errors: unknown[] = []
  const context: Context = {
    store,
    program,
    publicUrl: 'https://refer.example',
    now: () => Date.now() + clock.ahead,
    random: (bytes) => crypto.getRandomValues(new Uint8Array(bytes)),
  }
  const { jobs, idle, finish } = outboxJobs(options, (error) => errors.push(error))
  const runAll = async (): Promise<boolean> => {
    let isMore = false
    for (const job of jobs) isMore = (await job.run(context)) || isMore
    return isMore
  }
  return {
    context,
    store,
    tools: webhookTools(context, options),
    errors,
    travel: (time) => (clock.ahead += time),
    announce: (...news) => write(store, (tx) => announce(tx, context, news)),
    async settle() {
      // A try may be slow, and what it ends with due at once.
      while (await runAll()) await idle()
    },
    run: async () => void (await runAll()),
    finish,
    rows: (table) => store.db.selectFrom(table).selectAll().where('program', '=', program.id).execute(),
    async close() {
      await finish()
      await store.close()
    },
  }
}

/** Some news. */
export const newsOf = (type = 'reward.due', data: News['data'] = { reward: 'r1' }): News => ({
  type,
  at: Date.now(),
  data,
})
