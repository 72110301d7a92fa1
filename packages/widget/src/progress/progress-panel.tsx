import type { JSX } from 'preact'
import { Progress } from '../dialog/progress.tsx'
import type { Panel, PanelHost } from '../elements/panel-contract.ts'
import type { PanelProps } from '../panel/model.ts'
import { InviteButton } from '../panel/invite-button.tsx'
import { createPanel as create } from '../panel/panel.tsx'
import { Friends } from '../standing/friends.tsx'
import { Rewards } from '../standing/rewards.tsx'

/** `<goodword-progress>`: milestones, rewards and friends of whoever is signed in. */
export function createPanel(host: PanelHost): Panel {
  return create(host, { content: Standing, lists: ['rewards', 'referrals'] })
}

function Standing({ model }: PanelProps): JSX.Element {
  const { words, view, isSignedIn, participant, trouble } = model.invitation
  const panelWords = model.panelWords.value
  const isWaiting = isSignedIn.value && !participant.value && !trouble.value
  return (
    <>
      <h2 part="title">{view.value?.copy.title}</h2>
      {!isSignedIn.value && <p class="empty">{words.value.signInForMore}</p>}
      {isWaiting && <i class="bone rest" />}
      <Progress model={model} />
      <Rewards model={model} words={panelWords} />
      <Friends model={model} words={panelWords} />
      <InviteButton model={model} />
    </>
  )
}
