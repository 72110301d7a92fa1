import { channelFacts } from '@goodword/program/channels'
import { shareMessage } from '@goodword/program/messages'
import type { JSX } from 'preact'
import type { Words } from '../locales/words.ts'
import type { ExtraName } from './extra.ts'
import { hasIcon, Icon, type IconName } from './icons.tsx'
import type { ModelProps } from './model.ts'

/** As many channels as are there at once, where there are many. */
const first = 5

/** What a channel is called; all but two are brands, which have one name. */
export const nameChannel = (channel: string, words: Words): string =>
  channel === 'email' || channel === 'sms' ? words[channel] : channelFacts(channel)!.name

/**
 * The channels, each a real link, which no browser blocks; then what opens below them, whose code comes when it does.
 */
export function Channels({ model }: ModelProps): JSX.Element {
  const { invitation, message, window } = model
  const words = invitation.words.value
  const { opened, showsAll } = model
  if (!invitation.participant.value) return <i class="bone tall" />

  const listed = model.channels()
  const isFolded = listed.length > first + 2 && !showsAll.value
  const shown = isFolded ? listed.slice(0, first) : listed
  const extras: readonly (readonly [ExtraName, IconName, string])[] = [
    ...(model.canInvite() ? ([['invites', 'invites', words.inviteByEmail]] as const) : []),
    ['qr', 'qr', words.qrCode],
  ]
  const tiles = shown.length + extras.length + Number(isFolded)
  const columns = tiles < 6 ? tiles : Math.ceil(tiles / Math.ceil(tiles / 5))
  const Brand = !shown.every(hasIcon) && model.extra('brand')
  const { userAgent } = window.navigator
  const Opened = extras.some(([name]) => name === opened.value) && model.extra(opened.value!)
  const { image } = invitation.view.value!.copy.preview ?? {}
  return (
    <div class="group">
      <ul class="channels" style={{ '--columns': columns }}>
        {shown.map((channel, index) => (
          <li key={channel}>
            <a
              ref={showsAll.value && index === first ? takeFocus : null}
              class="tile"
              part="channel"
              href={shareMessage(channel, message.forChannel(channel)!, userAgent, {
                image,
                instance: message.instance.value,
              })!}
              target="_blank"
              rel="noopener"
              onClick={() => model.onShare(channel)}
            >
              {hasIcon(channel) || !Brand ? (
                <Icon name={hasIcon(channel) ? channel : 'share'} />
              ) : (
                <Brand model={model} channel={channel} />
              )}
              {nameChannel(channel, words)}
            </a>
          </li>
        ))}
        {isFolded && (
          <li>
            <button class="tile" part="more" onClick={() => (showsAll.value = true)}>
              <Icon name="more" />
              {words.more}
            </button>
          </li>
        )}
        {extras.map(([name, icon, label]) => (
          <li key={name}>
            <button
              class="tile"
              part="channel"
              aria-expanded={opened.value === name}
              onClick={() => (opened.value = opened.value === name ? undefined : name)}
            >
              <Icon name={icon} />
              {label}
            </button>
          </li>
        ))}
      </ul>
      {Opened && (
        <div key={opened.value} ref={bringIntoView}>
          <Opened model={model} />
        </div>
      )}
    </div>
  )
}

/** Where "More" was, which had the focus. */
function takeFocus(element: HTMLElement | null): void {
  element?.focus()
}

/** What opens below the last tiles may be below the fold: without this a click would seem to have done nothing. */
function bringIntoView(element: HTMLElement | null): void {
  element?.scrollIntoView({ block: 'nearest' })
}
