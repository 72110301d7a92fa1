import { rewardId } from '@goodword/adapters'
import { shareTotal, totalsOf, type Cap, type Change, type Reward } from '@goodword/program'
import { sql } from 'kysely'
import type { Write } from '../store/transaction.ts'
import type { Context } from './context.ts'
import {
  hasPlace,
  keepLines,
  keepTotal,
  lineOf,
  loadGranted,
  loadLines,
  lockTotal,
  placeOf,
  rewardOf,
  type Line,
  type Total,
} from './total-line.ts'
import { countPlace, handOut } from './total-places.ts'

/** A reward as its own participant's rows decide it, known by its id; without `reward` there is none any more. */
export interface Decided extends Change {
  /** See `rewardId`. */
  readonly id: string
}

/** What was decided of the reward that these name. */
export const decisionOf = (
  { incentive, participant, occurrence }: Pick<Reward, 'incentive' | 'participant' | 'occurrence'>,
  reward: Reward | undefined,
): Decided => ({
  id: rewardId({ incentive, participant, occurrence }),
  incentive,
  participant,
  occurrence,
  reward,
})

/**
 * Puts rewards that were decided without limits in total (see `withoutTotals`) through these limits, and hands out places
 * by `allot` rows while there is room. Returns the same changes as they are to be written.
 *
 * Call it once in a transaction, after people and referrers are locked and before the rewards are compared with what is
 * stored: from here on the lines of these incentives are locked. Rewards of other people that this moves (a refund freed a
 * place) are only noted; the job `totals` writes them, under their own locks.
 */
export async function applyTotals(
  tx: Write,
  context: Context,
  changes: readonly Decided[],
): Promise<readonly Decided[]> {
  const caps = totalsOf(context.program)
  const byIncentive = new Map<string, Change[]>()
  for (const change of changes) {
    if (!caps.has(change.incentive)) continue
    const group = byIncentive.get(change.incentive)
    if (group) group.push(change)
    else byIncentive.set(change.incentive, [change])
  }
  const limited = new Map<string, Reward | undefined>()
  for (const incentive of [...byIncentive.keys()].toSorted()) {
    const group = byIncentive.get(incentive)!
    for (const change of await applyTotal(tx, context, incentive, caps.get(incentive)!, group))
      limited.set(rewardId(change), change.reward)
  }
  return changes.map((change) =>
    limited.has(change.id) ? { ...change, reward: limited.get(change.id) } : change,
  )
}

async function applyTotal(
  tx: Write,
  context: Context,
  incentive: string,
  cap: Cap,
  changes: readonly Change[],
): Promise<Change[]> {
  const program = context.program.id
  const total = await lockTotal(tx, program, incentive)
  const ids = changes.map(rewardId)
  const known = await loadLines(tx, program, incentive, ids)
  const granted = await loadGranted(tx, program, changes)
  const lines = new Map<string, Line>()
  const lost: string[] = []
  const moves = new Set<Move>()
  const after = { ...total }
  for (const [index, change] of changes.entries()) {
    const id = ids[index]!
    const before = known.get(id)
    const line = lineOf(program, change, id, before, granted.get(id))
    if (before && hasPlace(before)) countPlace(after, before, -1)
    if (line && hasPlace(line)) countPlace(after, line, 1)
    moves.add(moveOf(before, line))
    if (line) lines.set(id, line)
    else if (before) lost.push(id)
  }
  shareAlone(known, lines)
  if (isOver(cap, total) || isOver(cap, after)) {
    if (moves.has('reorders')) await shareAnew(tx, cap, after, lines)
    else if (moves.has('shrinks')) await shareEnd(tx, cap, after, known, lines)
  }
  await handOut(tx, context, cap, after, lines)
  await keepLines(tx, [...lines.values()])
  await dropLines(tx, program, incentive, lost)
  if (after.places !== total.places || after.money !== total.money || after.sequence !== total.sequence)
    await keepTotal(tx, after)
  return changes.map((change, index) => {
    const line = lines.get(ids[index]!)
    return line?.stands === 1 ? { ...change, reward: rewardOf(line) } : change
  })
}

const isOver = (cap: Cap, { places, money }: Total): boolean => places > cap.count || money > cap.money

/** What a change does to the others in line: nothing; leaves them more; or anything. */
type Move = 'none' | 'shrinks' | 'reorders'

/**
 * Giving what was kept whole moves nobody: all that it overtakes were within the limit together with it. What takes no more
 * than before, and was kept whole or stays where it is, leaves whole all that was.
 */
function moveOf(before: Line | undefined, after: Line | undefined): Move {
  const [was, is] = [before !== undefined && hasPlace(before), after !== undefined && hasPlace(after)]
  if (!was || !is) return was ? 'shrinks' : is ? 'reorders' : 'none'
  const [old, next] = [before!.amount ?? 0, after!.amount ?? 0]
  const isWhole = before!.is_in === 1 && before!.kept === before!.amount
  const keepsPlace = before!.line === after!.line && (before!.given === after!.given || isWhole)
  if (!keepsPlace || next > old) return 'reorders'
  return next < old ? 'shrinks' : 'none'
}

/** The shares of these lines while nobody else is concerned: what they were, and all of it where nothing is over. */
function shareAlone(known: ReadonlyMap<string, Line>, lines: Map<string, Line>): void {
  for (const [id, line] of lines) {
    const before = known.get(id)
    if (!hasPlace(line)) continue
    const isSame = before !== undefined && hasPlace(before) && before.amount === line.amount
    const share = isSame ? { is_in: before.is_in, kept: before.kept } : { is_in: 1, kept: line.amount }
    lines.set(id, { ...line, ...share })
  }
}

/**
 * Shares out anew among the end of the line, where somebody has a place and not all of their amount: nobody before them is
 * concerned when others take less.
 */
async function shareEnd(
  tx: Write,
  cap: Cap,
  total: Total,
  known: ReadonlyMap<string, Line>,
  lines: Map<string, Line>,
): Promise<void> {
  const odd = await placed(tx, total).where('odd', '=', sql.lit(1)).execute()
  const own = [...lines.values()].filter((line) => hasPlace(line) && known.get(line.reward)?.odd === 1)
  for (const line of lines.values())
    if (hasPlace(line) && !own.includes(line))
      lines.set(line.reward, { ...line, is_in: 1, kept: line.amount })
  const end = [...odd.filter(({ reward }) => !known.has(reward)), ...own]
  const money = end.reduce((sum, { amount }) => sum + (amount ?? 0), 0)
  const room = {
    count: cap.count - (total.places - end.length),
    money: cap.money - (total.money - money),
  }
  keepShares(room, end, lines)
}

/** Shares the limit out among all that have a place, and notes whose share is another one. */
async function shareAnew(
  tx: Write,
  cap: Cap,
  { program, incentive }: Total,
  lines: Map<string, Line>,
): Promise<void> {
  const all = await placed(tx, { program, incentive }).execute()
  const others = all.filter(({ reward }) => !lines.has(reward))
  keepShares(cap, [...others, ...[...lines.values()].filter(hasPlace)], lines)
}

/** Shares a limit out, and notes in `lines` whose share is another one. */
function keepShares(cap: Cap, standing: readonly Line[], lines: Map<string, Line>): void {
  const shares = shareTotal(cap, standing.map(placeOf))
  for (const line of standing) {
    const share = shares.get(line.reward) ?? 'limited'
    const next = share === 'limited' ? { is_in: 0, kept: null } : { is_in: 1, kept: share.amount ?? null }
    if (lines.has(line.reward)) lines.set(line.reward, { ...line, ...next })
    else if (line.is_in !== next.is_in || line.kept !== next.kept)
      lines.set(line.reward, { ...line, ...next, stale: 1 })
  }
}

/** All that have a place in a line. */
const placed = (tx: Write, { program, incentive }: Pick<Total, 'program' | 'incentive'>) =>
  tx
    .selectFrom('gw_lines')
    .selectAll()
    .where('program', '=', program)
    .where('incentive', '=', incentive)
    .where('stands', '=', 1)
    .where((eb) => eb.or([eb('sequence', 'is not', null), eb('given', '=', 1)]))

async function dropLines(
  tx: Write,
  program: string,
  incentive: string,
  rewards: readonly string[],
): Promise<void> {
  if (rewards.length === 0) return
  await tx
    .deleteFrom('gw_lines')
    .where('program', '=', program)
    .where('incentive', '=', incentive)
    .where('reward', 'in', rewards)
    .execute()
}
