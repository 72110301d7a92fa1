import type { JSX } from 'preact'
import { Icon } from '../dialog/icons.tsx'
import { defaultLabel } from '../elements/labels.ts'
import type { PanelProps } from './model.ts'

/** Opens the dialog for inviting friends. */
export function InviteButton({ model }: PanelProps): JSX.Element {
  const { words, view } = model.invitation
  return (
    <button class="primary start" part="invite" aria-haspopup="dialog" onClick={model.openInvite}>
      <Icon name="gift" />
      {view.value?.copy.button ?? defaultLabel(words.value.language)}
    </button>
  )
}
