import { allotsDue } from '../rewards/allotment.ts'
import { closesDue } from '../rewards/closing.ts'
import { evaluate, sealsDue } from '../rewards/evaluate.ts'
import type { LedgerRow } from '../rewards/ledger.ts'
import { day } from '../rewards/orders.ts'
import { parseProgram } from '../check/parse.ts'
import type { Reward } from '../rewards/reward.ts'
import type { ProgramInput } from '../schema/program.ts'

/** The first day of a play: a Monday, and a year's first quarter has begun. */
const start = Date.UTC(2027, 0, 4, 12)

/** A program as it is lived: people enrol, bring friends and return things, and days pass. */
export function play(input: ProgramInput) {
  const program = parseProgram(input)
  const rows: LedgerRow[] = []
  const codes = new Map<string, string>()
  const at = (days: number): number => start + days * day
  const next = (): string => `row-${rows.length}`
  return {
    enrol(participant: string, attributes: Record<string, string> = {}) {
      codes.set(participant.toUpperCase(), participant)
      rows.push({ type: 'enrolment', id: next(), at: at(0), participant, attributes })
    },
    /** The friend follows the referrer's link. */
    visit(friend: string, referrer: string, days: number) {
      const code = referrer.toUpperCase()
      rows.push({ type: 'visit', id: next(), at: at(days), code, visitor: `v_${friend}` })
    },
    /** The site's server reports it; the order is called after the friend, and what comes after "/" tells two apart. */
    convert(friend: string, name: string, days: number, amount?: number) {
      const [person = ''] = friend.split('/')
      const money = amount === undefined ? {} : { amount, currency: program.currency }
      const row = {
        type: 'conversion',
        id: next(),
        at: at(days),
        name,
        order: friend,
        trusted: true,
      } as const
      rows.push({ ...row, friend: person, visitor: `v_${person}`, ...money })
    },
    refund(friend: string, name: string, days: number, amount?: number) {
      const money = amount === undefined ? {} : { amount, currency: program.currency }
      rows.push({ type: 'refund', id: next(), at: at(days), name, order: friend, ...money })
    },
    /** All that is due is handed over. */
    pay(days: number) {
      for (const { incentive, participant, occurrence, amount, state } of rewards(days)) {
        if (state !== 'due') continue
        const row = { type: 'grant', id: next(), at: at(days), incentive, participant, occurrence } as const
        rows.push({ ...row, by: 'owner', ...(amount !== undefined && { amount }) })
      }
    },
    rewards,
    told,
  }

  /** Every reward as `amy credit 1000 due`, with what has happened by then, sorted. */
  function told(days: number): string[] {
    return rewards(days)
      .map(({ participant, incentive, amount, state }) =>
        [participant, incentive, amount, state].filter((word) => word !== undefined).join(' '),
      )
      .sort()
  }

  function rewards(days: number): readonly Reward[] {
    const now = at(days)
    const known = () => ({ codes, rows: rows.filter((row) => row.at <= now) })
    rows.push(...sealsDue(program, known(), now))
    rows.push(...allotsDue(program, known(), now))
    rows.push(...closesDue(program, known(), now, (incentive, period) => `${incentive} ${period} secret`))
    return evaluate(program, known(), now).rewards
  }
}
