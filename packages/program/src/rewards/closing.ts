import { drawWinners, entriesDigest } from './draw.ts'
import { evaluate } from './evaluate.ts'
import type { Close, Ledger } from './ledger.ts'
import { isContest, rulesOf, type ContestRule } from './rules.ts'
import type { Program } from '../schema/program.ts'
import type { Standings } from './standings.ts'

/**
 * Gives the secret seed of a draw: a long random text, kept until the draw and the same whenever it is asked for. Publish
 * its `seedCommitment` before the period ends.
 */
export type SeedOf = (incentive: string, period: string) => string

/**
 * The ranks and draws that should be decided at `now`: those whose period and grace are over, which somebody has a score
 * in, and which no row has closed. Their ids are the same whoever writes them; write one, and it stays as it is.
 */
export function closesDue(program: Program, ledger: Ledger, now: number, seedOf: SeedOf): Close[] {
  const rules = rulesOf(program)
  return evaluate(program, ledger, now)
    .standings.filter(({ closesAt }) => closesAt <= now)
    .flatMap((standings) => {
      const rule = rules.find(({ incentive }) => incentive.id === standings.incentive)
      return rule && isContest(rule) ? closeOf(rule, standings, now, seedOf) : []
    })
}

/** The row that decides one period. */
export function closeOf({ when }: ContestRule, standings: Standings, now: number, seedOf: SeedOf): Close {
  const { incentive, period, scores } = standings
  const row = { type: 'close', id: `close:${incentive}:${period}`, at: now, incentive, period } as const
  if (when.type === 'rank')
    return { ...row, winners: scores.slice(0, when.places).map(({ participant }) => participant) }
  const entries = scores.map(({ participant, score }) => ({ participant, entries: score }))
  const seed = seedOf(incentive, period)
  const winners = drawWinners(seed, entries, when.winners)
  return { ...row, winners, draw: { seed, digest: entriesDigest(entries), entries } }
}
