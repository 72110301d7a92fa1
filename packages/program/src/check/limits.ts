import type { Problem } from '../errors.ts'
import { problem } from './problems.ts'
import type { PathKey } from './schema-walk.ts'
import { record, type Loose } from './loose.ts'

const stages = ['perFriend', 'perParticipant', 'total'] as const
/** What can be cut to fit a limit of money. */
const divisible: readonly unknown[] = ['credit', 'cash', 'donation']

/** Whether a limit limits what its incentive gives. `path` is that of the limit. */
export function* checkLimit({ when, give, limit }: Loose, path: readonly PathKey[]): Generator<Problem> {
  if (limit === undefined) return
  const { type, per } = record(when)
  if (type === 'rank' || type === 'draw') {
    const field = type === 'rank' ? 'places' : 'winners'
    yield problem(path, limit, `Take it out: \`${field}\` already says how many there are.`)
    return
  }
  const given = stages.filter((stage) => record(limit)[stage] !== undefined)
  if (given.length === 0 && Object.keys(record(limit)).length === 0)
    yield problem(path, limit, 'Add `perFriend`, `perParticipant` or `total`, or take it out.')
  if (type === 'milestone' && per !== 'friend' && given.includes('perFriend'))
    yield problem(
      [...path, 'perFriend'],
      record(limit)['perFriend'],
      'Write `perParticipant`, or add "per": "friend" to the milestone: all friends reach it together.',
    )
  // A late order may move the month in which a threshold was reached, and would take back what was given.
  const calendar = record(record(limit)['perParticipant'])['per']
  if (type === 'milestone' && calendar !== undefined)
    yield problem(
      [...path, 'perParticipant', 'per'],
      calendar,
      'Take it out: a late order may move the day on which a milestone was reached. Limit it by `repeat.upTo` or `count`.',
    )
  for (const stage of given) yield* checkCap(record(limit)[stage], record(give)['type'], [...path, stage])
}

function* checkCap(cap: unknown, give: unknown, path: readonly PathKey[]): Generator<Problem> {
  const { count, money } = record(cap)
  const unknown = Object.keys(record(cap)).some((key) => key !== 'per' && key !== 'count' && key !== 'money')
  if (count === undefined && money === undefined && !unknown)
    yield problem(path, cap, 'Add `count`, how many rewards, or `money`, how much of it.')
  if (money !== undefined && typeof give === 'string' && !divisible.includes(give))
    yield problem(
      [...path, 'money'],
      money,
      `Write \`count\`: ${/^[aeiou]/.test(give) ? 'an' : 'a'} ${give} cannot be cut to fit.`,
    )
}
