import { describe, expect, test } from 'vitest'
import { evaluate } from './evaluate.ts'
import { at, brought, codes, grant, later, program, purchase, refund, run } from './ledger.fixture.ts'
import type { LedgerRow } from './ledger.ts'
import { emptyProgress } from './milestones.ts'
import { parseProgram } from '../check/parse.ts'
import { shop } from '../shop.fixture.ts'

describe('a milestone', () => {
  const three = [...brought('bo', 'o1', at(1)), ...brought('di', 'o2', at(2)), ...brought('ed', 'o3', at(3))]
  const bag = (rows: LedgerRow[], now = later) =>
    run(rows, now).rewards.find(({ incentive }) => incentive === 'free-bag')

  test('is reached by the third friend, not by a friend’s third order', () => {
    const again = [purchase('bo', 'o8', at(4)), purchase('bo', 'o9', at(5))]
    expect(bag([...three.slice(0, 4), ...again])).toBeUndefined()
    expect(bag([...three, ...again])).toMatchObject({
      participant: 'amy',
      occurrence: 'at:3',
      at: at(3),
      state: 'due',
    })
  })

  test('is pending while the hold straddles its threshold', () => {
    expect(bag(three, at(16))).toMatchObject({
      state: 'pending',
      due: at(17),
      reason: { code: 'on-hold', until: at(17) },
    })
    expect(bag(three, at(17))).toMatchObject({ state: 'due' })
  })

  test('waits for a review that it hangs on', () => {
    const rows = [...three.slice(0, 4), ...brought('ed', 'o3', at(3), { held: 'velocity' })]
    expect(bag(rows)).toMatchObject({ state: 'pending', reason: { code: 'under-review' } })
  })

  test('counts a friend from their first order that stands, and waits for the first that is sound', () => {
    const rows = [
      ...three.slice(0, 4),
      ...brought('ed', 'o3', at(3), { held: 'velocity' }),
      purchase('ed', 'o4', at(9)),
    ]
    expect(bag(rows, at(20))).toMatchObject({ at: at(3), state: 'pending', due: at(23) })
  })

  test('is reversed when its count falls, and recovers with the next friend', () => {
    const fallen = [...three, refund('o2', at(9))]
    expect(bag(fallen)).toMatchObject({ state: 'reversed', reason: { code: 'below-threshold' } })
    expect(bag([...fallen, ...brought('fay', 'o4', at(10))])).toMatchObject({ state: 'due', at: at(3) })
  })

  test('that was given and falls is owed back, until the count recovers', () => {
    const fallen = [...three, grant('free-bag', 'amy', 'at:3'), refund('o2', at(101))]
    expect(bag(fallen)).toMatchObject({
      state: 'owed-back',
      reason: { code: 'given-then-refunded', because: 'below-threshold' },
    })
    expect(bag([...fallen, ...brought('fay', 'o4', at(102))])).toMatchObject({ state: 'granted' })
  })

  test('that was given is owed back for the count, however far that falls', () => {
    const rows = [...brought('bo', 'o1', at(1)), grant('free-bag', 'amy', 'at:3')]
    expect(bag(rows)).toMatchObject({ state: 'owed-back', reason: { because: 'below-threshold' } })
  })

  test('takes no notice of what only browsers report', () => {
    const rows = ['bo', 'di', 'ed'].flatMap((friend) => brought(friend, friend, at(1), { trusted: false }))
    expect(bag(rows)).toBeUndefined()
  })

  test('shows how far it is, without what only a browser says', () => {
    const rows = [...three.slice(0, 4), ...brought('ed', 'o3', at(3), { trusted: false })]
    const step = { incentive: 'free-bag', count: 'friends', at: 3 }
    expect(run(rows).progress.get('amy')).toEqual([{ ...step, have: 2, reached: false }])
    const four = [...three, ...brought('fay', 'o4', at(4))]
    expect(run(four).progress.get('amy')).toEqual([{ ...step, have: 3, reached: true }])
  })

  test('of orders counts every order of every friend, and for a friend their own', () => {
    const when = { type: 'milestone', conversion: 'purchase', count: 'orders', at: 2 } as const
    const give = { type: 'access', name: 'a tasting' } as const
    const both = parseProgram({
      ...shop,
      incentives: [
        { id: 'ours', when, to: 'referrer', give },
        { id: 'mine', when, to: 'friend', give },
      ],
      copy: { en: { ...shop.copy.en, rewards: {} } },
    })
    const rows = [...brought('bo', 'o1', at(1)), ...brought('di', 'o2', at(2)), purchase('bo', 'o3', at(3))]
    const found = evaluate(both, { codes, rows }, later).rewards
    expect(found.map(({ incentive, participant, at }) => [incentive, participant, at])).toEqual([
      ['ours', 'amy', at(2)],
      ['mine', 'bo', at(3)],
    ])
  })

  test('is not begun by somebody without friends', () => {
    expect(emptyProgress(program)).toEqual([
      { incentive: 'free-bag', count: 'friends', at: 3, have: 0, reached: false },
    ])
  })
})
