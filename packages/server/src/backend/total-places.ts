import { allotmentFor, shareTotal, type Cap } from '@goodword/program'
import type { Write } from '../store/transaction.ts'
import type { Context } from './context.ts'
import { rowOfDecision } from './decision-row.ts'
import { append } from './ledger.ts'
import { keepLines, keepTotal, placeOf, type Line, type Total } from './total-line.ts'

type Mutable<T> = { -readonly [K in keyof T]: T[K] }

/** Adds a line with a place to what is handed out, or takes it off. */
export function countPlace(total: Mutable<Total>, { amount }: Line, sign: 1 | -1): void {
  total.places += sign
  total.money += sign * (amount ?? 0)
}

/** Whether another place may be given. */
export const hasRoom = (cap: Cap, { places, money }: Total): boolean =>
  places < cap.count && money < cap.money

/**
 * Hands out places to those of `known` who are next in line, keeps what became of all of them, and returns it: they are
 * not stale any more. Their participants and `total` must be locked.
 */
export async function handOutTo(
  tx: Write,
  context: Context,
  cap: Cap,
  total: Total,
  known: ReadonlyMap<string, Line>,
): Promise<ReadonlyMap<string, Line>> {
  const lines = new Map(known)
  const after = { ...total }
  await handOut(tx, context, cap, after, lines)
  await keepLines(
    tx,
    [...lines.values()].map((line) => ({ ...line, stale: 0 })),
  )
  if (after.sequence !== total.sequence) await keepTotal(tx, after)
  return lines
}

/** Most places that one transaction hands out. */
const batch = 500

/** Gives those of `lines` a place who are next in line, while there is room; whoever else is next is left to the job. */
export async function handOut(
  tx: Write,
  context: Context,
  cap: Cap,
  total: Mutable<Total>,
  lines: Map<string, Line>,
): Promise<void> {
  const waiting = [...lines.values()].filter((line) => isWaiting(line)).sort(byEarned)
  if (waiting.length === 0 || !hasRoom(cap, total)) return
  const own = new Set(waiting.map(({ reward }) => reward))
  const heads = await nextInLine(tx, total, Math.min(own.size, batch) + 1 + lines.size)
  const other = heads.find(({ reward }) => !own.has(reward) && !lines.has(reward))
  const chosen: Line[] = []
  const before = { ...total }
  for (const line of waiting.slice(0, batch)) {
    if (!hasRoom(cap, total) || (other && byEarned(other, line) < 0)) break
    chosen.push(line)
    countPlace(total, line, 1)
  }
  if (chosen.length === 0) return
  total.sequence++
  const rows = chosen.map((line) => allotmentFor(line, total.sequence, context.now()))
  await append(
    tx,
    context,
    rows.map((row) => rowOfDecision(total.program, row, context.now())),
  )
  // They stand at the end of the line, and all before them are within the limit.
  const room = { count: cap.count - before.places, money: cap.money - before.money }
  const placed = chosen.map((line) => ({ ...line, sequence: total.sequence }))
  const shares = shareTotal(room, placed.map(placeOf))
  for (const line of placed) {
    const share = shares.get(line.reward) ?? 'limited'
    const next = share === 'limited' ? { is_in: 0, kept: null } : { is_in: 1, kept: share.amount ?? null }
    lines.set(line.reward, { ...line, ...next })
  }
}

const isWaiting = ({ stands, given, sequence, confirmed }: Line): boolean =>
  stands === 1 && given === 0 && sequence === null && confirmed === 1

const byEarned = (a: Line, b: Line): number =>
  a.earned - b.earned || compare(a.line_id, b.line_id) || compare(a.reward, b.reward)
const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)

/** Those who wait for a place, the first to earn one first. */
export function nextInLine(
  tx: Pick<Write, 'selectFrom'>,
  { program, incentive }: Pick<Total, 'program' | 'incentive'>,
  limit: number,
): Promise<Line[]> {
  return tx
    .selectFrom('gw_lines')
    .selectAll()
    .where('program', '=', program)
    .where('incentive', '=', incentive)
    .where('sequence', 'is', null)
    .where('stands', '=', 1)
    .where('given', '=', 0)
    .where('confirmed', '=', 1)
    .orderBy('earned')
    .limit(limit)
    .execute()
}
