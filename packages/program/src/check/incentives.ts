import type { Problem } from '../errors.ts'
import { problem } from './problems.ts'
import type { PathKey } from './schema-walk.ts'
import { conversionSchema } from '../schema/program.ts'
import { checkAmount } from './amounts.ts'
import { checkLimit } from './limits.ts'
import { items, record, type Loose } from './loose.ts'

/** What the parts of one incentive say of each other. */
export function* checkIncentives(file: Loose): Generator<Problem> {
  const worthless = conversionsWithoutValue(file)
  for (const [index, item] of items(file['incentives']).entries()) {
    const incentive = record(item)
    const path: PathKey[] = ['incentives', index]
    const { conversion } = record(incentive['when'])
    const carriesValue = typeof conversion !== 'string' || !worthless.has(conversion)
    yield* checkCounting(incentive, path, carriesValue)
    yield* checkRepeat(record(incentive['when']), [...path, 'when', 'repeat'])
    yield* checkGive(incentive, path)
    yield* checkDraw(incentive, path, file)
    yield* checkAmount(incentive, [...path, 'give', 'amount'], carriesValue)
    yield* checkLimit(incentive, [...path, 'limit'])
  }
}

const conversionKeys = Object.keys(conversionSchema.entries)

/**
 * Names of conversions that carry no amount of money. Where `value` is wrong, or may be what a misspelt key meant, that
 * alone is said.
 */
export function conversionsWithoutValue({ conversions }: Loose): ReadonlySet<unknown> {
  const worthless = items(conversions)
    .map(record)
    .filter(({ value }) => value === undefined || value === false)
    .filter((rule) => Object.keys(rule).every((key) => conversionKeys.includes(key)))
  return new Set(worthless.map(({ name }) => name))
}

function* checkCounting(
  { when, to }: Loose,
  path: readonly PathKey[],
  carriesValue: boolean,
): Generator<Problem> {
  const { type, per, conversion } = record(when)
  if (type !== 'milestone' && type !== 'rank') return
  const field = type === 'rank' ? 'by' : 'count'
  const count = record(when)[field]
  if (count === 'friends' && to === 'friend')
    yield problem(
      [...path, 'to'],
      to,
      'Write "referrer": friends are counted for the one who brings them. Or count "orders".',
    )
  else if (count === 'friends' && per === 'friend')
    yield problem(
      [...path, 'when', 'per'],
      per,
      'Take it out, or count "orders" or "money": of each friend apart there is only one.',
    )
  if (count === 'money' && !carriesValue)
    yield problem(
      [...path, 'when', field],
      count,
      `Count "orders" or "friends", or write "value": true for the conversion "${String(conversion)}".`,
    )
}

const mostTimes = 1000

function* checkRepeat({ at, repeat }: Loose, path: readonly PathKey[]): Generator<Problem> {
  const { every, upTo } = record(repeat)
  if (typeof at !== 'number' || typeof upTo !== 'number') return
  if (upTo < at)
    yield problem([...path, 'upTo'], upTo, `Write ${at} or more: the first threshold is \`at\`, ${at}.`)
  else if (typeof every === 'number' && every > 0 && (upTo - at) / every >= mostTimes)
    yield problem(
      [...path, 'every'],
      every,
      `Write ${Math.ceil((upTo - at) / (mostTimes - 1))} or more, or a lower \`upTo\`: a milestone repeats ${mostTimes} times at most.`,
    )
}

function* checkGive({ give }: Loose, path: readonly PathKey[]): Generator<Problem> {
  const { type, code, pool } = record(give)
  if (type !== 'coupon') return
  const misspelt = Object.keys(record(give)).some((key) => key !== 'type' && key !== 'amount')
  if (code === undefined && pool === undefined && !misspelt)
    yield problem(
      [...path, 'give', 'code'],
      code,
      'Add `code`, which is the same for everybody, or `pool`, which codes of one’s own are taken from.',
    )
  if (code !== undefined && pool !== undefined)
    yield problem(
      [...path, 'give', 'pool'],
      pool,
      'Take it out, or take out `code`: a coupon has one of them.',
    )
}

function* checkDraw({ id, when, give }: Loose, path: readonly PathKey[], file: Loose): Generator<Problem> {
  const { type, conversion } = record(when)
  if (type !== 'draw') return
  if (record(give)['type'] === 'entry')
    yield problem(
      [...path, 'give', 'type'],
      'entry',
      'Give the winners something else: entries are what they win with.',
    )
  const filled = items(file['incentives']).some((other) => record(record(other)['give'])['draw'] === id)
  if (conversion === undefined && !filled)
    yield problem(
      [...path, 'when'],
      when,
      'Add `conversion`, each of which is an entry, or an incentive that gives an "entry" for this draw.',
    )
}
