import { words as english } from './en.ts'
import { overrideWords, type WordOverrides } from './override.ts'
import type { Words } from './words.ts'

/** The language of a BCP 47 tag: `de` of `de-AT`. */
export function languageOf(tag: string): string {
  return tag.split('-', 1)[0]!.toLowerCase()
}

/** Loads the words of a tag's language, with those of an owner in their places. */
export type LoadWords<T> = (tag: string, overrides?: WordOverrides) => Promise<T>

/**
 * A loader of words, each language a file of its own. English is always there, so that something can be said where there
 * is no other, or it cannot be loaded; an owner's words make it another language.
 */
export function createLoader<T extends { readonly language: string }>(
  english: T,
  files: Readonly<Record<string, () => Promise<{ readonly words: T }>>>,
): LoadWords<T> {
  return async (tag, overrides) => {
    const language = languageOf(tag)
    const file = Object.hasOwn(files, language) ? files[language] : undefined
    const words = await file?.().then(
      (found) => found.words,
      () => undefined,
    )
    const found = words ?? english
    // A language that only the owner speaks.
    const isOwn = overrides && Object.hasOwn(overrides, language)
    return overrideWords(isOwn ? { ...found, language } : found, overrides)
  }
}

/** What the dialog says, and every element while it has nothing else to say. */
export const loadWords: LoadWords<Words> = createLoader(english, {
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
})

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
