import { joinMessage, linkFor, type Message } from '@goodword/program/messages'
import type { SharingWindow } from './copy-text.ts'

/** Opens the device's own share sheet. `false` when the reader changed their mind; rejects when it does not work. */
export async function shareNatively(message: Message, { navigator }: SharingWindow): Promise<boolean> {
  const { subject, body, disclosure } = message
  const link = linkFor(message.link, 'native')
  const whole = joinMessage(message, 'native')
  // Beside the text the link gets its preview; inside it, where the message has put it, it would be there twice.
  const isInside = body.includes(message.link)
  const beside = {
    text: disclosure && !body.includes(disclosure) ? `${body}\n\n${disclosure}` : body,
    url: link,
  }
  try {
    await navigator.share({ title: subject, ...(isInside ? { text: whole } : beside) })
    return true
  } catch (error) {
    if ((error as Partial<DOMException>).name === 'AbortError') return false
    throw error
  }
}
