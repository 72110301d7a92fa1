import type { Standing } from '@goodword/adapters'
import { signal, type ReadonlySignal } from '@preact/signals-core'
import type { JSX } from 'preact'
import { useTask } from '../dialog/hooks.ts'
import type { Panel, PanelHost } from '../elements/panel-contract.ts'
import { sayCount } from '../locales/say.ts'
import { InviteButton } from '../panel/invite-button.tsx'
import type { PanelProps } from '../panel/model.ts'
import { createPanel as create } from '../panel/panel.tsx'
import css from './leaderboard.css?inline'
import { findPlaces, type Place } from './places.ts'

/** `<goodword-leaderboard limit="10">`: who brings the most friends, and one's own place among them or below. */
export function createPanel(host: PanelHost): Panel {
  const standings = signal<readonly Standing[] | undefined>()
  return create(host, {
    content: ({ model }) => <Board model={model} standings={standings} load={load} />,
    css,
  })

  async function load(model: PanelProps['model']): Promise<void> {
    const limit = Math.min(100, Math.max(1, Math.trunc(Number(host.element.getAttribute('limit'))) || 10))
    standings.value = (await model.ask((backend) => backend.leaderboard({ limit }))) ?? standings.value
  }
}

interface BoardProps extends PanelProps {
  readonly standings: ReadonlySignal<readonly Standing[] | undefined>
  readonly load: (model: PanelProps['model']) => Promise<void>
}

function Board({ model, standings, load }: BoardProps): JSX.Element {
  const words = model.panelWords.value
  const { participant, isSignedIn, view } = model.invitation
  const isTroubled = model.trouble.value
  // The program says whether there is a ranking at all; a retry fetches both anew.
  const isRanked = model.invitation.supports('leaderboard')
  useTask(() => void (isRanked && load(model)), [view.value, isTroubled === undefined])
  const { top, mine } = findPlaces(standings.value ?? [], participant.value)
  const hasPlace = mine ?? top.find(({ isMine }) => isMine)
  return (
    <>
      <h2 part="title">{view.value && !isRanked ? view.value.copy.title : words.leaders}</h2>
      {!standings.value && !isTroubled && (isRanked || !view.value) && <i class="bone rest" />}
      {standings.value?.length === 0 && <p class="empty">{words.noLeaders}</p>}
      {top.length > 0 && (
        <ol class="places" part="places">
          {top.map((place, index) => (
            <Row key={index} model={model} place={place} />
          ))}
          {mine && <Row model={model} place={mine} isApart />}
        </ol>
      )}
      {isSignedIn.value && participant.value && top.length > 0 && !hasPlace && (
        <p class="empty">{words.unranked}</p>
      )}
      <InviteButton model={model} />
    </>
  )
}

function Row({ model, place, isApart }: PanelProps & { place: Place; isApart?: boolean }): JSX.Element {
  const { locale, words } = model.speech()
  const { rank, name, friends, isMine } = place
  const { you } = model.panelWords.value
  const look = [isMine && 'mine', isApart && 'apart', rank <= 3 && 'front'].filter(Boolean).join(' ')
  return (
    <li class={look} aria-current={isMine ? 'true' : undefined}>
      <span class="badge">{rank.toLocaleString(locale)}</span>
      <span class="name">
        <bdi>{name}</bdi>
        {isMine && (name ? ` (${you})` : you)}
      </span>
      <span class="friends">{sayCount(words.friends, friends, locale)}</span>
    </li>
  )
}
