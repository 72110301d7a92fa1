import type { JSX } from 'preact'
import { Friends } from '../dialog/friends.tsx'
import { Progress } from '../dialog/progress.tsx'
import { Rewards } from '../dialog/rewards.tsx'
import type { Panel, PanelHost } from '../elements/panel-contract.ts'
import type { PanelProps } from '../panel/model.ts'
import { InviteButton } from '../panel/invite-button.tsx'
import { createPanel as create } from '../panel/panel.tsx'

/** `<goodword-progress>`: milestones, rewards and friends of whoever is signed in. */
export function createPanel(host: PanelHost): Panel {
  return create(host, { content: Standing, lists: ['rewards', 'referrals'] })
}

function Standing({ model }: PanelProps): JSX.Element {
  const { words, view, isSignedIn, participant, trouble } = model.invitation
  const isWaiting = isSignedIn.value && !participant.value && !trouble.value
  return (
    <>
      <h2 part="title">{view.value?.copy.title}</h2>
      {!isSignedIn.value && <p class="empty">{words.value.signInForMore}</p>}
      {isWaiting && <div class="bone rest" />}
      <Progress model={model} />
      <Rewards model={model} />
      <Friends model={model} />
      <InviteButton model={model} />
    </>
  )
}
