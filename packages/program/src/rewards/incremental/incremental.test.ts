import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { evaluate } from '../evaluate.ts'
import { fewRows, fullLedgerRows, moment } from '../ledger.arbitrary.ts'
import { at, brought, codes, later, program as shop } from '../ledger.fixture.ts'
import { emptyProgress } from '../milestones.ts'
import { everyKind, everyLimit } from '../program.arbitrary.ts'
import { expectSame } from '../../laws.fixture.ts'
import { runs } from '../../runs.fixture.ts'
import type { Change } from './change.ts'
import { createIncremental } from './incremental.ts'

const program = fc.constantFrom(everyKind, everyLimit)

test('row by row, the answer is the one of the batch, after every step', () => {
  fc.assert(
    fc.property(program, fewRows, moment, (program, rows, now) => {
      const state = createIncremental(program, codes)
      state.advance(now)
      for (const [index, row] of rows.entries()) {
        state.add(row)
        const batch = evaluate(program, { codes, rows: rows.slice(0, index + 1) }, now)
        expectSame(state.evaluation(), batch)
      }
    }),
    runs,
  )
})

test('however rows, new codes and the clock take turns: the batch’s answer, and every change is told of', () => {
  const turn = fc.record({ times: fc.array(moment, { maxLength: 3 }), own: fc.nat(30) })
  fc.assert(
    fc.property(program, fullLedgerRows, turn, (program, rows, { times, own }) => {
      const state = createIncremental(program, codes)
      const told = new Map<string, string>()
      const hear = (changes: readonly Change[]): void => {
        for (const { incentive, participant, occurrence, reward } of changes) {
          const key = JSON.stringify([incentive, participant, occurrence])
          if (reward) told.set(key, `${reward.state} ${reward.amount}`)
          else told.delete(key)
        }
      }
      const clock = times.toSorted((a, b) => a - b)
      for (const [index, row] of rows.entries()) {
        if (index % 4 === 0 && clock[index / 4] !== undefined) hear(state.advance(clock[index / 4]!))
        if (index === own) hear(state.own('NEW', 'ed'))
        hear(state.add(row))
        expectSame(state.add(row), [])
      }
      const now = Math.max(-Infinity, ...clock.slice(0, Math.ceil(rows.length / 4)))
      const known = own < rows.length ? new Map([...codes, ['NEW', 'ed']]) : codes
      const batch = evaluate(program, { codes: known, rows }, now)
      expectSame(state.evaluation(), batch)
      const said = batch.rewards.map(
        ({ incentive, participant, occurrence, state, amount }): [string, string] => [
          JSON.stringify([incentive, participant, occurrence]),
          `${state} ${amount}`,
        ],
      )
      expectSame(told, new Map(said))
    }),
    runs,
  )
})

test('of one participant it reads what the batch says of them', () => {
  const rows = [...brought('bo', 'o1', at(1)), ...brought('di', 'o2', at(2))]
  const state = createIncremental(shop, codes)
  for (const row of rows) state.add(row)
  state.advance(later)
  const batch = evaluate(shop, { codes, rows }, later)
  expect(state.rewards('amy')).toEqual(batch.rewards.filter(({ participant }) => participant === 'amy'))
  expect(state.progress('amy')).toEqual(batch.progress.get('amy'))
  expect(state.progress('nobody')).toEqual(emptyProgress(shop))
})

test('the clock never goes back', () => {
  const state = createIncremental(shop, codes)
  for (const row of brought('bo', 'o1', at(1))) state.add(row)
  expect(state.advance(later).map(({ reward }) => reward?.state)).toEqual(['due', 'due'])
  expect(state.advance(at(0))).toEqual([])
  expect(state.rewards('amy')[0]?.state).toBe('due')
})
