import { describe, expect, test } from 'vitest'
import {
  at,
  bonds,
  brought,
  grant,
  later,
  purchase,
  rebond,
  refund,
  run,
  states,
  verdict,
  visit,
} from './ledger.fixture.ts'
import type { LedgerRow } from './ledger.ts'

const credits = (rows: LedgerRow[], now = later) =>
  states(rows, now).filter((line) => line.startsWith('credit'))
const credit = 'order:purchase:o1'

describe('an order of a friend', () => {
  test('earns both sides their reward, due when its hold is over', () => {
    const rows = brought('bo', 'o1', at(10))
    expect(states(rows, at(24) - 1)).toEqual([
      'credit amy order:purchase:o1 pending',
      'welcome bo order:purchase:o1 pending',
    ])
    expect(states(rows, at(24))).toEqual([
      'credit amy order:purchase:o1 due',
      'welcome bo order:purchase:o1 due',
    ])
  })

  test('says when its reward falls due, why, how much, and whose order it was', () => {
    expect(run(brought('bo', 'o1', at(10)), at(11)).rewards[0]).toEqual({
      incentive: 'credit',
      participant: 'amy',
      to: 'referrer',
      occurrence: 'order:purchase:o1',
      state: 'pending',
      give: { type: 'credit', amount: 1000 },
      amount: 1000,
      at: at(10),
      due: at(24),
      friend: 'bo',
      reason: { code: 'on-hold', until: at(24) },
    })
  })

  test('of somebody who came by no link earns nothing', () => {
    expect(run([purchase('bo', 'o1', at(1))])).toEqual({
      rewards: [],
      bonds: [],
      progress: new Map(),
      standings: [],
      flags: [],
    })
  })

  test('under a conversion that the program does not have is passed over', () => {
    expect(states(brought('bo', 'o1', at(1), { name: 'signup' }))).toEqual([])
  })

  test('that only a browser reported stays pending however long', () => {
    const [reward] = run(brought('bo', 'o1', at(1), { trusted: false })).rewards
    expect(reward).toMatchObject({ state: 'pending', reason: { code: 'unconfirmed' } })
    expect(reward?.due).toBeUndefined()
  })

  test('takes its facts from the server’s row, though the browser’s is earlier, and its visitor from the browser’s', () => {
    const rows = [
      visit('AMY', 'v_bo', at(1)),
      purchase('v_bo', 'o1', at(2), { trusted: false, visitor: 'v_bo', amount: 1 }),
      purchase('bo', 'o1', at(3)),
    ]
    expect(run(rows).rewards[0]).toMatchObject({ state: 'due', at: at(3), friend: 'bo' })
  })

  test('with two rows of the same trust takes the earlier one, whichever arrives first', () => {
    const rows = [...brought('bo', 'o1', at(2)), purchase('di', 'o1', at(3))]
    expect(bonds(rows)).toEqual(['amy brought bo'])
    expect(bonds(rows.toReversed())).toEqual(['amy brought bo'])
  })

  test('held for a review waits, and its verdict decides; the last one wins', () => {
    const rows = brought('bo', 'o1', at(1), { held: 'velocity' })
    expect(run(rows).rewards[0]).toMatchObject({ state: 'pending', reason: { code: 'under-review' } })
    const approved = [...rows, verdict('o1', 'reject', at(2)), verdict('o1', 'approve', at(3))]
    expect(credits(approved)).toEqual([`credit amy ${credit} due`])
    expect(credits(approved.toReversed())).toEqual([`credit amy ${credit} due`])
    expect(run([...approved, verdict('o1', 'reject', at(4))]).rewards[0]).toMatchObject({
      state: 'reversed',
      reason: { code: 'rejected' },
    })
  })

  test('that the server reported with its visitor takes no code from a stranger who guessed its number', () => {
    const hostile = purchase('eve', 'o1', at(0), { trusted: false, code: 'CY', visitor: 'v_eve' })
    expect(bonds([...brought('bo', 'o1', at(1)), hostile])).toEqual(['amy brought bo'])
  })

  test('that the server reported is not held up by a browser’s row', () => {
    const hostile = purchase('eve', 'o1', at(0), { trusted: false, held: 'velocity' })
    const rows = [...brought('bo', 'o1', at(1)), hostile]
    expect(credits(rows)).toEqual([`credit amy ${credit} due`])
  })
})

describe('a refund', () => {
  test('before its conversion arrives waits, then applies', () => {
    const early = refund('o1', at(0))
    expect(states([early])).toEqual([])
    expect(credits([early, ...brought('bo', 'o1', at(1))])).toEqual([`credit amy ${credit} reversed`])
  })

  test('in parts that reach the amount is whole', () => {
    const rows = [...brought('bo', 'o1', at(1)), refund('o1', at(2), { amount: 4000, currency: 'USD' })]
    expect(credits(rows)).toEqual([`credit amy ${credit} due`])
    expect(credits([...rows, refund('o1', at(3), { amount: 200 })])).toEqual([
      `credit amy ${credit} reversed`,
    ])
    expect(credits([...rows, refund('o1', at(3), { amount: 9000 })])).toEqual([
      `credit amy ${credit} reversed`,
    ])
  })

  test('in another currency is not applied', () => {
    const rows = [...brought('bo', 'o1', at(1)), refund('o1', at(2), { amount: 4200, currency: 'EUR' })]
    expect(credits(rows)).toEqual([`credit amy ${credit} due`])
  })

  test('after the reward was given makes it owed back, and never disappear', () => {
    const rows = [...brought('bo', 'o1', at(1)), grant('credit', 'amy', credit), refund('o1', at(101))]
    expect(run(rows).rewards.find(({ incentive }) => incentive === 'credit')).toMatchObject({
      state: 'owed-back',
      amount: 1000,
      reason: { code: 'given-then-refunded' },
    })
  })

  test('of the first order passes the reward on to the friend’s next one', () => {
    const rows = [...brought('bo', 'o1', at(1)), purchase('bo', 'o2', at(2)), purchase('bo', 'o3', at(3))]
    expect(credits(rows)).toEqual([`credit amy ${credit} due`])
    expect(credits([...rows, refund('o1', at(4))])).toEqual([
      `credit amy ${credit} reversed`,
      'credit amy order:purchase:o2 due',
    ])
  })

  test('of the first order after its reward was given: owed back, and earned anew by the next', () => {
    const rows = [
      ...brought('bo', 'o1', at(1)),
      grant('credit', 'amy', credit),
      refund('o1', at(101)),
      purchase('bo', 'o2', at(102)),
    ]
    expect(credits(rows)).toEqual([`credit amy ${credit} owed-back`, 'credit amy order:purchase:o2 due'])
  })
})

describe('the first order', () => {
  test('keeps its place once given, though an earlier one arrives late', () => {
    const rows = [...brought('bo', 'o2', at(5)), grant('credit', 'amy', 'order:purchase:o2')]
    expect(credits([...rows, purchase('bo', 'o1', at(4), { visitor: 'v_bo' })])).toEqual([
      'credit amy order:purchase:o2 granted',
    ])
  })

  test('given twice, because an order came back that was rejected, is owed back once', () => {
    const second = 'order:purchase:o2'
    const rows = [
      ...brought('bo', 'o1', at(5)),
      purchase('bo', 'o2', at(6)),
      grant('credit', 'amy', credit),
      grant('credit', 'amy', second),
    ]
    expect(credits([...rows, verdict('o1', 'reject', at(7))])).toEqual([
      `credit amy ${credit} owed-back`,
      `credit amy ${second} granted`,
    ])
    expect(run([...rows, verdict('o1', 'approve', at(8))]).rewards.at(-1)).toMatchObject({
      occurrence: second,
      state: 'owed-back',
      reason: { because: 'one-per-friend' },
    })
  })

  test('is never one that only a browser reported while the server knows another', () => {
    const rows = [...brought('bo', 'o1', at(5)), purchase('bo', 'made-up', at(3), { trusted: false })]
    expect(credits(rows)).toEqual([`credit amy ${credit} due`])
  })
})

describe('a grant', () => {
  test('of less than is owed is not topped up; of more, the difference is owed back', () => {
    const given = (amount: number) =>
      run([...brought('bo', 'o1', at(1)), grant('credit', 'amy', credit, { amount })]).rewards[0]
    expect(given(400)).toMatchObject({
      state: 'granted',
      amount: 400,
      reason: { code: 'given', at: at(100) },
    })
    expect(given(1500)).toMatchObject({ state: 'owed-back', amount: 500 })
  })

  test('stays when the bond moves: the one is owed it back, the other has earned it', () => {
    const rows = [...brought('bo', 'o1', at(1)), grant('credit', 'amy', credit), rebond('bo', 'cy', at(101))]
    expect(credits(rows).sort()).toEqual([`credit amy ${credit} owed-back`, `credit cy ${credit} due`])
  })
})
