import { channelFacts } from '@goodword/program/channels'
import { linkFor, shareMessage } from '@goodword/program/messages'
import { useSignal } from '@preact/signals'
import type { FunctionComponent, JSX } from 'preact'
import { channelIcon, Icon } from './icons.tsx'
import type { ModelProps } from './model.ts'

type QrCode = FunctionComponent<{ readonly text: string; readonly label: string }>

/**
 * The channels that the program lists, each a real link, which no browser blocks; then the QR code.
 */
export function Channels({ model }: ModelProps): JSX.Element {
  const { invitation, message, window } = model
  const words = invitation.words.value
  const link = invitation.participant.value?.link
  const qrCode = useSignal<QrCode | undefined>(undefined)
  const { userAgent } = window.navigator
  if (!link) return <div class="bone tall" />

  const toggleQrCode = async (): Promise<void> => {
    if (qrCode.value) {
      qrCode.value = undefined
      return
    }
    try {
      const { QrCode } = await import('../qr/qr-code.tsx')
      qrCode.value = QrCode
    } catch (cause) {
      model.onError(cause)
    }
  }
  const channels = invitation.view.value!.channels.flatMap((channel) => {
    const facts = channelFacts(channel)
    const href = facts && shareMessage(channel, message.forChannel(channel)!, userAgent)
    // A newer server may name channels that this version does not know.
    return href ? [{ channel, href, name: channel === 'email' ? words.email : facts.name }] : []
  })
  const tiles = channels.length + 1
  const columns = tiles < 6 ? tiles : Math.ceil(tiles / 2)
  const Code = qrCode.value
  return (
    <div class="group">
      <ul class="channels" style={{ '--columns': columns }}>
        {channels.map(({ channel, href, name }) => (
          <li key={channel}>
            <a
              class="tile"
              part="channel"
              href={href}
              target="_blank"
              rel="noopener"
              onClick={() => model.onShare(channel)}
            >
              <Icon name={channelIcon(channel)} />
              {name}
            </a>
          </li>
        ))}
        <li>
          <button
            class="tile"
            part="channel"
            aria-expanded={Boolean(Code)}
            aria-controls="qr-code"
            onClick={toggleQrCode}
          >
            <Icon name="qr" />
            {words.qrCode}
          </button>
        </li>
      </ul>
      <div id="qr-code">{Code && <Code text={linkFor(link, 'qr')} label={words.qrCode} />}</div>
    </div>
  )
}
