import { channelNames } from './channels.ts'
import type { Problem } from './errors.ts'
import { templateVariables } from './messages.ts'
import { nearest } from './nearest.ts'
import { problem } from './problems.ts'
import type { PathKey } from './schema-walk.ts'

type Loose = Readonly<Record<string, unknown>>

/**
 * What one field of a program says of another. It looks at programs that the schema refused as well, so that all their
 * problems come at once, and therefore trusts no type.
 */
export function crossCheck(program: unknown): Problem[] {
  const file = record(program)
  return [
    ...checkCurrency(file),
    ...checkAddress(file),
    ...checkTwice(file),
    ...checkIncentives(file),
    ...checkChannels(file),
    ...checkCopy(file),
  ]
}

const record = (value: unknown): Loose =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Loose) : {}
const items = (value: unknown): readonly unknown[] => (Array.isArray(value) ? (value as unknown[]) : [])
const texts = (value: unknown): string[] => items(value).filter((item) => typeof item === 'string')
const didYouMean = (word: string, candidates: Iterable<string>): string => {
  const meant = nearest(word, candidates)
  return meant ? `; did you mean "${meant}"?` : '.'
}

function* checkCurrency({ currency }: Loose): Generator<Problem> {
  if (typeof currency !== 'string' || !/^[A-Z]{3}$/.test(currency)) return
  const known = Intl.supportedValuesOf('currency')
  if (!known.includes(currency))
    yield problem(
      ['currency'],
      currency,
      'Write the ISO 4217 code of a currency in use, such as "USD" or "EUR".',
    )
}

function* checkAddress({ url, hosts, attribution }: Loose): Generator<Problem> {
  const landing = typeof url === 'string' ? URL.parse(url) : null
  const given = record(attribution)['params']
  for (const name of given === undefined ? ['via', 'ref'] : texts(given))
    if (landing?.searchParams.has(name))
      yield problem(
        ['url'],
        url,
        `Take \`${name}\` out of the address: that is where each link carries its own code.`,
      )
  for (const [index, host] of texts(hosts).entries()) {
    if (landing && host === landing.host)
      yield problem(['hosts', index], host, 'Take it out: the host of `url` is always allowed.')
  }
}

/** Lists whose entries must differ, and by which field. */
const unique: readonly (readonly [path: readonly string[], field?: string])[] = [
  [['conversions'], 'name'],
  [['incentives'], 'id'],
  [['channels']],
  [['hosts']],
  [['attribution', 'params']],
]

function* checkTwice(file: Loose): Generator<Problem> {
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

function* checkIncentives({ conversions, incentives }: Loose): Generator<Problem> {
  const names = items(conversions)
    .map((rule) => record(rule)['name'])
    .filter((name) => typeof name === 'string')
  for (const [index, incentive] of items(incentives).entries()) {
    const { when, to } = record(incentive)
    const { type, conversion, count } = record(when)
    if (typeof conversion === 'string' && Array.isArray(conversions) && !names.includes(conversion))
      yield problem(
        ['incentives', index, 'when', 'conversion'],
        conversion,
        `Name one of the program’s conversions${didYouMean(conversion, names)}`,
      )
    if (type === 'milestone' && count === 'friends' && to === 'friend')
      yield problem(
        ['incentives', index, 'to'],
        to,
        'Write "referrer": friends are counted for the one who brings them. Or count "orders".',
      )
  }
}

function* checkChannels(file: Loose): Generator<Problem> {
  for (const [index, channel] of texts(file['channels']).entries())
    if (!isKnown(channel)) yield unknownChannel(['channels', index], channel)
  for (const [locale, copy] of Object.entries(record(file['copy'])))
    for (const channel of Object.keys(record(record(copy)['channels'])))
      if (!isKnown(channel)) yield unknownChannel(['copy', locale, 'channels', channel], channel)
}

const isKnown = (channel: string): boolean => channelNames.some((known) => known === channel)

const unknownChannel = (path: readonly PathKey[], channel: string): Problem =>
  problem(
    path,
    channel,
    `Use one of ${channelNames.map((name) => `"${name}"`).join(', ')}${didYouMean(channel, channelNames)}`,
  )

function* checkCopy({ copy, locale, incentives }: Loose): Generator<Problem> {
  if (typeof copy !== 'object' || copy === null) return
  const fallback = typeof locale === 'string' ? locale : 'en'
  if (!Object.hasOwn(copy, fallback))
    yield problem(
      ['copy'],
      Object.keys(copy),
      `Add copy for "${fallback}", the language that everyone else gets, or set \`locale\` to one that is there.`,
    )
  const ids = items(incentives)
    .map((incentive) => record(incentive)['id'])
    .filter((id) => typeof id === 'string')
  for (const [language, said] of Object.entries(record(copy))) {
    for (const id of Object.keys(record(record(said)['rewards'])))
      if (Array.isArray(incentives) && !ids.includes(id))
        yield problem(
          ['copy', language, 'rewards', id],
          id,
          `Use the id of one of the program’s incentives${didYouMean(id, ids)}`,
        )
    yield* checkTemplates(record(said), ['copy', language])
  }
}

function* checkTemplates(said: Loose, path: readonly PathKey[]): Generator<Problem> {
  const channelMessages = Object.entries(record(said['channels'])).map(
    ([channel, text]) => [['channels', channel], text] as const,
  )
  const fields = ['message', 'subject', 'disclosure'].map((field) => [[field], said[field]] as const)
  for (const [where, text] of [...fields, ...channelMessages]) {
    if (typeof text !== 'string') continue
    for (const [, name = ''] of text.matchAll(/\{(\w+)\}/g))
      if (!templateVariables.some((known) => known === name))
        yield problem(
          [...path, ...where],
          `{${name}}`,
          `Use one of ${templateVariables.map((known) => `{${known}}`).join(', ')}${didYouMean(name, templateVariables)}`,
        )
  }
}
