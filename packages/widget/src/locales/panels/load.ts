import { createLoader, type LoadWords } from '../load.ts'
import { words as english } from './en.ts'
import type { PanelWords } from './panel-words.ts'

/** What the elements beside the dialog say, and what opens within it. */
export const loadPanelWords: LoadWords<PanelWords> = createLoader<PanelWords>(english, {
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
