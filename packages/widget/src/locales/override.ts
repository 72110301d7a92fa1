import type { PanelWords } from './panels/panel-words.ts'
import type { Words } from './words.ts'

/** Some of the words, as deep as they go. */
export type SomeWords<T> = { readonly [Key in keyof T]?: T[Key] extends string ? string : SomeWords<T[Key]> }

/** Words of an owner's own, by language, which may be one that we have not: `{ en: { copied: 'Got it' } }`. */
export type WordOverrides = Readonly<Record<string, SomeWords<Omit<Words & PanelWords, 'language'>>>>

/** `words` with those of an owner in their places. What is no text, or stands where there is none, is left out. */
export function overrideWords<T extends { readonly language: string }>(
  words: T,
  overrides: WordOverrides | undefined,
): T {
  const mine = overrides && Object.hasOwn(overrides, words.language) ? overrides[words.language] : undefined
  return mine ? ({ ...merge(words, mine), language: words.language } as T) : words
}

function merge(base: object, mine: unknown): object {
  const own = (mine ?? {}) as Record<string, unknown>
  return Object.fromEntries(
    Object.entries({ ...('other' in base && forms(own)), ...base }).map(([key, value]: [string, unknown]) => {
      const said = Object.hasOwn(own, key) ? own[key] : undefined
      if (typeof value === 'string') return [key, typeof said === 'string' ? said : value]
      return [key, merge(value as object, said)]
    }),
  )
}

/** A number's forms, of which a language may have more than English. */
const forms = (own: object): object =>
  Object.fromEntries(Object.entries(own).filter(([, text]) => typeof text === 'string'))
