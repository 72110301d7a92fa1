import { rewardId } from '@goodword/adapters'
import { evaluate, type Ledger, type ReferralEvent } from '@goodword/program'
import * as fc from 'fast-check'
import { expect, it } from 'vitest'
import { openStore, type Store } from '../store/store.ts'
import { readRow } from './ledger.ts'
import { rewardAt } from './reward-list.ts'
import { day, shop } from './shop.fixture.ts'
import { sqlBackend } from './sql-backend.ts'

const start = 1_700_000_000_000
const one = (prefix: string, most: number) => fc.integer({ min: 1, max: most }).map((n) => `${prefix}${n}`)
const maybe = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: undefined })
const time = fc.integer({ min: -20, max: 20 }).map((days) => start + days * day)

/** Few people, browsers and orders, so that they meet. `code` is the number of a participant. */
const step = fc.oneof(
  fc.record({ do: fc.constant('visit'), at: time, visitor: one('v_00', 3), code: fc.nat(3) }),
  fc.record({
    do: fc.constantFrom('purchase', 'signup'),
    at: time,
    order: one('o', 4),
    visitor: maybe(one('v_00', 3)),
    code: maybe(fc.nat(3)),
    customer: maybe(one('c', 4)),
    source: fc.constantFrom('server' as const, 'browser' as const),
  }),
  fc.record({ do: fc.constant('refund'), at: time, order: one('o', 4), amount: maybe(fc.constant(4200)) }),
  fc.record({ do: fc.constant('travel'), days: fc.nat(15) }),
  fc.record({ do: fc.constant('give') }),
)
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never

it('keeps in its tables what `evaluate` says of the whole ledger, after every step', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 25 }), async (steps) => {
      const store = await openStore({ file: ':memory:' })
      let now = start + 20 * day
      const backend = sqlBackend({ store, program: shop, now: () => now })
      // The participants are customers as well, so that they meet themselves.
      const codes = await Promise.all(
        ['c1', 'c2', 'c9'].map(async (id) => (await backend.enrol({ id })).code),
      )
      for (const [index, next] of steps.entries()) {
        if ('days' in next) now += next.days * day
        else if (next.do === 'give') {
          const [due] = (await backend.allRewards({ state: 'due' })).items
          if (due) await backend.fulfil(due.id, 'test')
        } else {
          const source = 'source' in next ? next.source : next.do === 'refund' ? 'server' : 'browser'
          await backend.record([eventOf(next, index, codes)], { source })
        }
        const { rewards, bonds } = evaluate(shop, await wholeLedger(store), now)
        const stored = await store.db.selectFrom('gw_rewards').selectAll().orderBy('id').execute()
        expect(stored.map((row) => rewardAt(row, now))).toEqual(
          rewards.toSorted((a, b) => (rewardId(a) < rewardId(b) ? -1 : 1)),
        )
        const kept = await store.db
          .selectFrom('gw_bonds')
          .select(['friend', 'referrer', 'at', 'state'])
          .orderBy('friend')
          .execute()
        expect(kept).toEqual(bonds.toSorted((a, b) => (a.friend < b.friend ? -1 : 1)))
      }
      await store.close()
    }),
    { numRuns: Number(process.env['FC_RUNS'] ?? 60) },
  )
}, 60_000)

function eventOf(
  next: Exclude<Step, { do: 'travel' | 'give' }>,
  index: number,
  codes: readonly string[],
): ReferralEvent {
  const {
    do: kind,
    at,
    code,
    customer,
    order,
    visitor,
  } = next as {
    do: string
    at: number
    code?: number
    customer?: string
    order: string
    visitor?: string
  }
  const known = {
    id: `event-${String(index).padStart(4, '0')}`,
    at,
    ...(visitor !== undefined && { visitor }),
    // The last one is nobody's.
    ...(code !== undefined && { code: codes[code] ?? 'NOBODYS' }),
    ...(customer !== undefined && { customer: { id: customer } }),
  }
  if (kind === 'visit') return { ...known, type: 'visit', url: 'https://shop.example/' }
  if (kind === 'refund') return { ...known, type: 'refund', name: 'purchase', order }
  const value = kind === 'purchase' ? { amount: 4200, currency: 'USD' } : {}
  return { ...known, type: 'conversion', name: kind, order, ...value }
}

async function wholeLedger(store: Store): Promise<Ledger> {
  const rows = await store.db.selectFrom('gw_ledger').selectAll().execute()
  const people = await store.db.selectFrom('gw_people').select(['id', 'code']).execute()
  return {
    rows: rows.flatMap((row) => readRow(row) ?? []),
    codes: new Map(people.flatMap(({ id, code }) => (code === null ? [] : [[code, id] as const]))),
  }
}
