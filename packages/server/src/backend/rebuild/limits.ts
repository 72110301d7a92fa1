import { rewardId } from '@goodword/adapters'
import { shareTotal, totalsOf, type Reward } from '@goodword/program'
import type { Write } from '../../store/transaction.ts'
import type { Context } from '../context.ts'
import { rewardAt } from '../reward-list.ts'
import { decisionOf } from '../totals.ts'
import { hasPlace, lineOf, loadGranted, oddOf, placeOf, rewardOf, type Line } from '../total-line.ts'
import { compareRows, type Difference, type Row } from './difference.ts'
import { plain } from './participants.ts'

/** Shares one limit in total out anew, by the places that the ledger has handed out; with the rewards as they should be. */
export async function checkTotal(
  tx: Write,
  context: Context,
  incentive: string,
  rewards: readonly Reward[],
): Promise<{ readonly rewards: readonly Reward[]; readonly differences: readonly Difference[] }> {
  const { program } = context
  const now = context.now()
  const cap = totalsOf(program).get(incentive)!
  const sequences = await loadSequences(tx, program.id, incentive)
  const changes = rewards.map((reward) => decisionOf(reward, reward))
  const granted = await loadGranted(tx, program.id, changes)
  const lines = changes.flatMap((change): Line[] => {
    const id = rewardId(change)
    const line = lineOf(program.id, change, id, undefined, granted.get(id))
    return line ? [{ ...line, sequence: sequences.get(id) ?? null }] : []
  })
  const placed = lines.filter(hasPlace)
  const shares = shareTotal(cap, placed.map(placeOf))
  const shared = new Map(
    lines.map((line): [string, Line] => {
      const share = hasPlace(line) ? (shares.get(line.reward) ?? 'limited') : 'limited'
      return [line.reward, share === 'limited' ? line : { ...line, is_in: 1, kept: share.amount ?? null }]
    }),
  )
  const final = rewards.map((reward) => {
    const line = shared.get(rewardId(reward))
    return line ? rewardOf(line) : reward
  })
  const expected = final.map((reward) => plain(program.id, reward))
  const stored = await tx
    .selectFrom('gw_rewards')
    .selectAll()
    .where('program', '=', program.id)
    .where('incentive', '=', incentive)
    .execute()
  const sequence = [...sequences.values()].reduce((highest, one) => Math.max(highest, one), 0)
  const money = placed.reduce((sum, { amount }) => sum + (amount ?? 0), 0)
  const differences = [
    ...compareRows(
      'gw_rewards',
      ['id'],
      stored.map((row) => plain(program.id, rewardAt(row, now))),
      expected,
    ),
    ...(await checkLines(tx, program.id, incentive, [...shared.values()])),
    ...(await checkSum(tx, program.id, { incentive, sequence, places: placed.length, money })),
  ]
  return { rewards: final, differences }
}

/** The first batch that each reward got its place in. */
async function loadSequences(
  tx: Write,
  program: string,
  incentive: string,
): Promise<ReadonlyMap<string, number>> {
  const rows = await tx
    .selectFrom('gw_ledger')
    .select(['person', 'body'])
    .where('program', '=', program)
    .where('type', '=', 'allot')
    .execute()
  const sequences = new Map<string, number>()
  for (const { person, body } of rows) {
    const row = JSON.parse(body) as { incentive: string; occurrence: string; sequence: number }
    if (row.incentive !== incentive) continue
    const id = rewardId({ ...row, participant: person ?? '' })
    sequences.set(id, Math.min(row.sequence, sequences.get(id) ?? row.sequence))
  }
  return sequences
}

/** Those that left the line are kept for their place only. */
async function checkLines(
  tx: Write,
  program: string,
  incentive: string,
  lines: readonly Line[],
): Promise<Difference[]> {
  const stored = await tx
    .selectFrom('gw_lines')
    .selectAll()
    .where('program', '=', program)
    .where('incentive', '=', incentive)
    .where('stands', '=', 1)
    .execute()
  const row = ({ program: _program, body: _body, stale: _stale, ...columns }: Line): Row => columns
  const found = compareRows(
    'gw_lines',
    ['incentive', 'reward'],
    stored.map(row),
    lines.map((line) => row({ ...line, odd: oddOf(line) })),
  )
  const bodies = new Map(lines.map(({ reward, body }) => [reward, body]))
  return found.map((difference) =>
    difference.expected
      ? {
          ...difference,
          expected: {
            ...difference.expected,
            stale: 0,
            body: bodies.get(String(difference.key['reward'])) ?? '',
          },
        }
      : difference,
  )
}

async function checkSum(
  tx: Write,
  program: string,
  sum: {
    readonly incentive: string
    readonly sequence: number
    readonly places: number
    readonly money: number
  },
): Promise<Difference[]> {
  const stored = await tx
    .selectFrom('gw_totals')
    .select(['incentive', 'sequence', 'places', 'money'])
    .where('program', '=', program)
    .where('incentive', '=', sum.incentive)
    .execute()
  // None yet is as good as zeros.
  if (stored.length === 0 && sum.sequence === 0 && sum.places === 0) return []
  return compareRows('gw_totals', ['incentive'], stored, [sum])
}
