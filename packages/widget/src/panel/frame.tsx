import type { ReadonlySignal } from '@preact/signals-core'
import type { JSX } from 'preact'
import { TroubleNote } from '../dialog/trouble.tsx'
import { directionOf } from '../locales/load.ts'
import type { Trouble } from '../locales/words.ts'
import type { PanelContent, PanelProps } from './model.ts'

interface FrameProps extends PanelProps {
  readonly content: PanelContent
  readonly isShown: () => boolean
  readonly announcement: string
  /** Also of what the element itself has asked. */
  readonly trouble: ReadonlySignal<Trouble | undefined>
}

/** What is around an element's content: its place while it loads, what went wrong, and what is said aloud. */
export function Frame({
  model,
  content: Content,
  isShown,
  announcement,
  trouble,
}: FrameProps): JSX.Element | null {
  const { invitation, panelWords } = model
  if (!isShown()) return null
  const view = invitation.view.value
  const isTroubled = Boolean(trouble.value)
  const isReady = view && panelWords.value.language === invitation.words.value.language
  const isBusy = !isReady && !isTroubled
  const locale = view?.locale
  const troubled = { ...model, invitation: { ...invitation, trouble, refresh: async () => model.retry() } }
  return (
    <div
      class="panel"
      part="panel"
      lang={locale}
      dir={locale ? directionOf(locale) : undefined}
      aria-busy={isBusy}
    >
      {isReady && <Content model={model} />}
      {isBusy && <Bones />}
      {isReady && <slot />}
      {isTroubled && <TroubleNote model={troubled} />}
      <p class="unseen" role="status">
        {announcement}
      </p>
    </div>
  )
}

/** Of about the size of what comes. */
function Bones(): JSX.Element {
  return (
    <div class="flow">
      <i class="bone short" />
      <i class="bone" />
      <i class="bone" />
    </div>
  )
}
