import { describe, expect, test } from 'vitest'
import { closesDue } from './closing.ts'
import { at, brought, codes, grant, later, purchase, refund, visit } from './ledger.fixture.ts'
import type { LedgerRow } from './ledger.ts'
import { decideWith, shopWith, ten, told } from './program.fixture.ts'

const race = shopWith({
  when: { type: 'rank', conversion: 'purchase', by: 'money', period: 'month', places: 1 },
})
// at(4) is 1 October 1972, at(35) is 1 November, closed 3 days later.
const october = { incentive: 'it', period: '1972-10-01' }
const closed = (rows: readonly LedgerRow[]) => [
  ...rows,
  ...closesDue(race, { codes, rows }, at(38), () => ''),
]

describe('a rank', () => {
  const cy = [visit('CY', 'v_di', at(9)), purchase('di', 'o9', at(10), { visitor: 'v_di', amount: 9000 })]
  const rows = [...brought('bo', 'o1', at(10)), ...cy]

  test('is decided by one row after its period and grace, and not before', () => {
    expect(closesDue(race, { codes, rows }, at(38) - 1, () => '')).toEqual([])
    expect(closesDue(race, { codes, rows }, at(38), () => '')).toMatchObject([
      { ...october, winners: ['cy'] },
    ])
    expect(decideWith(race, closed(rows), later)).toMatchObject({
      rewards: [{ participant: 'cy', occurrence: 'place:1972-10-01:1', state: 'due', amount: ten.amount }],
      standings: [],
    })
  })

  test('is not changed by what arrives after it was closed', () => {
    const late = [...closed(rows), ...brought('ed', 'o2', at(11), { amount: 20_000 })]
    expect(decideWith(race, late, later).rewards.map(({ participant }) => participant)).toEqual(['cy'])
  })

  test('whose winner is wholly refunded is reversed, or owed back; nobody moves up', () => {
    const back = [...closed(rows), refund('o9', at(60))]
    expect(told(race, back, later)).toEqual(['place:1972-10-01:1 reversed 1000'])
    const paid = [...back, grant('it', 'cy', 'place:1972-10-01:1', { amount: 1000 })]
    expect(told(race, paid, later)).toEqual(['place:1972-10-01:1 owed-back 1000'])
  })
})
