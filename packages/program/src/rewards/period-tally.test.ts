import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { runs } from '../runs.fixture.ts'
import { closesDue } from './closing.ts'
import { evaluate } from './evaluate.ts'
import { fullLedgerRows, moment } from './ledger.arbitrary.ts'
import { codes, later } from './ledger.fixture.ts'
import { addTallies, closeWith, contestsOf, standingsIn, tallyPeriod } from './period-tally.ts'
import { everyLimit } from './program.arbitrary.ts'
import type { Tallied } from './standings.ts'

const [amysHalf, theRest] = [new Set(['amy', 'bo', 'di']), new Set(['cy', 'ed'])]

test('a period that is counted in parts closes as the whole ledger does', () => {
  fc.assert(
    fc.property(fullLedgerRows, moment, (rows, now) => {
      const ledger = { codes, rows }
      const { rewards, standings } = evaluate(everyLimit, ledger, now)
      const attributes = new Map<string, Record<string, unknown> | undefined>()
      for (const row of rows.filter((row) => row.type === 'enrolment').toSorted((a, b) => a.at - b.at))
        attributes.set(row.participant, row.attributes)
      for (const open of standings) {
        const contest = contestsOf(everyLimit).find(({ incentive }) => incentive === open.incentive)!
        const period = contest.periodAt(open.from)
        const known = new Map<string, Tallied>()
        const entries = rewards.filter(({ incentive }) => contest.tickets.includes(incentive))
        for (const part of [
          { friends: amysHalf },
          { friends: theRest },
          { friends: new Set<string>(), entries },
        ])
          addTallies(known, tallyPeriod(everyLimit, ledger, open, part))
        const found = standingsIn(everyLimit, open.incentive, period, known, attributes)!
        expect(found).toEqual(open)
        expect(contest.closesAt(period)).toBe(open.closesAt)
        const close = closesDue(everyLimit, ledger, later, () => 'seed').find(
          ({ incentive, period }) => incentive === open.incentive && period === open.period,
        )
        if (now === later) expect(closeWith(everyLimit, found, later, 'seed')).toEqual(close)
      }
    }),
    runs,
  )
})

test('tells which incentives give entries for a draw', () => {
  expect(contestsOf(everyLimit).map(({ incentive, kind, tickets }) => [incentive, kind, tickets])).toEqual([
    ['race', 'rank', []],
    ['raffle', 'draw', ['ticket']],
  ])
})
