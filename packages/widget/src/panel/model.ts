import type { ReferralBackend } from '@goodword/adapters'
import type { ReadonlySignal } from '@preact/signals'
import type { JSX } from 'preact'
import type { StandingModel } from '../dialog/model.ts'
import type { PanelHost } from '../elements/panel-contract.ts'
import type { PanelWords } from '../locales/panels/panel-words.ts'
import type { Trouble } from '../locales/words.ts'

/** What the content of an element works with. */
export interface PanelModel extends StandingModel {
  readonly host: PanelHost
  readonly panelWords: ReadonlySignal<PanelWords>
  readonly trouble: ReadonlySignal<Trouble | undefined>
  readonly isBusy: ReadonlySignal<boolean>
  /** Does what needs the backend, and says what went wrong; `undefined` when something did. */
  ask<T>(work: (backend: ReferralBackend) => Promise<T>): Promise<T | undefined>
  /** Fetches anew. */
  retry(): void
  /** Tells readers of screens what has just happened. */
  announce(text: string): void
  /** Opens the page's dialog for inviting friends. */
  openInvite(): void
  onError(cause: unknown): void
}

export interface PanelProps {
  readonly model: PanelModel
}

/** What an element shows once the program is known. */
export type PanelContent = (props: PanelProps) => JSX.Element | null
