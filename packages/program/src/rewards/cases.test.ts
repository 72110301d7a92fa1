import { describe, expect, test } from 'vitest'
import { evaluate, sealsDue } from './evaluate.ts'
import {
  at,
  bonds,
  brought,
  codes,
  grant,
  later,
  purchase,
  rebond,
  refund,
  run,
  verdict,
  visit,
} from './ledger.fixture.ts'
import type { LedgerRow } from './ledger.ts'
import { decideWith, shopWith, told } from './program.fixture.ts'

// One friend each, by Amy's link, for 42.00.
const order = (name: string, day: number, amount = 4200): LedgerRow[] =>
  brought(`friend-${name}`, name, at(day), { amount })
const given = (name: string, amount: number): LedgerRow =>
  grant('it', 'amy', `order:purchase:${name}`, { amount })
const each = shopWith()
const tenth = shopWith({ give: { type: 'credit', amount: { percent: 10 } } })
const twoAMonth = shopWith({ limit: { perParticipant: { count: 2, per: 'month' } } })
const first = shopWith({ when: { type: 'first', conversion: 'purchase' } })
const count = { type: 'milestone', conversion: 'purchase', count: 'friends', at: 2 } as const
const two = shopWith({ when: count })

describe('refunds', () => {
  test('one that comes before its order waits for it', () => {
    const early = refund('o1', at(0), { amount: 2200 })
    expect(told(tenth, [early], later)).toEqual([])
    expect(told(tenth, [early, ...order('o1', 1)], later)).toEqual(['o1 due 200'])
  })

  test('of more than the amount leave nothing, and never less', () => {
    const back = [refund('o1', at(2), { amount: 4000 }), refund('o1', at(3), { amount: 4000 })]
    expect(told(each, [...order('o1', 1), ...back], later)).toEqual(['o1 reversed 1000'])
    const money = shopWith({ when: { ...count, count: 'money', at: 5000 } })
    expect(told(money, [...order('o1', 1), ...back, ...order('o2', 2)], later)).toEqual([
      'at:5000 reversed 1000',
    ])
  })

  test('in another currency are not applied, and a person is asked to look, until they have', () => {
    const rows = [...order('o1', 1), refund('o1', at(2), { amount: 4200, currency: 'EUR' })]
    expect(told(each, rows, later)).toEqual(['o1 due 1000'])
    const flag = { name: 'purchase', order: 'o1', because: 'refund-currency' }
    expect(decideWith(each, rows, later).flags).toEqual([flag])
    expect(decideWith(each, [...rows, verdict('o1', 'approve', at(3))], later).flags).toEqual([])
  })

  test('of a part make a percentage smaller, rounded half up', () => {
    const rows = [...order('o1', 1, 1000), refund('o1', at(2), { amount: 5 })]
    expect(told(tenth, rows, later)).toEqual(['o1 due 100'])
    expect(told(tenth, [...rows, refund('o1', at(3), { amount: 1 })], later)).toEqual(['o1 due 99'])
  })
})

describe('reports of one order', () => {
  test('by a browser and by the server: the server’s counts', () => {
    const rows = [
      ...brought('bo', 'o1', at(1), { trusted: false, amount: 9 }),
      purchase('bo', 'o1', at(2), { amount: 5000 }),
    ]
    expect(told(tenth, rows, later)).toEqual(['o1 due 500'])
  })

  test('that contradict each other after it was ripe freeze it, until a person has looked', () => {
    const rows = [...brought('bo', 'o1', at(1)), purchase('bo', 'o1', at(15), { amount: 100 })]
    expect(decideWith(each, rows, later).rewards[0]).toMatchObject({
      state: 'pending',
      reason: { code: 'under-review' },
    })
    expect(decideWith(each, rows, later).flags).toEqual([
      { name: 'purchase', order: 'o1', because: 'contradiction' },
    ])
    expect(told(each, [...rows, given('o1', 1000)], later)).toEqual(['o1 granted 1000'])
    expect(told(each, [...rows, verdict('o1', 'approve', at(16))], later)).toEqual(['o1 due 1000'])
    expect(told(each, [...rows, verdict('o1', 'approve', at(14))], later)).toEqual(['o1 pending 1000'])
  })

  test('that contradict each other before it is ripe: the earlier counts', () => {
    const rows = [...brought('bo', 'o1', at(1)), purchase('bo', 'o1', at(14), { amount: 100 })]
    expect(told(tenth, rows, later)).toEqual(['o1 due 420'])
  })
})

describe('a limit', () => {
  const full = [...order('o2', 6), ...order('o3', 7)]

  test('that is full lets a late order in, and the last that was not given out', () => {
    expect(told(twoAMonth, [...full, ...order('o1', 5)], later)).toEqual([
      'o1 due 1000',
      'o2 due 1000',
      'o3 limited 1000',
    ])
    expect(told(twoAMonth, [...full, given('o3', 1000), ...order('o1', 5)], later)).toEqual([
      'o1 due 1000',
      'o2 limited 1000',
      'o3 granted 1000',
    ])
  })

  test('is by calendar month of the program’s time zone', () => {
    expect(told(twoAMonth, [...full, ...order('o4', 8), ...order('o5', 36)], later).slice(2)).toEqual([
      'o4 limited 1000',
      'o5 due 1000',
    ])
    const reason = decideWith(twoAMonth, [...full, ...order('o4', 8)], later).rewards[2]?.reason
    expect(reason).toEqual({ code: 'limited', by: 'participant', until: Date.UTC(1972, 10, 1) - 1 })
  })

  test('promotes the next in line when an order in it is refunded', () => {
    const rows = [...full, ...order('o4', 8), ...order('o5', 9), refund('o2', at(10))]
    expect(told(twoAMonth, rows, later)).toEqual([
      'o2 reversed 1000',
      'o3 due 1000',
      'o4 due 1000',
      'o5 limited 1000',
    ])
  })

  test('all of which is given out has nothing for a late order', () => {
    const rows = [...full, given('o2', 1000), given('o3', 1000), ...order('o1', 5)]
    expect(told(twoAMonth, rows, later)).toEqual(['o1 limited 1000', 'o2 granted 1000', 'o3 granted 1000'])
  })

  test('keeps the place of an order under review; a rejection frees it', () => {
    const held = brought('bo', 'o1', at(5), { held: 'velocity' })
    expect(told(twoAMonth, [...held, ...full], later)).toEqual([
      'o1 pending 1000',
      'o2 due 1000',
      'o3 limited 1000',
    ])
    expect(told(twoAMonth, [...held, ...full, verdict('o1', 'reject', at(9))], later)).toEqual([
      'o1 reversed 1000',
      'o2 due 1000',
      'o3 due 1000',
    ])
  })

  test('takes an order back into its place when a rejection is taken back', () => {
    const rows = [
      ...brought('bo', 'o1', at(5), { held: 'velocity' }),
      ...full,
      verdict('o1', 'reject', at(9)),
    ]
    const places = ['o1 pending 1000', 'o2 due 1000', 'o3 limited 1000']
    expect(told(twoAMonth, [...rows, verdict('o1', 'reopen', at(10))], later)).toEqual(places)
    const again = [...rows, verdict('o1', 'reopen', at(10)), verdict('o1', 'approve', at(11))]
    expect(told(twoAMonth, again, later)).toEqual(['o1 due 1000', 'o2 due 1000', 'o3 limited 1000'])
  })
})

describe('a review that is taken back', () => {
  test('leaves an order that no rule held to count again', () => {
    const rows = [...order('o1', 1), verdict('o1', 'reject', at(2))]
    expect(told(each, rows, later)).toEqual(['o1 reversed 1000'])
    expect(told(each, [...rows, verdict('o1', 'reopen', at(3))], later)).toEqual(['o1 due 1000'])
  })

  test('opens the flag again that it had settled', () => {
    const odd = [...order('o1', 1), refund('o1', at(2), { amount: 4200, currency: 'EUR' })]
    const rows = [...odd, verdict('o1', 'approve', at(3)), verdict('o1', 'reopen', at(4))]
    expect(decideWith(each, rows, later).flags).toEqual(decideWith(each, odd, later).flags)
    expect(decideWith(each, rows, later).flags).toHaveLength(1)
  })

  test('counts by its time: a decision after it stands', () => {
    const rows = [verdict('o1', 'reject', at(5)), verdict('o1', 'reopen', at(4)), ...order('o1', 1)]
    expect(told(each, rows, later)).toEqual(['o1 reversed 1000'])
  })
})

describe('the first order', () => {
  const again = [...brought('bo', 'o1', at(1)), purchase('bo', 'o2', at(2))]

  test('that is refunded leaves it to the next that stands', () => {
    expect(told(first, [...again, refund('o1', at(3))], later)).toEqual(['o1 reversed 1000', 'o2 due 1000'])
  })

  test('that is refunded after its reward was given: owed back, and earned anew', () => {
    const rows = [...again, given('o1', 1000), refund('o1', at(101))]
    expect(told(first, rows, later)).toEqual(['o1 owed-back 1000', 'o2 due 1000'])
  })
})

describe('a milestone', () => {
  const reached = [...order('o1', 1), ...order('o2', 2)]

  test('whose count falls after it was given is owed back, and is not when the count recovers', () => {
    const fallen = [...reached, grant('it', 'amy', 'at:2', { amount: 1000 }), refund('o1', at(101))]
    expect(told(two, fallen, later)).toEqual(['at:2 owed-back 1000'])
    expect(told(two, [...fallen, ...order('o3', 102)], later)).toEqual(['at:2 granted 1000'])
  })

  test('that repeats is reached once at each threshold that one sum passes, up to its bound', () => {
    const money = shopWith({
      when: { ...count, count: 'money', at: 1000, repeat: { every: 1500, upTo: 5000 } },
    })
    expect(told(money, order('o1', 1, 9000), later)).toEqual([
      'at:1000 due 1000',
      'at:2500 due 1000',
      'at:4000 due 1000',
    ])
  })

  test('is pending while the ripe count is below its threshold', () => {
    expect(told(two, reached, at(16) - 1)).toEqual(['at:2 pending 1000'])
    expect(told(two, reached, at(16))).toEqual(['at:2 due 1000'])
  })
})

describe('who brought a friend', () => {
  test('may be decided by a late visit before the seal; after it such a visit binds nobody', () => {
    const rows = brought('bo', 'o1', at(10))
    const late = visit('CY', 'v_bo', at(10) - 1)
    expect(bonds([...rows, late])).toEqual(['cy brought bo'])
    expect(bonds([...rows, ...sealsDue(each, { codes, rows }, later), late])).toEqual(['amy brought bo'])
  })

  test('is nobody when the order is before the visit, unless that was sealed', () => {
    const rows = [visit('AMY', 'v_bo', at(2)), purchase('bo', 'o1', at(1), { visitor: 'v_bo' })]
    expect(bonds(rows)).toEqual([])
    const seal = { type: 'seal', id: 'seal:bo', at: at(15), friend: 'bo', referrer: 'amy' } as const
    expect(bonds([...rows, seal])).toEqual(['amy brought bo'])
  })

  test('is whoever owns the code by now, though nobody did when it was used', () => {
    const rows = [visit('NEW', 'v_bo', at(1)), purchase('bo', 'o1', at(2), { visitor: 'v_bo' })]
    expect(run(rows).rewards).toEqual([])
    const owned = new Map([...codes, ['NEW', 'ed']])
    expect(evaluate(each, { codes: owned, rows }, later).rewards[0]).toMatchObject({
      participant: 'ed',
      state: 'due',
    })
    expect(
      evaluate(each, { codes: owned, rows: [...rows, rebond('bo', 'cy', at(3))] }, later).rewards[0]
        ?.participant,
    ).toBe('cy')
  })
})

test('of two orders at the same time, the one with the lower id is before the other', () => {
  const one = shopWith({ limit: { perParticipant: { count: 1 } } })
  const rows = [...order('o2', 1), ...order('o1', 1)]
  expect(told(one, rows, later)).toEqual(['o1 due 1000', 'o2 limited 1000'])
  expect(told(one, rows.toReversed(), later)).toEqual(['o1 due 1000', 'o2 limited 1000'])
})
