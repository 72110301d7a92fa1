import type { InviteSettings } from '../elements/contract.ts'
import { adoptStyles } from '../elements/styles.ts'
import { loadPanelWords } from '../locales/panels/load.ts'
import type { PanelWords } from '../locales/panels/panel-words.ts'
import css from './extras.css?inline'

const dressed = new WeakSet<ShadowRoot>()

/** What the extras need before they are shown: their words, and once per dialog their looks. */
export function prepareExtras(
  root: ShadowRoot,
  { nonce, words }: Pick<InviteSettings, 'nonce' | 'words'>,
  language: string,
): Promise<PanelWords> {
  if (!dressed.has(root)) adoptStyles(root, css, nonce)
  dressed.add(root)
  return loadPanelWords(language, words)
}
