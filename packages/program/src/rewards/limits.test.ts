import { describe, expect, test } from 'vitest'
import { allotsDue } from './allotment.ts'
import { at, brought, codes, grant, later, purchase, refund } from './ledger.fixture.ts'
import type { LedgerRow } from './ledger.ts'
import { decideWith, shopWith, told } from './program.fixture.ts'

const order = (name: string, day: number, amount = 4200): LedgerRow[] =>
  brought(`f-${name}`, name, at(day), { amount })

describe('a budget', () => {
  const budget = shopWith({ limit: { total: { money: 2500 } } })
  const handOut = (rows: readonly LedgerRow[], now = later): LedgerRow[] => [
    ...rows,
    ...allotsDue(budget, { codes, rows }, now),
  ]
  const three = [...order('o1', 1), ...order('o2', 2), ...order('o3', 3), ...order('o4', 4)]

  test('gives nothing before its places are handed out; then to the first in line, the last cut to fit', () => {
    expect(told(budget, three, later)[0]).toBe('o1 limited 1000')
    expect(told(budget, handOut(three), later)).toEqual([
      'o1 due 1000',
      'o2 due 1000',
      'o3 due 500',
      'o4 limited 1000',
    ])
    expect(decideWith(budget, handOut(three), later).rewards[2]?.uncut).toBe(1000)
  })

  test('is not handed out again by a late order of an earlier time', () => {
    const rows = handOut([...handOut(three), ...order('o0', 0)])
    expect(told(budget, rows, later)[0]).toBe('o0 limited 1000')
  })

  test('gives what a refund frees to the one who was cut, and then to the next in line', () => {
    const back = handOut([...handOut(three), refund('o1', at(20))])
    expect(told(budget, back, later)).toEqual([
      'o1 reversed 1000',
      'o2 due 1000',
      'o3 due 1000',
      'o4 due 500',
    ])
  })

  test('hands out a place once, whoever asks, and none to what only a browser said', () => {
    const rows = [...order('o1', 1), ...brought('eve', 'o9', at(0), { trusted: false })]
    const [allot, ...rest] = allotsDue(budget, { codes, rows }, later)
    expect(rest).toEqual([])
    expect(allot).toMatchObject({
      type: 'allot',
      incentive: 'it',
      participant: 'amy',
      occurrence: 'order:purchase:o1',
      sequence: 1,
    })
    expect(allotsDue(budget, { codes, rows: [...rows, allot!] }, later)).toEqual([])
  })

  test('counts what was given though its place was never written', () => {
    const rows = [...three, grant('it', 'amy', 'order:purchase:o4', { amount: 1000 })]
    expect(told(budget, handOut(rows), later)).toEqual([
      'o1 due 1000',
      'o2 due 500',
      'o3 limited 1000',
      'o4 granted 1000',
    ])
  })
})

describe('chained limits', () => {
  test('leave for a month what the limit per friend did not let through', () => {
    const both = shopWith({ limit: { perFriend: { count: 1 }, perParticipant: { count: 2, per: 'month' } } })
    const rows = [
      ...brought('bo', 'o1', at(5)),
      purchase('bo', 'o2', at(6)),
      ...order('o3', 7),
      ...order('o4', 8),
    ]
    expect(told(both, rows, later)).toEqual([
      'o1 due 1000',
      'o2 limited 1000',
      'o3 due 1000',
      'o4 limited 1000',
    ])
    const by = decideWith(both, rows, later).rewards.map(({ reason }) =>
      reason.code === 'limited' ? reason.by : '',
    )
    expect(by).toEqual(['', 'friend', '', 'participant'])
  })

  test('of money cut the last reward, and never below nothing', () => {
    const money = shopWith({
      give: { type: 'cash', amount: { percent: 10 } },
      limit: { perParticipant: { money: 700 } },
    })
    expect(told(money, [...order('o1', 1), ...order('o2', 2), ...order('o3', 3)], later)).toEqual([
      'o1 due 420',
      'o2 due 280',
      'o3 limited 420',
    ])
  })
})

describe('a segment and a season', () => {
  const segments = [{ id: 'pro', where: { type: 'equals', attribute: 'plan', value: 'pro' } } as const]
  const pro = shopWith({ segment: 'pro' }, { segments })
  const enrolled = (plan: string, day: number): LedgerRow => ({
    type: 'enrolment',
    id: `enrol-${day}`,
    at: at(day),
    participant: 'amy',
    attributes: { plan },
  })

  test('reward only who is in the segment by the last enrolment', () => {
    expect(told(pro, order('o1', 1), later)).toEqual([])
    expect(told(pro, [...order('o1', 1), enrolled('pro', 5)], later)).toEqual(['o1 due 1000'])
    expect(told(pro, [enrolled('free', 6), ...order('o1', 1), enrolled('pro', 5)], later)).toEqual([])
  })

  test('take nothing back that was given while they were in it', () => {
    const rows = [
      ...order('o1', 1),
      ...order('o2', 2),
      enrolled('pro', 3),
      grant('it', 'amy', 'order:purchase:o1', { amount: 1000 }),
    ]
    expect(told(pro, [...rows, enrolled('free', 50)], later)).toEqual(['o1 granted 1000'])
  })

  test('reward only orders in the season, to the last millisecond of its last day', () => {
    // at(4) is 1 October 1972.
    const seasons = [{ id: 'autumn', from: '1972-09-29', to: '1972-09-30' }]
    const seasonal = shopWith({ season: 'autumn' }, { seasons })
    const rows = [
      ...brought('a', 'o1', at(4) - 1),
      ...brought('b', 'o2', at(4)),
      ...brought('c', 'o3', at(2)),
      ...brought('d', 'o4', at(2) - 1),
    ]
    expect(told(seasonal, rows, later)).toEqual(['o3 due 1000', 'o1 due 1000'])
  })
})

test('hostile keys stay apart: nobody’s reward is taken for somebody else’s', () => {
  const [a, b] = ['x 1 y', 'x']
  const rows = [
    ...brought('bo', '1 y order:purchase:o', at(1)),
    grant('it', a, 'order:purchase:o'),
    grant('it', b, '1 y order:purchase:o'),
  ]
  const shown = decideWith(shopWith(), rows, later).rewards.map(
    ({ participant, state }) => `${participant} ${state}`,
  )
  expect(shown).toEqual(['amy due', 'x owed-back', 'x 1 y owed-back'])
})

test('what a month cut off a reward that was then given is room again for the same friend, and takes it from nobody else', () => {
  const both = shopWith({
    give: { type: 'credit', amount: { percent: 100 } },
    limit: { perFriend: { money: 300 }, perParticipant: { money: 400, per: 'month' } },
  })
  const rows = [
    ...brought('y', 'o1', at(5), { amount: 300 }),
    ...brought('x', 'o2', at(6), { amount: 200 }),
    purchase('x', 'o3', at(40), { amount: 200 }),
    ...brought('z', 'o4', at(41), { amount: 300 }),
  ]
  const now = at(42)
  expect(told(both, rows, now)).toEqual(['o1 due 300', 'o2 due 100', 'o3 pending 100', 'o4 pending 300'])
  const given = grant('it', 'amy', 'order:purchase:o2', { at: now, amount: 100 })
  expect(told(both, [...rows, given], now)).toEqual([
    'o1 due 300',
    'o2 granted 100',
    'o3 pending 200',
    'o4 pending 200',
  ])
})
