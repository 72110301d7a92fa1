import type { Attributes } from '../audience/condition.ts'
import { decideBond } from './bonds.ts'
import { closeOf } from './closing.ts'
import { tallyContest } from './contests.ts'
import { readLedger } from './ledger-index.ts'
import type { Close, Ledger } from './ledger.ts'
import type { Period } from './periods.ts'
import type { Reward } from './reward.ts'
import { isContest, rulesOf, type ContestRule } from './rules.ts'
import type { Program } from '../schema/program.ts'
import { closingTime, openStandings, sortScores, type Standings, type Tallied } from './standings.ts'

/** A rank or a draw of a program, with its calendar. */
export interface Contest {
  readonly incentive: string
  readonly kind: 'rank' | 'draw'
  /** What is counted, by name; a draw may go by the entries that others give alone. */
  readonly conversion?: string
  /** The incentives that give entries for it. */
  readonly tickets: readonly string[]
  /** The period that an instant is in. */
  periodAt(instant: number): Period
  /** From when on a period may be closed, epoch milliseconds. */
  closesAt(period: Period): number
}

/** The ranks and draws of a program, in its own order. */
export function contestsOf(program: Program): Contest[] {
  return rulesOf(program)
    .filter(isContest)
    .map(({ incentive: { id }, when, periods }) => ({
      incentive: id,
      kind: when.type,
      ...(when.conversion !== undefined && { conversion: when.conversion }),
      tickets: program.incentives.flatMap(({ id: ticket, give }) =>
        give.type === 'entry' && give.draw === id ? [ticket] : [],
      ),
      periodAt: (instant) => periods.at(instant),
      closesAt: ({ until }) => closingTime(when, until),
    }))
}

/**
 * What `friends` bring their referrers in one period of a contest, and what `entries`, rewards that give some, add. With
 * everybody's friends in parts, each friend in one of them, the parts add up by `addTallies`: nobody has to hold them all.
 */
export function tallyPeriod(
  program: Program,
  ledger: Ledger,
  { incentive, period }: { readonly incentive: string; readonly period: string },
  { friends, entries = [] }: { readonly friends?: ReadonlySet<string>; readonly entries?: readonly Reward[] },
): Tallied[] {
  const rule = contestRule(program, incentive)
  const decided = readLedger(program, ledger)
    .friends.filter(({ friend }) => !friends || friends.has(friend))
    .map((friend) => ({ ...friend, bond: decideBond(program.attribution, ledger.codes, friend) }))
  return [...(tallyContest(rule, decided, entries).get(period)?.scores.values() ?? [])]
}

/** Adds a part to what is known, by participant. */
export function addTallies(known: Map<string, Tallied>, part: readonly Tallied[]): void {
  for (const one of part) {
    const { participant, score, reached, stands } = one
    const other = known.get(participant)
    known.set(
      participant,
      other
        ? {
            participant,
            score: other.score + score,
            reached: Math.max(other.reached, score > 0 ? reached : -Infinity),
            stands: other.stands || stands,
          }
        : one,
    )
  }
}

/** What one period comes to while it is open; `undefined` while nobody in the segment has a score. */
export function standingsIn(
  program: Program,
  incentive: string,
  period: Period,
  tallies: ReadonlyMap<string, Tallied>,
  attributes: ReadonlyMap<string, Attributes | undefined>,
): Standings | undefined {
  const rule = contestRule(program, incentive)
  return openStandings(rule, period, sortScores(rule, tallies.values(), attributes))[0]
}

/** The row that decides one period; of a draw, by its secret `seed`. The caller sees to it that its grace is over. */
export function closeWith(program: Program, standings: Standings, now: number, seed: string): Close {
  return closeOf(contestRule(program, standings.incentive), standings, now, () => seed)
}

function contestRule(program: Program, incentive: string): ContestRule {
  const rule = rulesOf(program).find((rule) => rule.incentive.id === incentive)
  if (rule && isContest(rule)) return rule
  throw new Error(`The program "${program.id}" has no rank or draw "${incentive}".`)
}
