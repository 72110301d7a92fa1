import type { StandingProps } from '../dialog/model.ts'
import type { PanelWords } from '../locales/panels/panel-words.ts'

/** What shows how things stand below the fold: the words come with it. */
export interface BelowProps extends StandingProps {
  readonly words: PanelWords
}
