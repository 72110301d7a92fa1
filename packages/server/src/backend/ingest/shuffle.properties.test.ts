import { rewardId } from '@goodword/adapters'
import {
  evaluate,
  parseProgram,
  type LedgerRow,
  type Program,
  type ReferralEvent,
  type Reward,
} from '@goodword/program'
import * as fc from 'fast-check'
import { expect, it } from 'vitest'
import { openStore, type Store } from '../../store/store.ts'
import { balanceOf } from '../balance.ts'
import { readRow } from '../ledger.ts'
import { ordersIn } from '../order.ts'
import { rewardAt } from '../reward-list.ts'
import { countEvent, countFriend, countReward, createSums } from '../rollups.ts'
import { conformanceProgram } from '@goodword/adapters/conformance'
import { sqlBackend } from '../sql-backend.ts'

const day = 86_400_000
const start = 1_700_000_000_000

/** Every limit that one referrer's own rows decide, on both sides, and milestones of both kinds. */
const program: Program = parseProgram({
  ...conformanceProgram,
  id: 'limits',
  attribution: { touch: 'last', days: 10, params: ['via'] },
  incentives: [
    {
      id: 'credit',
      when: { type: 'each', conversion: 'purchase' },
      to: 'referrer',
      give: { type: 'credit', amount: { percent: 10 } },
      limit: { perFriend: { count: 2 }, perParticipant: { money: 900, per: 'month' } },
    },
    {
      id: 'joined',
      when: { type: 'first', conversion: 'signup' },
      to: 'referrer',
      give: { type: 'cash', amount: 500 },
      limit: { perParticipant: { count: 2 } },
    },
    {
      id: 'free-bag',
      when: {
        type: 'milestone',
        conversion: 'purchase',
        count: 'orders',
        at: 2,
        repeat: { every: 2, upTo: 8 },
      },
      to: 'referrer',
      give: { type: 'product', name: 'a bag' },
    },
    {
      id: 'regular',
      when: { type: 'milestone', conversion: 'purchase', count: 'money', at: 8000, per: 'friend' },
      to: 'friend',
      give: { type: 'credit', amount: 700 },
    },
    {
      id: 'welcome',
      when: { type: 'each', conversion: 'purchase' },
      to: 'friend',
      give: { type: 'credit', amount: 300 },
      limit: { perParticipant: { count: 2 } },
    },
  ],
})

const one = (prefix: string, most: number) => fc.integer({ min: 1, max: most }).map((n) => `${prefix}${n}`)
const maybe = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: undefined })
const at = fc.integer({ min: -20, max: 20 }).map((days) => start + days * day)

/** Few people, browsers and orders, so that they meet. `code` is the number of a participant; the last is nobody’s. */
const told = fc.oneof(
  fc.record({
    type: fc.constantFrom('visit' as const, 'share' as const),
    at,
    visitor: one('v_00', 5),
    code: fc.nat(3),
    channel: maybe(fc.constantFrom('x', 'email')),
  }),
  fc.record({
    type: fc.constant('conversion' as const),
    name: fc.constantFrom('purchase', 'purchase', 'signup'),
    at,
    order: one('o', 8),
    amount: fc.constantFrom(1000, 4200, 9000),
    visitor: maybe(one('v_00', 5)),
    code: maybe(fc.nat(3)),
    customer: maybe(one('c', 6)),
    source: fc.constantFrom('server' as const, 'server' as const, 'browser' as const),
  }),
  fc.record({
    type: fc.constant('refund' as const),
    at,
    order: one('o', 8),
    amount: maybe(fc.constant(500)),
  }),
)
type Told = typeof told extends fc.Arbitrary<infer T> ? T : never

const story = fc.array(
  fc.oneof(
    { weight: 6, arbitrary: fc.record({ tell: fc.array(told, { minLength: 1, maxLength: 8 }) }) },
    { weight: 1, arbitrary: fc.record({ travel: fc.nat(15) }) },
    { weight: 1, arbitrary: fc.record({ give: fc.nat(3) }) },
  ),
  { minLength: 1, maxLength: 12 },
)

it('keeps in every table what the whole ledger says, however events are shuffled and cut into batches', async () => {
  await fc.assert(
    fc.asyncProperty(story, async (steps) => {
      const store = await openStore({ file: ':memory:' })
      let now = start + 20 * day
      const backend = sqlBackend({ store, program, now: () => now })
      const codes = await Promise.all(
        ['c1', 'c2', 'c9'].map(async (id) => (await backend.enrol({ id })).code),
      )
      let made = 0
      const known: ReferralEvent[] = []
      for (const step of steps) {
        if ('travel' in step) now += step.travel * day
        else if ('give' in step) {
          const due = (await backend.allRewards({ state: 'due' })).items[step.give]
          if (due) await backend.fulfil(due.id, 'test')
        } else {
          // Each by its own caller: they make one batch.
          await Promise.all(
            step.tell.map((next) => {
              const event = eventOf(next, codes, made++)
              known.push(event)
              const source = 'source' in next ? next.source : next.type === 'refund' ? 'server' : 'browser'
              return backend.record([event, event], { source })
            }),
          )
        }
        await compare(store, now)
      }
      await backend.close()
      await store.close()
    }),
    { numRuns: Number(process.env['FC_RUNS'] ?? 30) },
  )
}, 120_000)

function eventOf(next: Told, codes: readonly string[], index: number): ReferralEvent {
  const { code, ...facts } = next as { readonly code?: number } & Record<string, unknown>
  const id = `event-${String(index).padStart(4, '0')}`
  const known = code === undefined ? {} : { code: codes[code] ?? 'NOBODYS' }
  const {
    channel,
    customer,
    visitor,
    source: _,
    ...rest
  } = facts as {
    channel?: string
    customer?: string
    visitor?: string
    source?: string
  } & Record<string, unknown>
  return {
    id,
    ...rest,
    ...known,
    ...(visitor !== undefined && { visitor }),
    ...(customer !== undefined && { customer: { id: customer } }),
    ...(next.type === 'visit' && { url: 'https://shop.example/' }),
    ...(channel !== undefined ? { channel } : next.type === 'share' && { channel: 'copy' }),
    ...(next.type === 'conversion' && { currency: 'USD' }),
    ...(next.type === 'refund' && { name: 'purchase' }),
    ...(next.type === 'refund' && next.amount === undefined && { amount: undefined }),
  } as ReferralEvent
}

/** What a limit cut away is not kept. */
const withoutCut = (reward: Reward): Reward => {
  const { uncut, ...kept } = reward
  return uncut === undefined ? reward : kept
}

async function compare(store: Store, now: number): Promise<void> {
  const stored = await store.db.selectFrom('gw_ledger').selectAll().execute()
  const rows = stored.flatMap((row): LedgerRow[] => [readRow(row)].filter((read) => read !== undefined))
  const people = await store.db.selectFrom('gw_people').select(['id', 'code']).execute()
  const codes = new Map(people.flatMap(({ id, code }) => (code === null ? [] : [[code, id] as const])))
  const { rewards, bonds, progress } = evaluate(program, { rows, codes }, now)

  const kept = await store.db.selectFrom('gw_rewards').selectAll().orderBy('id').execute()
  expect(kept.map((row) => rewardAt(row, now))).toEqual(
    rewards.toSorted((a, b) => (rewardId(a) < rewardId(b) ? -1 : 1)).map(withoutCut),
  )
  const bound = await store.db.selectFrom('gw_bonds').selectAll().orderBy('friend').execute()
  expect(bound.map(({ friend, referrer, at, state }) => ({ friend, referrer, at, state }))).toEqual(
    bonds.toSorted((a, b) => (a.friend < b.friend ? -1 : 1)),
  )

  const referrers = await store.db.selectFrom('gw_referrers').selectAll().execute()
  const ranks = new Map<number, number>()
  for (const { person, friends, bound, progress: shown } of referrers) {
    const theirs = bonds.filter(({ referrer }) => referrer === person)
    expect([bound, friends]).toEqual([
      theirs.length,
      theirs.filter(({ state }) => state === 'converted').length,
    ])
    if (theirs.length > 0) expect(JSON.parse(shown)).toEqual(progress.get(person))
    if (friends > 0) ranks.set(friends, (ranks.get(friends) ?? 0) + 1)
  }
  const counted = await store.db.selectFrom('gw_ranks').selectAll().where('referrers', '<>', 0).execute()
  expect(new Map(counted.map(({ friends, referrers }) => [friends, referrers]))).toEqual(ranks)

  const balances = new Map<string, { earned: number; coming: number }>()
  for (const row of kept) {
    const known = balances.get(row.participant) ?? { earned: 0, coming: 0 }
    const { earned, coming } = balanceOf(row)
    balances.set(row.participant, { earned: known.earned + earned, coming: known.coming + coming })
  }
  for (const { person, earned, coming } of await store.db.selectFrom('gw_balances').selectAll().execute())
    expect({ earned, coming }).toEqual(balances.get(person) ?? { earned: 0, coming: 0 })

  // Roll-ups, counted again from nothing.
  const sums = createSums()
  for (const { type, body, ...row } of stored) {
    if (!['visit', 'share', 'exposure', 'refund'].includes(type)) continue
    sums.add(countEvent({ ...(JSON.parse(body) as object), ...row, type } as never))
  }
  const orders = ordersIn(program, rows)
  for (const friend of new Set(orders.map(({ friend }) => friend)))
    sums.add(
      countFriend(
        orders.filter((order) => order.friend === friend),
        bound.find((bond) => bond.friend === friend),
      ),
    )
  for (const row of kept) sums.add(countReward(row))
  const rollups = await store.db.selectFrom('gw_rollups').selectAll().execute()
  const found = createSums()
  for (const { day, participants: _, ...figures } of rollups) found.add([{ ...figures, at: day }])
  expect(found.rows()).toEqual(sums.rows())
  const listed = await store.db
    .selectFrom('gw_orders')
    .select(['name', 'order_ref', 'friend', 'at', 'amount', 'net', 'state', 'trusted'])
    .where('friend', 'is not', null)
    .execute()
  const key = ({ name, order_ref }: { name: string; order_ref: string }) => `${name}:${order_ref}`
  const byKey = (a: { name: string; order_ref: string }, b: { name: string; order_ref: string }) =>
    key(a) < key(b) ? -1 : 1
  expect(listed.toSorted(byKey)).toEqual(orders.toSorted(byKey))
}
