import type { Problem } from '../errors.ts'
import { problem } from './problems.ts'
import type { PathKey } from './schema-walk.ts'
import { localePattern } from '../schema/parts.ts'
import { didYouMean, fieldOf, items, record, type Loose } from './loose.ts'
import { checkChannel } from './names.ts'
import { checkTemplates } from './templates.ts'

/** What the texts of a program name, in the program and in its experiments. */
export function* checkCopy(file: Loose): Generator<Problem> {
  const { copy, locale, experiments } = file
  if (typeof copy === 'object' && copy !== null) {
    const fallback = typeof locale === 'string' ? locale : 'en'
    if (localePattern.test(fallback) && !Object.hasOwn(copy, fallback))
      yield problem(
        ['copy'],
        Object.keys(copy),
        `Add copy for "${fallback}", the language that everyone else gets, or set \`locale\` to one that is there.`,
      )
  }
  for (const [language, said] of Object.entries(record(copy)))
    yield* checkLanguage(record(said), ['copy', language], file)
  for (const [index, experiment] of items(experiments).entries())
    for (const [place, variant] of items(record(experiment)['variants']).entries())
      yield* checkVariant(record(variant)['copy'], ['experiments', index, 'variants', place, 'copy'], file)
}

function* checkVariant(said: unknown, path: readonly PathKey[], file: Loose): Generator<Problem> {
  for (const [language, words] of Object.entries(record(said))) {
    const known = Object.keys(record(file['copy']))
    // "de" also speaks to readers of "de-AT".
    if (known.length > 0 && !known.some((tag) => tag === language || tag.startsWith(`${language}-`)))
      yield problem(
        [...path, language],
        words,
        `Take it out, or add "${language}" to the program’s \`copy\` first${didYouMean(language, known)}`,
      )
    yield* checkLanguage(record(words), [...path, language], file)
  }
}

function* checkLanguage(said: Loose, path: readonly PathKey[], { incentives }: Loose): Generator<Problem> {
  for (const channel of Object.keys(record(said['channels'])))
    yield* checkChannel(channel, [...path, 'channels', channel])
  const ids = fieldOf(incentives, 'id')
  for (const id of Object.keys(record(said['rewards'])))
    if (Array.isArray(incentives) && !ids.includes(id))
      yield problem(
        [...path, 'rewards', id],
        id,
        `Use the id of one of the program’s incentives${didYouMean(id, ids)}`,
      )
  yield* checkTemplates(said, path)
}
