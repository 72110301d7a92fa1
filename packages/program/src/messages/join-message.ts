import { channelFacts, shareUrl, type ShareContent } from './channels.ts'
import { linkFor, relink } from './share-link.ts'

/** What a message is made of, so that its body can be edited before `joinMessage` makes it whole. */
export interface Message {
  /** What the participant reads, and may rewrite. */
  readonly body: string
  /** Says that the sender is rewarded: shown beside the body, added when it is shared. */
  readonly disclosure?: string
  /** The participant's link, without a channel. */
  readonly link: string
  /** For e-mail. */
  readonly subject: string
}

/**
 * The whole text: the body, the link at its end unless the body has it, and the disclosure unless the body says it. The
 * link names the channel. A channel that takes the link beside the text (X, Telegram) gets it from `shareUrl` instead.
 * Without a channel it is the text to copy.
 */
export function joinMessage(message: Message, channel?: string): string {
  const { disclosure } = message
  const link = linkFor(message.link, channel)
  const body = relink(message.body.trim(), message.link, channel)
  const beside = channel !== undefined && channelFacts(channel)?.link === 'beside'
  const linked = beside || body.includes(link) ? body : `${body}\n${link}`.trim()
  return disclosure === undefined || body.includes(disclosure) ? linked : `${linked}\n\n${disclosure}`.trim()
}

/**
 * The address that shares a message by a channel: `joinMessage` and `shareUrl` in one. `undefined` for a name that is no
 * channel.
 */
export function shareMessage(
  channel: string,
  message: Message,
  userAgent?: string,
  more: Pick<ShareContent, 'instance' | 'image'> = {},
): string | undefined {
  const { link, subject } = message
  return shareUrl(channel, { ...more, text: joinMessage(message, channel), link, subject, userAgent })
}
