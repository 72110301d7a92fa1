import { channelNames } from '../messages/channels.ts'
import type { Problem } from '../errors.ts'
import { problem } from './problems.ts'
import type { PathKey } from './schema-walk.ts'
import { didYouMean, fieldOf, items, record, texts, type Loose } from './loose.ts'

/** Lists whose entries must differ, and by which field. */
const unique: readonly (readonly [path: readonly string[], field?: string])[] = [
  [['conversions'], 'name'],
  [['incentives'], 'id'],
  [['segments'], 'id'],
  [['seasons'], 'id'],
  [['moments'], 'id'],
  [['experiments'], 'id'],
  [['channels']],
  [['hosts']],
  [['attribution', 'params']],
  [['fraud', 'disposableEmail', 'allow']],
  [['fraud', 'disposableEmail', 'deny']],
]

/** Names that are there twice. */
export function* checkTwice(file: Loose): Generator<Problem> {
  for (const [path, field] of unique) {
    const list = items(path.reduce<unknown>((value, key) => record(value)[key], file))
    const seen = new Map<unknown, number>()
    for (const [index, item] of list.entries()) {
      const value = field === undefined ? item : record(item)[field]
      if (typeof value !== 'string') continue
      const first = seen.get(value)
      const where: PathKey[] = [...path, index, ...(field === undefined ? [] : [field])]
      if (first !== undefined)
        yield problem(
          where,
          value,
          `Take it out, or call it something else: ${path.join('.')}.${first} is the same.`,
        )
      else seen.set(value, index)
    }
  }
}

/** Names of conversions, segments, seasons, draws and channels that are not there. */
export function* checkReferences(file: Loose): Generator<Problem> {
  for (const [index, incentive] of items(file['incentives']).entries()) {
    const { when, segment, season, give } = record(incentive)
    const path = ['incentives', index]
    yield* named(file['conversions'], 'name', 'conversions', record(when)['conversion'], [
      ...path,
      'when',
      'conversion',
    ])
    yield* named(file['segments'] ?? [], 'id', 'segments', segment, [...path, 'segment'])
    yield* named(file['seasons'] ?? [], 'id', 'seasons', season, [...path, 'season'])
    yield* named(drawsOf(file), 'id', 'draws', record(give)['draw'], [...path, 'give', 'draw'])
  }
  for (const [index, experiment] of items(file['experiments']).entries())
    yield* named(file['segments'] ?? [], 'id', 'segments', record(experiment)['segment'], [
      'experiments',
      index,
      'segment',
    ])
  for (const [index, channel] of texts(file['channels']).entries())
    yield* checkChannel(channel, ['channels', index])
}

const drawsOf = ({ incentives }: Loose): unknown =>
  Array.isArray(incentives)
    ? incentives.filter((incentive) => record(record(incentive)['when'])['type'] === 'draw')
    : incentives

function* named(
  list: unknown,
  field: string,
  kind: string,
  name: unknown,
  path: readonly PathKey[],
): Generator<Problem> {
  // Where the list itself is wrong, that alone is said.
  if (typeof name !== 'string' || !Array.isArray(list)) return
  const names = fieldOf(list, field)
  if (names.includes(name)) return
  const remedy =
    names.length > 0
      ? `Name one of the program’s ${kind}${didYouMean(name, names)}`
      : `Take it out, or add "${name}" first: the program has no ${kind}.`
  yield problem(path, name, remedy)
}

/** A share channel that does not exist. */
export function* checkChannel(channel: string, path: readonly PathKey[]): Generator<Problem> {
  if (channelNames.some((known) => known === channel)) return
  const known = channelNames.map((name) => `"${name}"`).join(', ')
  yield problem(path, channel, `Use one of ${known}${didYouMean(channel, channelNames)}`)
}
