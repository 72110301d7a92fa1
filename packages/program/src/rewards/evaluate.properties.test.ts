import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { evaluate, sealsDue } from './evaluate.ts'
import { code, ledgerRows, moment, people, referrers, time, visitor } from './ledger.arbitrary.ts'
import { at, codes } from './ledger.fixture.ts'
import type { Ledger, LedgerRow } from './ledger.ts'
import { day } from './orders.ts'
import { everyKind } from './program.arbitrary.ts'
import type { Evaluation, Reward } from './reward.ts'
import { runs } from '../runs.fixture.ts'

const from = (rows: Iterable<LedgerRow>): Ledger => ({ codes, rows })
const run = (rows: Iterable<LedgerRow>, time: number) => evaluate(everyKind, from(rows), time)
const holds = <T>(property: fc.IProperty<T>): void => {
  fc.assert(property, runs)
}
const keyOf = ({ incentive, participant, occurrence }: Reward): string =>
  [incentive, participant, occurrence].join(' ')

test('the same rows in any order give the same answer', () => {
  const shuffled = ledgerRows.chain((rows) =>
    fc.tuple(fc.constant(rows), fc.shuffledSubarray(rows, { minLength: rows.length })),
  )
  holds(
    fc.property(shuffled, moment, ([rows, other], now) => {
      expect(run(other, now)).toEqual(run(rows, now))
      expect(sealsDue(everyKind, from(other), now)).toEqual(sealsDue(everyKind, from(rows), now))
    }),
  )
})

test('rows that arrive again change nothing', () => {
  holds(
    fc.property(ledgerRows, fc.func(fc.boolean()), moment, (rows, again, now) => {
      const copies = rows.filter((row) => again(row.id)).map((row) => ({ ...row }))
      expect(run([...rows, ...copies], now)).toEqual(run(rows, now))
    }),
  )
})

test('a wholly refunded ledger owes nothing that was not given', () => {
  holds(
    fc.property(ledgerRows, moment, (rows, now) => {
      const refunds = rows
        .filter((row) => row.type === 'conversion')
        .map(({ id, at, name, order }): LedgerRow => ({
          type: 'refund',
          id: `refund-${id}`,
          at,
          name,
          order,
        }))
      const open = run([...rows, ...refunds], now).rewards.filter(
        ({ state }) => state === 'due' || state === 'pending',
      )
      expect(open).toEqual([])
    }),
  )
})

test('every grant shows for ever, as given or as owed back, and not a cent of it is lost', () => {
  holds(
    fc.property(ledgerRows, moment, (rows, now) => {
      const given = new Map<string, number>()
      for (const row of rows)
        if (row.type === 'grant') {
          const key = [row.incentive, row.participant, row.occurrence].join(' ')
          given.set(key, (given.get(key) ?? 0) + (row.amount ?? 0))
        }
      const shown = run(rows, now).rewards.filter(({ state }) => state === 'granted' || state === 'owed-back')
      for (const reward of shown) {
        const total = given.get(keyOf(reward))!
        if (reward.state === 'granted') expect(reward.amount).toBe(total)
        else expect([total, total - 1000]).toContain(reward.amount)
        given.delete(keyOf(reward))
      }
      expect([...given.keys()]).toEqual([])
    }),
  )
})

test('a reward has one key, and shows once', () => {
  holds(
    fc.property(ledgerRows, moment, (rows, now) => {
      const keys = run(rows, now).rewards.map(keyOf)
      expect(new Set(keys).size).toBe(keys.length)
    }),
  )
})

test('nobody refers themselves, and a friend has one referrer', () => {
  holds(
    fc.property(ledgerRows, moment, (rows, now) => {
      const { bonds } = run(rows, now)
      expect(bonds.filter(({ friend, referrer }) => friend === referrer)).toEqual([])
      expect(new Set(bonds.map(({ friend }) => friend)).size).toBe(bonds.length)
    }),
  )
})

test('of a first order, one reward a friend stands', () => {
  holds(
    fc.property(ledgerRows, moment, (rows, now) => {
      const standing = run(rows, now).rewards.filter(
        ({ incentive, state }) => incentive === 'first' && state !== 'reversed' && state !== 'owed-back',
      )
      expect(new Set(standing.map(({ friend }) => friend)).size).toBe(standing.length)
    }),
  )
})

test('a milestone is due exactly when as many friends have a ripe order that counts', () => {
  holds(
    fc.property(ledgerRows, moment, (rows, now) => {
      const plain = rows.filter(({ type }) => type !== 'grant')
      const { rewards } = run(plain, now)
      const ripe = new Map<string, Set<string>>()
      for (const { incentive, participant, state, friend } of rewards)
        if (incentive === 'each' && state === 'due')
          ripe.set(participant, (ripe.get(participant) ?? new Set()).add(friend!))
      const due = rewards.filter(({ incentive, state }) => incentive === 'friends' && state === 'due')
      const expected = [...ripe]
        .filter(([, friends]) => friends.size >= 2)
        .map(([participant]) => participant)
      expect(due.map(({ participant }) => participant).sort()).toEqual(expected.sort())
    }),
  )
})

test('what only browsers report is never due where the program wants the server’s word', () => {
  holds(
    fc.property(ledgerRows, moment, (rows, now) => {
      const hearsay = rows
        .filter(({ type }) => type !== 'grant' && type !== 'review')
        .map((row) => (row.type === 'conversion' ? { ...row, trusted: false } : row))
      const due = run(hearsay, now).rewards.filter(
        ({ incentive, state }) => state === 'due' && !['welcome', 'orders'].includes(incentive),
      )
      expect(due).toEqual([])
    }),
  )
})

test('time alone makes pending rewards due, and does nothing else', () => {
  holds(
    fc.property(ledgerRows, moment, moment, (rows, a, b) => {
      const early = run(rows, Math.min(a, b))
      const late = run(rows, Math.max(a, b))
      expect(late.bonds).toEqual(early.bonds)
      expect(late.rewards.map(keyOf)).toEqual(early.rewards.map(keyOf))
      for (const [index, { state, due }] of early.rewards.entries()) {
        const ripened = state === 'pending' && due !== undefined && due <= Math.max(a, b)
        expect(late.rewards[index]?.state).toBe(ripened ? 'due' : state)
      }
    }),
  )
})

test('writing the seals that are due changes nothing, and leaves none due', () => {
  holds(
    fc.property(ledgerRows, moment, (rows, now) => {
      const sealed = [...rows, ...sealsDue(everyKind, from(rows), now)]
      expect(run(sealed, now)).toEqual(run(rows, now))
      expect(sealsDue(everyKind, from(sealed), now)).toEqual([])
    }),
  )
})

test('no visit moves a sealed bond', () => {
  holds(
    fc.property(ledgerRows, moment, code, visitor, time, (rows, now, code, visitor, at) => {
      const seals = sealsDue(everyKind, from(rows), now)
      const sealed = new Set(seals.map(({ friend }) => friend))
      const late: LedgerRow = { type: 'visit', id: 'late', at, code, visitor }
      const bondsOf = (rows: LedgerRow[]) => run(rows, now).bonds.filter(({ friend }) => sealed.has(friend))
      expect(bondsOf([...rows, ...seals, late])).toEqual(bondsOf([...rows, ...seals]))
    }),
  )
})

test('a slice that is complete for one friend decides that friend as the whole ledger does', () => {
  holds(
    fc.property(ledgerRows, moment, people, (rows, now, friend) => {
      const orderOf = (row: LedgerRow) => ('order' in row ? `${row.name}:${row.order}` : undefined)
      const theirs = new Set(
        rows.filter((row) => row.type === 'conversion' && row.friend === friend).map((row) => orderOf(row)),
      )
      const slice = rows.filter((row) => {
        if (row.type === 'grant') return theirs.has(row.occurrence.replace('order:', ''))
        if ('order' in row) return theirs.has(orderOf(row))
        return !('friend' in row) || row.friend === friend
      })
      const some = evaluate(everyKind, { codes, rows: slice, friends: new Set([friend]) }, now)
      const all = run(rows, now)
      const ofFriend = ({ rewards }: Evaluation) =>
        rewards.filter((reward) => reward.friend === friend && reward.occurrence.startsWith('order:'))
      expect(some.bonds).toEqual(all.bonds.filter((bond) => bond.friend === friend))
      expect(ofFriend(some)).toEqual(ofFriend(all))
      expect(sealsDue(everyKind, { codes, rows: slice, friends: new Set([friend]) }, now)).toEqual(
        sealsDue(everyKind, from(rows), now).filter((seal) => seal.friend === friend),
      )
    }),
  )
})

test('a slice of all of a referrer’s friends decides their milestones as the whole ledger does', () => {
  holds(
    fc.property(ledgerRows, moment, referrers, (rows, now, referrer) => {
      const all = run(rows, now)
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
      expect(milestones(some)).toEqual(milestones(all))
      expect(some.progress.get(referrer)).toEqual(all.progress.get(referrer))
    }),
  )
})

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
