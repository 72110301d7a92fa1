import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { allotsDue } from './allotment.ts'
import { evaluate, sealsDue } from './evaluate.ts'
import { fullLedgerRows, moment, time } from './ledger.arbitrary.ts'
import { at, brought, codes, later, refund } from './ledger.fixture.ts'
import type { LedgerRow } from './ledger.ts'
import { everyLimit } from './program.arbitrary.ts'
import { shopWith, told } from './program.fixture.ts'
import { periodsOf } from './periods.ts'
import type { Reward } from './reward.ts'
import { runs } from '../runs.fixture.ts'

const run = (rows: readonly LedgerRow[], now: number) => evaluate(everyLimit, { codes, rows }, now)
const holds = <T>(property: fc.IProperty<T>): void => {
  fc.assert(property, runs)
}
const keyOf = ({ incentive, participant, occurrence }: Reward): string =>
  [incentive, participant, occurrence].join(' ')
const stands = ({ state }: Reward): boolean => state === 'pending' || state === 'due' || state === 'granted'
const months = periodsOf('month', everyLimit.timeZone)
const monthOf = ({ at }: Reward): string => months.at(at).key
const withoutGrants = fullLedgerRows.map((rows) => rows.filter(({ type }) => type !== 'grant'))

/** What stands of an incentive in each bucket. */
function filled(rewards: readonly Reward[], incentive: string, bucketOf: (reward: Reward) => string) {
  const buckets = new Map<string, { count: number; money: number }>()
  for (const reward of rewards) {
    if (reward.incentive !== incentive || !stands(reward)) continue
    const { count, money } = buckets.get(bucketOf(reward)) ?? { count: 0, money: 0 }
    buckets.set(bucketOf(reward), { count: count + 1, money: money + (reward.amount ?? 0) })
  }
  return buckets
}
const ofFriend = ({ participant, friend }: Reward): string => `${participant} ${friend}`
const ofMonth = (reward: Reward): string => `${reward.participant} ${monthOf(reward)}`
const ofParticipant = ({ participant }: Reward): string => participant
/** The limits of `everyLimit`: per friend, per participant, in total. */
const caps = [
  ['percent', ofFriend, { money: 300 }],
  ['percent', ofMonth, { money: 400 }],
  ['monthly', ofFriend, { count: 2 }],
  ['monthly', ofMonth, { count: 3 }],
  ['budget', ofParticipant, { count: 3 }],
  ['budget', () => '', { money: 1500 }],
  ['ordinal', ofFriend, { count: 3 }],
  ['ordinal', ofParticipant, { money: 800 }],
  ['pro-only', () => '', { count: 2 }],
  ['money', ofParticipant, { count: 1 }],
  ['third', ofParticipant, { count: 2 }],
] as const

test('no limit is ever passed, whatever was handed over', () => {
  holds(
    fc.property(fullLedgerRows, moment, (rows, now) => {
      const { rewards } = run(rows, now)
      for (const [incentive, bucketOf, cap] of caps)
        for (const { count, money } of filled(rewards, incentive, bucketOf).values()) {
          if ('count' in cap) expect(count).toBeLessThanOrEqual(cap.count)
          else expect(money).toBeLessThanOrEqual(cap.money)
        }
    }),
  )
})

test('nobody is limited while there is room, and the last reward of money fills it exactly', () => {
  holds(
    fc.property(withoutGrants, moment, (rows, now) => {
      const { rewards } = run(rows, now)
      for (const { incentive, reason, ...reward } of rewards) {
        if (reason.code !== 'limited' || reason.by !== 'participant') continue
        const [, bucketOf, cap] = caps.find(([id, bucketOf]) => id === incentive && bucketOf !== ofFriend)!
        const full = filled(rewards, incentive, bucketOf).get(bucketOf({ ...reward, incentive, reason }))
        // What passes here may be stopped by the limit in total.
        if (incentive === 'budget') continue
        if ('count' in cap) expect(full?.count).toBe(cap.count)
        else expect(full?.money).toBe(cap.money)
      }
    }),
  )
})

test('once the places are handed out, nobody waits for a limit in total that has room', () => {
  const confirmed = withoutGrants.map((rows) =>
    rows.map((row) => (row.type === 'conversion' ? { ...row, trusted: true } : row)),
  )
  holds(
    fc.property(confirmed, moment, (rows, now) => {
      const handedOut = [...rows, ...allotsDue(everyLimit, { codes, rows }, now)]
      expect(allotsDue(everyLimit, { codes, rows: handedOut }, now)).toEqual([])
      const { rewards } = run(handedOut, now)
      const waits = new Set(
        rewards.flatMap(({ incentive, reason }) =>
          reason.code === 'limited' && reason.by === 'total' ? incentive : [],
        ),
      )
      const all = (incentive: string) => filled(rewards, incentive, () => '').get('')
      if (waits.has('budget')) expect(all('budget')?.money).toBe(1500)
      if (waits.has('pro-only')) expect(all('pro-only')?.count).toBe(2)
    }),
  )
})

test('refunds promote the next in line: what stands is always the first of what is left', () => {
  const three = shopWith({ limit: { perParticipant: { count: 3, per: 'year' } } })
  const orders = fc.array(fc.record({ day: fc.integer({ min: 1, max: 9 }), back: fc.boolean() }), {
    maxLength: 9,
  })
  holds(
    fc.property(orders, (orders) => {
      const rows = orders.flatMap(({ day, back }, index) => [
        ...brought(`f${index}`, `o${index}`, at(day)),
        ...(back ? [refund(`o${index}`, at(50))] : []),
      ])
      const left = orders
        .map((order, index) => ({ ...order, id: `o${index}` }))
        .filter(({ back }) => !back)
        .toSorted((a, b) => a.day - b.day || (a.id < b.id ? -1 : 1))
      const due = told(three, rows, later).filter((line) => line.includes('due'))
      expect(due).toEqual(left.slice(0, 3).map(({ id }) => `${id} due 1000`))
    }),
  )
})

/** Rows that hand over some of what is due. */
const give = (rewards: readonly Reward[], now: number): LedgerRow[] =>
  rewards.map(({ incentive, participant, occurrence, amount }) => ({
    type: 'grant',
    id: `given ${incentive} ${participant} ${occurrence}`,
    at: now,
    incentive,
    participant,
    occurrence,
    by: 'owner',
    ...(amount !== undefined && { amount }),
  }))

test('giving what is due, in whatever order, changes no other reward', () => {
  holds(
    fc.property(fullLedgerRows, moment, fc.func(fc.boolean()), (rows, now, isGiven) => {
      const before = run(rows, now).rewards
      // One that a later stage had cut asks an earlier one for less once it is given: the next test has these.
      const due = before.filter((reward) => isDueInFull(reward) && isGiven(keyOf(reward)))
      const said = (reward: Reward, state = reward.state) => [keyOf(reward), state, reward.amount]
      expect(run([...rows, ...give(due, now)], now).rewards.map((reward) => said(reward))).toEqual(
        before.map((reward) => said(reward, due.includes(reward) ? 'granted' : reward.state)),
      )
    }),
  )
})
const isDueInFull = ({ state, uncut }: Reward): boolean => state === 'due' && uncut === undefined

test('giving what is due, cut or not, leaves nobody with less', () => {
  holds(
    fc.property(fullLedgerRows, moment, (rows, now) => {
      const before = run(rows, now).rewards
      const due = before.filter(({ state }) => state === 'due')
      const after = new Map(
        run([...rows, ...give(due, now)], now).rewards.map((reward) => [keyOf(reward), reward]),
      )
      for (const reward of before) {
        if (!stands(reward)) continue
        const next = after.get(keyOf(reward))!
        expect(next.state).toBe(reward.state === 'due' ? 'granted' : reward.state)
        expect(next.amount ?? 0).toBeGreaterThanOrEqual(reward.amount ?? 0)
      }
    }),
  )
})

test('no late order of somebody else takes away what was given', () => {
  const late = fc.record({
    at: time,
    amount: fc.integer({ min: 1, max: 3000 }),
    code: fc.constantFrom('AMY', 'CY'),
  })
  holds(
    fc.property(withoutGrants, late, (rows, late) => {
      const due = run(rows, later).rewards.filter(({ state }) => state === 'due')
      const given = [...rows, ...give(due, later)]
      const order = {
        type: 'conversion',
        id: 'late',
        name: 'purchase',
        order: 'late',
        friend: 'zoe',
        trusted: true,
      } as const
      const after = run([...given, { ...order, ...late }], later).rewards
      const amounts = (rewards: readonly Reward[]) =>
        new Map(rewards.map((reward) => [keyOf(reward), reward.amount]))
      expect(amounts(after.filter(({ state }) => state === 'granted'))).toEqual(amounts(due))
    }),
  )
})

test('with limits, segments and contests too: any order of arrival, and repeats, give the same answer', () => {
  const shuffled = fullLedgerRows.chain((rows) =>
    fc.tuple(fc.constant(rows), fc.shuffledSubarray(rows, { minLength: rows.length })),
  )
  holds(
    fc.property(shuffled, moment, ([rows, other], now) => {
      expect(run([...other, ...other.slice(0, 5)], now)).toEqual(run(rows, now))
    }),
  )
})

test('with limits too: every grant shows for ever, as given or as owed back', () => {
  holds(
    fc.property(fullLedgerRows, moment, (rows, now) => {
      const given = new Set(
        rows.flatMap((row) =>
          row.type === 'grant' ? [[row.incentive, row.participant, row.occurrence].join(' ')] : [],
        ),
      )
      const shown = run(rows, now)
        .rewards.filter(({ state }) => state === 'granted' || state === 'owed-back')
        .map(keyOf)
      expect(shown.toSorted()).toEqual([...given].toSorted())
    }),
  )
})

test('with limits too: a wholly refunded ledger owes nothing that was not given', () => {
  holds(
    fc.property(fullLedgerRows, moment, (rows, now) => {
      const refunds = rows.flatMap((row): LedgerRow[] =>
        row.type === 'conversion'
          ? [{ type: 'refund', id: `back ${row.id}`, at: row.at, name: row.name, order: row.order }]
          : [],
      )
      const { rewards, standings } = run([...rows, ...refunds], now)
      expect(rewards.filter(({ state }) => state === 'due' || state === 'pending')).toEqual([])
      expect(standings).toEqual([])
    }),
  )
})

test('with limits too: writing the seals that are due changes nothing', () => {
  holds(
    fc.property(fullLedgerRows, moment, (rows, now) => {
      const sealed = [...rows, ...sealsDue(everyLimit, { codes, rows }, now)]
      expect(run(sealed, now)).toEqual(run(rows, now))
    }),
  )
})
