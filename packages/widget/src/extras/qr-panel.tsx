import { linkFor } from '@goodword/program/messages'
import type { JSX } from 'preact'
import { useRef } from 'preact/hooks'
import type { ExtraProps } from '../dialog/extra.ts'
import { QrCode } from './qr-code.tsx'

/** The link as a QR code: to show, to keep as a file, and to print as a card. */
export function Content({ model, words }: ExtraProps): JSX.Element {
  const { invitation, window } = model
  const svg = useRef<SVGSVGElement>(null)
  const { link } = invitation.participant.value!

  const download = (): void => {
    const { document, URL } = window
    const text = new window.XMLSerializer().serializeToString(svg.current!)
    const href = URL.createObjectURL(new window.Blob([text], { type: 'image/svg+xml' }))
    const anchor = document.createElement('a')
    anchor.href = href
    anchor.download = 'qr-code.svg'
    anchor.click()
    // Browsers read it after the click.
    window.setTimeout(() => URL.revokeObjectURL(href), 10_000)
    model.onShare('qr')
  }
  const print = async (): Promise<void> => {
    try {
      const { printCard } = await import('./card.ts')
      await printCard(invitation, window)
      model.onShare('print')
    } catch (cause) {
      model.onError(cause)
    }
  }
  return (
    <div class="group">
      <QrCode text={linkFor(link, 'qr')} label={invitation.words.value.qrCode} svg={svg} />
      <div class="row center">
        <button class="secondary" part="download" onClick={download}>
          {words.download}
        </button>
        <button class="secondary" part="print" onClick={print}>
          {words.printCard}
        </button>
      </div>
    </div>
  )
}
