import { rewardId } from '@goodword/adapters'
import { allotsDue, closesDue, evaluate, sealsDue, type Ledger, type ReferralEvent } from '@goodword/program'
import * as fc from 'fast-check'
import { expect, it } from 'vitest'
import type { Job } from '../jobs/job.ts'
import { jobsOf } from '../jobs/jobs.ts'
import { openStore, type Store } from '../store/store.ts'
import { fair } from './clock.fixture.ts'
import type { Context } from './context.ts'
import { readRow } from './ledger.ts'
import { rebuild } from './rebuild/rebuild.ts'
import { rewardAt } from './reward-list.ts'
import { day } from './shop.fixture.ts'
import { sqlBackend } from './sql-backend.ts'

const start = Date.UTC(2024, 2, 10)
const one = (prefix: string, most: number) => fc.integer({ min: 1, max: most }).map((n) => `${prefix}${n}`)
const maybe = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: undefined })
const time = fc.integer({ min: -20, max: 20 }).map((days) => start + days * day)

/** Few people and orders, so that they meet in the same lines. */
const step = fc.oneof(
  {
    weight: 8,
    arbitrary: fc.record({
      do: fc.constantFrom('purchase' as const, 'purchase' as const, 'signup' as const),
      at: time,
      order: one('o', 7),
      code: fc.nat(2),
      customer: one('c', 6),
      amount: fc.constantFrom(1000, 4200, 6000),
      source: fc.constantFrom('server' as const, 'server' as const, 'browser' as const),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constant('refund' as const),
      at: time,
      order: one('o', 7),
      amount: maybe(fc.constantFrom(500, 4200)),
    }),
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('travel' as const), days: fc.nat(25) }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('give' as const), which: fc.nat(5) }) },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant('enrol' as const),
      customer: one('c', 3),
      plan: fc.constantFrom('pro', 'free'),
    }),
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('clock' as const) }) },
)
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never

it('has given out, once the jobs have run, what `evaluate` says of the whole ledger', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 4, maxLength: 30 }), async (steps) => {
      const store = await openStore({ file: ':memory:' })
      let now = start
      const backend = sqlBackend({ store, program: fair, now: () => now })
      const context: Context = {
        store,
        program: fair,
        publicUrl: undefined,
        now: () => now,
        random: (bytes) => crypto.getRandomValues(new Uint8Array(bytes)),
      }
      const codes = await Promise.all(
        ['c1', 'c2', 'c9'].map(async (id) => (await backend.enrol({ id })).code),
      )
      for (const [index, next] of steps.entries()) {
        if (next.do === 'travel') now += next.days * day
        else if (next.do === 'clock') await runAll(context)
        else if (next.do === 'enrol')
          await backend.enrol({ id: next.customer }, { attributes: { plan: next.plan } })
        else if (next.do === 'give') {
          const { items } = await backend.allRewards({ state: 'due' })
          const due = items[next.which % Math.max(1, items.length)]
          if (due) await backend.fulfil(due.id, 'test')
        } else {
          const source = next.do === 'refund' ? 'server' : next.source
          await backend.record([eventOf(next, index, codes)], { source })
        }
      }
      await runAll(context)
      const ledger = await wholeLedger(store)
      const { rewards } = evaluate(fair, ledger, now)
      const stored = await store.db.selectFrom('gw_rewards').selectAll().orderBy('id').execute()
      expect(stored.map((row) => rewardAt(row, now))).toEqual(
        rewards
          .map(({ uncut: _uncut, ...reward }) => reward)
          .toSorted((a, b) => (rewardId(a) < rewardId(b) ? -1 : 1)),
      )
      // Everything that was due is written down, and a second run finds nothing to do.
      expect(stored.filter(({ state, due }) => state === 'pending' && due !== null && due <= now)).toEqual([])
      // Nothing is left to be handed out.
      expect(sealsDue(fair, ledger, now)).toEqual([])
      expect(allotsDue(fair, ledger, now)).toEqual([])
      expect(closesDue(fair, ledger, now, () => 'secret')).toEqual([])
      expect(await rebuild(context, { check: true })).toEqual([])
      await store.close()
    }),
    { numRuns: Number(process.env['FC_RUNS'] ?? 40) },
  )
}, 120_000)

async function runAll(context: Context): Promise<void> {
  for (const job of jobsOf(context.program)) await runOut(job, context)
}

async function runOut(job: Job, context: Context): Promise<void> {
  for (let runs = 0; await job.run(context); runs++)
    if (runs > 500) throw new Error(`${job.name} never ends.`)
}

function eventOf(
  next: Extract<Step, { do: 'purchase' | 'signup' | 'refund' }>,
  index: number,
  codes: readonly string[],
): ReferralEvent {
  const id = `event-${String(index).padStart(4, '0')}`
  const { at, order } = next
  if (next.do === 'refund') {
    const part = next.amount === undefined ? {} : { amount: next.amount, currency: 'USD' }
    return { id, at, type: 'refund', name: 'purchase', order, ...part }
  }
  const value = next.do === 'purchase' ? { amount: next.amount, currency: 'USD' } : {}
  const known = { code: codes[next.code]!, customer: { id: next.customer } }
  return { id, at, type: 'conversion', name: next.do, order, ...known, ...value }
}

async function wholeLedger(store: Store): Promise<Ledger> {
  const rows = await store.db.selectFrom('gw_ledger').selectAll().execute()
  const people = await store.db.selectFrom('gw_people').select(['id', 'code']).execute()
  return {
    rows: rows.flatMap((row) => readRow(row) ?? []),
    codes: new Map(people.flatMap(({ id, code }) => (code === null ? [] : [[code, id] as const]))),
  }
}
