import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { createLaws, expectSame, shuffled, someOf } from '../laws.fixture.ts'
import { evaluate, sealsDue } from './evaluate.ts'
import { code, ledgerRows, moment, people, referrers, time, visitor } from './ledger.arbitrary.ts'
import { at, codes } from './ledger.fixture.ts'
import type { Ledger, LedgerRow } from './ledger.ts'
import { day } from './orders.ts'
import { everyKind } from './program.arbitrary.ts'
import type { Evaluation, Reward } from './reward.ts'

const from = (rows: Iterable<LedgerRow>): Ledger => ({ codes, rows })
const run = (rows: Iterable<LedgerRow>, time: number) => evaluate(everyKind, from(rows), time)
const sealsOf = (rows: Iterable<LedgerRow>, time: number) => sealsDue(everyKind, from(rows), time)
const keyOf = ({ incentive, participant, occurrence }: Reward): string =>
  [incentive, participant, occurrence].join(' ')

/** Rows, when they are looked at, and what the one or other law needs besides. */
const cases = fc.record(
  {
    rows: ledgerRows,
    now: moment,
    other: moment,
    friend: people,
    referrer: referrers,
    late: fc.record({ code, visitor, at: time }),
    chance: fc.integer(),
  },
  { noNullPrototype: true },
)
const law = createLaws(cases, ({ rows, now }) => ({ all: run(rows, now), seals: sealsOf(rows, now) }))

law('the same rows in any order give the same answer', ({ rows, now, chance }, { all, seals }) => {
  const other = shuffled(rows, chance)
  expectSame(run(other, now), all)
  expectSame(sealsOf(other, now), seals)
})

law('rows that arrive again change nothing', ({ rows, now, chance }, { all }) => {
  const copies = someOf(rows, chance).map((row) => ({ ...row }))
  expectSame(run([...rows, ...copies], now), all)
})

law('a wholly refunded ledger owes nothing that was not given', ({ rows, now }) => {
  const refunds = rows
    .filter((row) => row.type === 'conversion')
    .map(({ id, at, name, order }): LedgerRow => ({ type: 'refund', id: `refund-${id}`, at, name, order }))
  const open = run([...rows, ...refunds], now).rewards.filter(
    ({ state }) => state === 'due' || state === 'pending',
  )
  expectSame(open, [])
})

law(
  'every grant shows for ever, as given or as owed back, and not a cent of it is lost',
  ({ rows }, { all }) => {
    const given = new Map<string, number>()
    for (const row of rows)
      if (row.type === 'grant') {
        const key = [row.incentive, row.participant, row.occurrence].join(' ')
        given.set(key, (given.get(key) ?? 0) + (row.amount ?? 0))
      }
    const shown = all.rewards.filter(({ state }) => state === 'granted' || state === 'owed-back')
    for (const reward of shown) {
      const total = given.get(keyOf(reward))!
      if (reward.state === 'granted') expectSame(reward.amount, total)
      else expect([total, total - 1000]).toContain(reward.amount)
      given.delete(keyOf(reward))
    }
    expectSame([...given.keys()], [])
  },
)

law('a reward has one key, and shows once', (_, { all }) => {
  const keys = all.rewards.map(keyOf)
  expectSame(new Set(keys).size, keys.length)
})

law('nobody refers themselves, and a friend has one referrer', (_, { all: { bonds } }) => {
  expectSame(
    bonds.filter(({ friend, referrer }) => friend === referrer),
    [],
  )
  expectSame(new Set(bonds.map(({ friend }) => friend)).size, bonds.length)
})

law('of a first order, one reward a friend stands', (_, { all }) => {
  const standing = all.rewards.filter(
    ({ incentive, state }) => incentive === 'first' && state !== 'reversed' && state !== 'owed-back',
  )
  expectSame(new Set(standing.map(({ friend }) => friend)).size, standing.length)
})

law('a milestone is due exactly when as many friends have a ripe order that counts', ({ rows, now }) => {
  const plain = rows.filter(({ type }) => type !== 'grant')
  const { rewards } = run(plain, now)
  const ripe = new Map<string, Set<string>>()
  for (const { incentive, participant, state, friend } of rewards)
    if (incentive === 'each' && state === 'due')
      ripe.set(participant, (ripe.get(participant) ?? new Set()).add(friend!))
  const due = rewards.filter(({ incentive, state }) => incentive === 'friends' && state === 'due')
  const expected = [...ripe].filter(([, friends]) => friends.size >= 2).map(([participant]) => participant)
  expectSame(due.map(({ participant }) => participant).toSorted(), expected.toSorted())
})

law('what only browsers report is never due where the program wants the server’s word', ({ rows, now }) => {
  const hearsay = rows
    .filter(({ type }) => type !== 'grant' && type !== 'review')
    .map((row) => (row.type === 'conversion' ? { ...row, trusted: false } : row))
  const due = run(hearsay, now).rewards.filter(
    ({ incentive, state }) => state === 'due' && !['welcome', 'orders'].includes(incentive),
  )
  expectSame(due, [])
})

law('time alone makes pending rewards due, and does nothing else', ({ rows, now, other }, { all }) => {
  const another = run(rows, other)
  const [early, late] = now < other ? [all, another] : [another, all]
  expectSame(late.bonds, early.bonds)
  expectSame(late.rewards.map(keyOf), early.rewards.map(keyOf))
  for (const [index, { state, due }] of early.rewards.entries()) {
    const ripened = state === 'pending' && due !== undefined && due <= Math.max(now, other)
    expectSame(late.rewards[index]?.state, ripened ? 'due' : state)
  }
})

law(
  'writing the seals that are due changes nothing, and leaves none due',
  ({ rows, now }, { all, seals }) => {
    const sealed = [...rows, ...seals]
    expectSame(run(sealed, now), all)
    expectSame(sealsOf(sealed, now), [])
  },
)

law('no visit moves a sealed bond', ({ rows, now, late }, { seals }) => {
  const sealed = new Set(seals.map(({ friend }) => friend))
  const visit: LedgerRow = { type: 'visit', id: 'late', ...late }
  const bondsOf = (rows: LedgerRow[]) => run(rows, now).bonds.filter(({ friend }) => sealed.has(friend))
  expectSame(bondsOf([...rows, ...seals, visit]), bondsOf([...rows, ...seals]))
})

law(
  'a slice that is complete for one friend decides that friend as the whole ledger does',
  ({ rows, now, friend }, { all, seals }) => {
    const orderOf = (row: LedgerRow) => ('order' in row ? `${row.name}:${row.order}` : undefined)
    const theirs = new Set(
      rows.filter((row) => row.type === 'conversion' && row.friend === friend).map((row) => orderOf(row)),
    )
    const slice = rows.filter((row) => {
      if (row.type === 'grant') return theirs.has(row.occurrence.replace('order:', ''))
      if ('order' in row) return theirs.has(orderOf(row))
      return !('friend' in row) || row.friend === friend
    })
    const ledger = { codes, rows: slice, friends: new Set([friend]) }
    const some = evaluate(everyKind, ledger, now)
    const ofFriend = ({ rewards }: Evaluation) =>
      rewards.filter((reward) => reward.friend === friend && reward.occurrence.startsWith('order:'))
    expectSame(
      some.bonds,
      all.bonds.filter((bond) => bond.friend === friend),
    )
    expectSame(ofFriend(some), ofFriend(all))
    expectSame(
      sealsDue(everyKind, ledger, now),
      seals.filter((seal) => seal.friend === friend),
    )
  },
)

law(
  'a slice of all of a referrer’s friends decides their milestones as the whole ledger does',
  ({ rows, now, referrer }, { all }) => {
    const friends = new Set(
      all.bonds.filter((bond) => bond.referrer === referrer).map(({ friend }) => friend),
    )
    const slice = rows.filter((row) => row.type !== 'grant' || row.participant === referrer)
    const some = evaluate(everyKind, { codes, rows: slice, friends }, now)
    const milestones = ({ rewards }: Evaluation) =>
      rewards.filter(
        ({ participant, to, occurrence }) =>
          participant === referrer && to === 'referrer' && occurrence.startsWith('at:'),
      )
    expectSame(milestones(some), milestones(all))
    expectSame(some.progress.get(referrer), all.progress.get(referrer))
  },
)

test('a hold is whole days of 24 hours, to the millisecond', () => {
  const order = {
    type: 'conversion',
    id: 'o',
    at: at(1),
    name: 'purchase',
    order: '1',
    friend: 'bo',
    code: 'AMY',
    trusted: true,
  } as const
  const state = (now: number) => run([order], now).rewards[0]?.state
  expect([state(at(1) + 14 * day - 1), state(at(1) + 14 * day)]).toEqual(['pending', 'due'])
})
