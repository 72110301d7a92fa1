import { words as english } from './en.ts'
import { overrideWords, type WordOverrides } from './override.ts'
import type { Words } from './words.ts'

/** English is always there, so that something can be said when a language cannot be loaded. */
const loaders: Readonly<Record<string, () => Promise<{ words: Words }>>> = {
  ar: () => import('./ar.ts'),
  de: () => import('./de.ts'),
  es: () => import('./es.ts'),
  fr: () => import('./fr.ts'),
  he: () => import('./he.ts'),
  it: () => import('./it.ts'),
  ja: () => import('./ja.ts'),
  nl: () => import('./nl.ts'),
  pl: () => import('./pl.ts'),
  pt: () => import('./pt.ts'),
  zh: () => import('./zh.ts'),
}

/** The language of a BCP 47 tag: `de` of `de-AT`. */
export function languageOf(tag: string): string {
  return tag.split('-', 1)[0]!.toLowerCase()
}

/**
 * The widget's words in the language of a tag, each language a file of its own; English where there is none. Those of
 * `overrides` stand in their places.
 */
export async function loadWords(tag: string, overrides?: WordOverrides): Promise<Words> {
  const language = languageOf(tag)
  const load = Object.hasOwn(loaders, language) ? loaders[language] : undefined
  const words = load
    ? await load().then(
        ({ words }) => words,
        () => english,
      )
    : english
  return overrideWords(words, overrides)
}

/**
 * The first of `tags` that is of a language, for `Intl`; otherwise the language itself. Tags come from pages and
 * servers: one that is malformed counts as none, where `Intl` would throw.
 */
export function localeFor(language: string, tags: readonly string[]): string {
  const isFit = (tag: string): boolean => {
    try {
      return Intl.getCanonicalLocales(tag).some((name) => languageOf(name) === language)
    } catch {
      return false
    }
  }
  return tags.find(isFit) ?? language
}

/** Whether a language is written from right to left. */
export function directionOf(tag: string): 'ltr' | 'rtl' {
  return /^(ar|fa|he|ur)$/.test(languageOf(tag)) ? 'rtl' : 'ltr'
}
