import * as fc from 'fast-check'
import { expect } from 'vitest'
import { createLaws, expectSame, shuffled, someOf } from '../laws.fixture.ts'
import { allotsDue } from './allotment.ts'
import { evaluate, sealsDue } from './evaluate.ts'
import { fullLedgerRows, moment, time } from './ledger.arbitrary.ts'
import { at, brought, codes, later, refund } from './ledger.fixture.ts'
import type { LedgerRow } from './ledger.ts'
import { everyLimit } from './program.arbitrary.ts'
import { shopWith, told } from './program.fixture.ts'
import { periodsOf } from './periods.ts'
import type { Reward } from './reward.ts'

const run = (rows: readonly LedgerRow[], now: number) => evaluate(everyLimit, { codes, rows }, now)
const keyOf = ({ incentive, participant, occurrence }: Reward): string =>
  [incentive, participant, occurrence].join(' ')
const stands = ({ state }: Reward): boolean => state === 'pending' || state === 'due' || state === 'granted'
const months = periodsOf('month', everyLimit.timeZone)
const monthOf = ({ at }: Reward): string => months.at(at).key

/** Rows, when they are looked at, and what the one or other law needs besides. */
const cases = fc.record(
  {
    rows: fullLedgerRows,
    now: moment,
    late: fc.record({
      at: time,
      amount: fc.integer({ min: 1, max: 3000 }),
      code: fc.constantFrom('AMY', 'CY'),
    }),
    chance: fc.integer(),
  },
  { noNullPrototype: true },
)
const law = createLaws(cases, ({ rows, now }) => {
  const ungiven = rows.filter(({ type }) => type !== 'grant')
  const all = run(rows, now)
  const due = all.rewards.filter(({ state }) => state === 'due')
  return { all, due, ungiven }
})

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

law('no limit is ever passed, whatever was handed over', (_, { all: { rewards } }) => {
  for (const [incentive, bucketOf, cap] of caps)
    for (const { count, money } of filled(rewards, incentive, bucketOf).values()) {
      if ('count' in cap) isAtMost(count, cap.count)
      else isAtMost(money, cap.money)
    }
})
const isAtMost = (found: number, most: number): void => {
  if (found > most) expect(found).toBeLessThanOrEqual(most)
}

law(
  'nobody is limited while there is room, and the last reward of money fills it exactly',
  ({ now }, { ungiven }) => {
    const { rewards } = run(ungiven, now)
    for (const { incentive, reason, ...reward } of rewards) {
      if (reason.code !== 'limited' || reason.by !== 'participant') continue
      const [, bucketOf, cap] = caps.find(([id, bucketOf]) => id === incentive && bucketOf !== ofFriend)!
      const full = filled(rewards, incentive, bucketOf).get(bucketOf({ ...reward, incentive, reason }))
      // What passes here may be stopped by the limit in total.
      if (incentive === 'budget') continue
      if ('count' in cap) expectSame(full?.count, cap.count)
      else expectSame(full?.money, cap.money)
    }
  },
)

law(
  'once the places are handed out, nobody waits for a limit in total that has room',
  ({ now }, { ungiven }) => {
    const rows = ungiven.map((row) => (row.type === 'conversion' ? { ...row, trusted: true } : row))
    const handedOut = [...rows, ...allotsDue(everyLimit, { codes, rows }, now)]
    expectSame(allotsDue(everyLimit, { codes, rows: handedOut }, now), [])
    const { rewards } = run(handedOut, now)
    const waits = new Set(
      rewards.flatMap(({ incentive, reason }) =>
        reason.code === 'limited' && reason.by === 'total' ? incentive : [],
      ),
    )
    const all = (incentive: string) => filled(rewards, incentive, () => '').get('')
    if (waits.has('budget')) expectSame(all('budget')?.money, 1500)
    if (waits.has('pro-only')) expectSame(all('pro-only')?.count, 2)
  },
)

const three = shopWith({ limit: { perParticipant: { count: 3, per: 'year' } } })
const orders = fc.array(fc.record({ day: fc.integer({ min: 1, max: 9 }), back: fc.boolean() }), {
  maxLength: 9,
})
createLaws(orders, (orders) =>
  orders.flatMap(({ day, back }, index) => [
    ...brought(`f${index}`, `o${index}`, at(day)),
    ...(back ? [refund(`o${index}`, at(50))] : []),
  ]),
)('refunds promote the next in line: what stands is always the first of what is left', (orders, rows) => {
  const left = orders
    .map((order, index) => ({ ...order, id: `o${index}` }))
    .filter(({ back }) => !back)
    .toSorted((a, b) => a.day - b.day || (a.id < b.id ? -1 : 1))
  const due = told(three, rows, later).filter((line) => line.includes('due'))
  expectSame(
    due,
    left.slice(0, 3).map(({ id }) => `${id} due 1000`),
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

law(
  'giving what is due, in whatever order, changes no other reward',
  ({ rows, now, chance }, { all, due }) => {
    // One that a later stage had cut asks an earlier one for less once it is given: the next law has these.
    const given = someOf(
      due.filter(({ uncut }) => uncut === undefined),
      chance,
    )
    const said = (reward: Reward, state = reward.state) => [keyOf(reward), state, reward.amount]
    expectSame(
      run([...rows, ...give(shuffled(given, chance), now)], now).rewards.map((reward) => said(reward)),
      all.rewards.map((reward) => said(reward, given.includes(reward) ? 'granted' : reward.state)),
    )
  },
)

law('giving what is due, cut or not, leaves nobody with less', ({ rows, now }, { all, due }) => {
  const after = run([...rows, ...give(due, now)], now).rewards
  const byKey = new Map(after.map((reward) => [keyOf(reward), reward]))
  for (const reward of due) {
    const next = byKey.get(keyOf(reward))!
    expectSame([next.state, next.amount], ['granted', reward.amount])
  }
  // Between two of somebody's own rewards it may move: what a month cut off is room again for the same friend.
  const sums = (rewards: readonly Reward[]) => {
    const found = new Map<string, number>()
    for (const reward of rewards.filter(stands)) {
      const whose = `${reward.incentive} ${reward.participant}`
      found.set(whose, (found.get(whose) ?? 0) + (reward.amount ?? 1))
    }
    return found
  }
  const sumsAfter = sums(after)
  for (const [whose, sum] of sums(all.rewards)) isAtMost(sum, sumsAfter.get(whose) ?? 0)
})

law('no late order of somebody else takes away what was given', ({ late }, { ungiven }) => {
  const due = run(ungiven, later).rewards.filter(({ state }) => state === 'due')
  const given = [...ungiven, ...give(due, later)]
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
  expectSame(amounts(after.filter(({ state }) => state === 'granted')), amounts(due))
})

law(
  'with limits, segments and contests too: any order of arrival, and repeats, give the same answer',
  ({ rows, now, chance }, { all }) => {
    const other = shuffled(rows, chance)
    expectSame(run([...other, ...other.slice(0, 5)], now), all)
  },
)

law('with limits too: every grant shows for ever, as given or as owed back', ({ rows }, { all }) => {
  const given = new Set(
    rows.flatMap((row) =>
      row.type === 'grant' ? [[row.incentive, row.participant, row.occurrence].join(' ')] : [],
    ),
  )
  const shown = all.rewards
    .filter(({ state }) => state === 'granted' || state === 'owed-back')
    .map((reward) => keyOf(reward))
  expectSame(shown.toSorted(), [...given].toSorted())
})

law('with limits too: a wholly refunded ledger owes nothing that was not given', ({ rows, now }) => {
  const refunds = rows.flatMap((row): LedgerRow[] =>
    row.type === 'conversion'
      ? [{ type: 'refund', id: `back ${row.id}`, at: row.at, name: row.name, order: row.order }]
      : [],
  )
  const { rewards, standings } = run([...rows, ...refunds], now)
  expectSame(
    rewards.filter(({ state }) => state === 'due' || state === 'pending'),
    [],
  )
  expectSame(standings, [])
})

law('with limits too: writing the seals that are due changes nothing', ({ rows, now }, { all }) => {
  const sealed = [...rows, ...sealsDue(everyLimit, { codes, rows }, now)]
  expectSame(run(sealed, now), all)
})
