import { languageOf } from '../load.ts'
import { overrideWords, type WordOverrides } from '../override.ts'
import { words as english } from './en.ts'
import type { PanelWords } from './panel-words.ts'

const loaders: Readonly<Record<string, () => Promise<{ words: PanelWords }>>> = {
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

/** What the elements beside the dialog say, in the language of a tag; English where there is none. */
export async function loadPanelWords(tag: string, overrides?: WordOverrides): Promise<PanelWords> {
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
