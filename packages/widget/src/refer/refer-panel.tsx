import { useSignal } from '@preact/signals'
import type { JSX } from 'preact'
import type { Panel, PanelHost } from '../elements/panel-contract.ts'
import { Icon } from '../dialog/icons.tsx'
import { InviteButton } from '../panel/invite-button.tsx'
import type { PanelProps } from '../panel/model.ts'
import { createPanel as create } from '../panel/panel.tsx'
import { isRepresentative } from './introduction.ts'
import { ReferForm } from './refer-form.tsx'
import css from './refer.css?inline'
import { sayNamed } from '../locales/say.ts'

/**
 * `<goodword-refer>`: introduces one person by e-mail, with their consent. A token whose `role` is `rep` makes it the
 * form of a representative, who speaks of somebody that they talked to.
 */
export function createPanel(host: PanelHost): Panel {
  return create(host, { content: Refer, css })
}

function Refer({ model }: PanelProps): JSX.Element {
  const words = model.panelWords.value
  const { isSignedIn, participant, canInvite } = useStanding(model)
  const done = useSignal<string | undefined>(undefined)
  const isAgain = useSignal(false)
  const isRep = isRepresentative(model.host.settings().token)
  return (
    <>
      <h2 part="title">{isRep ? words.introduceLead : words.introduce}</h2>
      {!isSignedIn && <p class="empty">{words.signInToRefer}</p>}
      {isSignedIn && participant && !canInvite && (
        <>
          <p>{words.shareInstead}</p>
          <InviteButton model={model} />
        </>
      )}
      {isSignedIn && participant && canInvite && done.value === undefined && (
        <ReferForm
          model={model}
          isAgain={isAgain.value}
          onDone={(email) => {
            isAgain.value = true
            done.value = email
          }}
        />
      )}
      {done.value !== undefined && (
        <div class="group">
          <p class="done">
            <span class="badge granted" aria-hidden="true">
              <Icon name="check" />
            </span>
            <span>{sayNamed(words.introduced, { email: done.value })}</span>
          </p>
          <button class="secondary start" ref={focusOnce} onClick={() => (done.value = undefined)}>
            {words.another}
          </button>
        </div>
      )}
    </>
  )
}

function useStanding(model: PanelProps['model']) {
  const { isSignedIn, participant } = model.invitation
  return {
    isSignedIn: isSignedIn.value,
    participant: participant.value,
    canInvite: model.invitation.supports('invites'),
  }
}

/** What had the focus is gone. */
function focusOnce(element: HTMLElement | null): void {
  element?.focus()
}
