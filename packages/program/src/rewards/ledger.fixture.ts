import { evaluate } from './evaluate.ts'
import type { Conversion, Grant, LedgerRow, Refund, Review, Visit } from './ledger.ts'
import { day } from './orders.ts'
import { parseProgram } from '../check/parse.ts'
import type { Evaluation } from './reward.ts'
import { shop } from '../shop.fixture.ts'

/** Days since the fixtures' first day, so that every window reaches back before 1970 without trouble. */
export const at = (days: number): number => 1_000 * day + days * day

let count = 0
const rowId = (): string => `row-${++count}`

/** Short names for rows: a test says only what matters to it. */
export const visit = (code: string, visitor: string, time: number, id = rowId()): Visit => ({
  type: 'visit',
  id,
  at: time,
  code,
  visitor,
})

export const purchase = (
  friend: string,
  order: string,
  time: number,
  more: Partial<Conversion> = {},
): Conversion => ({
  type: 'conversion',
  id: rowId(),
  at: time,
  name: 'purchase',
  order,
  amount: 4200,
  currency: 'USD',
  friend,
  trusted: true,
  ...more,
})

export const refund = (order: string, time: number, more: Partial<Refund> = {}): Refund => ({
  type: 'refund',
  id: rowId(),
  at: time,
  name: 'purchase',
  order,
  ...more,
})

export const grant = (
  incentive: string,
  participant: string,
  occurrence: string,
  more: Partial<Grant> = {},
): Grant => ({
  type: 'grant',
  id: rowId(),
  at: at(100),
  incentive,
  participant,
  occurrence,
  by: 'owner',
  ...more,
})

export const verdict = (order: string, verdict: 'approve' | 'reject' | 'reopen', time: number): Review => ({
  type: 'review',
  id: rowId(),
  at: time,
  by: 'owner',
  subject: 'order',
  name: 'purchase',
  order,
  verdict,
})

export const rebond = (friend: string, referrer: string | undefined, time: number): Review => ({
  type: 'review',
  id: rowId(),
  at: time,
  by: 'owner',
  subject: 'bond',
  friend,
  ...(referrer !== undefined && { referrer }),
})

/** Amy owns the code AMY, Cy owns CY; NEW belongs to nobody yet. */
export const codes: ReadonlyMap<string, string> = new Map([
  ['AMY', 'amy'],
  ['CY', 'cy'],
])

/** A friend who came by Amy's link the day before and bought. */
export const brought = (
  friend: string,
  order: string,
  time: number,
  more: Partial<Conversion> = {},
): LedgerRow[] => [
  visit('AMY', `v_${friend}`, time - day),
  purchase(friend, order, time, { visitor: `v_${friend}`, ...more }),
]

/** The shop, parsed. */
export const program = parseProgram(shop)
/** Long after every hold. */
export const later = at(200)
export const run = (rows: readonly LedgerRow[], now = later): Evaluation =>
  evaluate(program, { codes, rows }, now)
/** `credit amy order:purchase:o1 due` for each reward, which is all that most tests ask about. */
export const states = (rows: readonly LedgerRow[], now = later): string[] =>
  run(rows, now).rewards.map(({ incentive, participant, occurrence, state }) =>
    [incentive, participant, occurrence, state].join(' '),
  )
export const bonds = (rows: readonly LedgerRow[]): string[] =>
  run(rows).bonds.map(({ friend, referrer }) => `${referrer} brought ${friend}`)
