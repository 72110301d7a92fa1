import { describe, expect, test } from 'vitest'
import { evaluate, sealsDue } from './evaluate.ts'
import {
  at,
  bonds,
  brought,
  codes,
  later,
  program,
  purchase,
  rebond,
  refund,
  run,
  verdict,
  visit,
} from './ledger.fixture.ts'
import type { LedgerRow } from './ledger.ts'
import { parseProgram } from '../check/parse.ts'
import { shop } from '../shop.fixture.ts'

describe('a bond', () => {
  test('goes by the last link in the window, or by the first where the program says so', () => {
    const rows = [
      visit('AMY', 'v_bo', at(1)),
      visit('CY', 'v_bo', at(2)),
      purchase('bo', 'o1', at(3), { visitor: 'v_bo' }),
    ]
    expect(bonds(rows)).toEqual(['cy brought bo'])
    const first = parseProgram({ ...shop, attribution: { touch: 'first' } })
    expect(evaluate(first, { codes, rows }, later).bonds[0]?.referrer).toBe('amy')
  })

  test('needs a visit in the window before the first order: not after it, not too long ago', () => {
    const order = purchase('bo', 'o1', at(100), { visitor: 'v_bo' })
    expect(bonds([visit('AMY', 'v_bo', at(100) + 1), order])).toEqual([])
    expect(bonds([visit('AMY', 'v_bo', at(10) - 1), order])).toEqual([])
    expect(bonds([visit('AMY', 'v_bo', at(10)), order])).toEqual(['amy brought bo'])
  })

  test('takes a code on the order as a touch at the order’s time', () => {
    expect(bonds([purchase('bo', 'o1', at(1), { code: 'CY' })])).toEqual(['cy brought bo'])
  })

  test('is never with oneself: one’s own code is passed over', () => {
    const rows = [
      visit('CY', 'v_amy', at(1)),
      visit('AMY', 'v_amy', at(2)),
      purchase('amy', 'o1', at(3), { visitor: 'v_amy', code: 'AMY' }),
    ]
    expect(bonds(rows)).toEqual(['cy brought amy'])
    expect(bonds([...rows, rebond('amy', 'amy', at(4))])).toEqual([])
  })

  test('finds the friend’s visits by every browser that they ordered from', () => {
    const rows = [
      visit('AMY', 'v_phone', at(1)),
      purchase('bo', 'o1', at(2), { visitor: 'v_desk' }),
      purchase('bo', 'o2', at(3), { visitor: 'v_phone' }),
    ]
    expect(bonds(rows)).toEqual(['amy brought bo'])
  })

  test('moves with a late visit before the seal, and not after it', () => {
    const rows = brought('bo', 'o1', at(10))
    const late = visit('CY', 'v_bo', at(10) - 1)
    expect(bonds([...rows, late])).toEqual(['cy brought bo'])
    expect(bonds([...rows, ...sealsDue(program, { codes, rows }, later), late])).toEqual(['amy brought bo'])
  })

  test('is moved after the seal by a reviewer, whose last word counts', () => {
    const rows = brought('bo', 'o1', at(10))
    const sealed = [...rows, ...sealsDue(program, { codes, rows }, later)]
    expect(bonds([...sealed, rebond('bo', 'cy', at(50))])).toEqual(['cy brought bo'])
    expect(bonds([...sealed, rebond('bo', 'cy', at(50)), rebond('bo', undefined, at(51))])).toEqual([])
  })

  test('shows whether the friend’s orders wait, count, or are gone', () => {
    const state = (rows: LedgerRow[]) => run(rows, at(2)).bonds[0]?.state
    expect(state(brought('bo', 'o1', at(1), { trusted: false }))).toBe('held')
    expect(state(brought('bo', 'o1', at(1)))).toBe('converted')
    expect(state([...brought('bo', 'o1', at(1)), refund('o1', at(2))])).toBe('refunded')
  })
})

describe('a seal', () => {
  test('is due when an order that counts is ripe, the same whenever it is asked for', () => {
    const rows = brought('bo', 'o1', at(10))
    const seal = { type: 'seal', id: 'seal:bo', at: at(24), friend: 'bo', referrer: 'amy' }
    expect(sealsDue(program, { codes, rows }, at(24) - 1)).toEqual([])
    expect(sealsDue(program, { codes, rows }, at(24))).toEqual([seal])
    expect(sealsDue(program, { codes, rows }, later)).toEqual([seal])
  })

  test('is due for a direct customer too, so that nobody claims them later', () => {
    const rows = [purchase('bo', 'o1', at(1), { visitor: 'v_bo' })]
    const sealed = [...rows, ...sealsDue(program, { codes, rows }, later), visit('AMY', 'v_bo', at(0))]
    expect(bonds(sealed)).toEqual([])
  })

  test('waits for the owner of a code that nobody owns yet', () => {
    const rows = [visit('NEW', 'v_bo', at(1)), purchase('bo', 'o1', at(2), { visitor: 'v_bo' })]
    expect(sealsDue(program, { codes, rows }, later)).toEqual([])
    const owned = new Map([...codes, ['NEW', 'ed']])
    expect(sealsDue(program, { codes: owned, rows }, later)[0]?.referrer).toBe('ed')
  })

  test('is not due for orders that are refunded, rejected, held or unconfirmed', () => {
    const due = (rows: LedgerRow[]) => sealsDue(program, { codes, rows }, later).length
    expect(due([...brought('bo', 'o1', at(1)), refund('o1', at(2))])).toBe(0)
    expect(due([...brought('bo', 'o1', at(1)), verdict('o1', 'reject', at(2))])).toBe(0)
    expect(due(brought('bo', 'o1', at(1), { held: 'velocity' }))).toBe(0)
    expect(due(brought('bo', 'o1', at(1), { trusted: false }))).toBe(0)
  })
})
