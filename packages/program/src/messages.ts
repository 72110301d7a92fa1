import { channelFacts, shareUrl } from './channels.ts'
import type { Copy } from './schema/copy.ts'
import { linkFor, relink } from './share-link.ts'

export { linkFor } from './share-link.ts'

/** The names that a message may use, as `{name}`. */
export const templateVariables = ['link', 'code', 'program', 'referrer', 'youGet', 'friendGets'] as const

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

/** What `composeMessage` needs to know. */
export interface MessageInput {
  readonly copy: Pick<
    Copy,
    'title' | 'message' | 'subject' | 'channels' | 'disclosure' | 'youGet' | 'friendGets'
  >
  /** Where it is shared, for programs with a message of its own there. */
  readonly channel?: string | undefined
  /** The participant's link. */
  readonly link: string
  readonly code: string
  /** The program's name. */
  readonly program: string
  /** The participant's name, if known. */
  readonly referrer?: string | undefined
  /** `false` leaves it out, where the page says it elsewhere. @default true */
  readonly disclosure?: boolean
}

/**
 * Fills `{name}` from `vars` in one pass: what a value contains is never filled again. A variable that is known but
 * `undefined` becomes nothing, a name that is not known stays as it is.
 */
export function fillTemplate(text: string, vars: Readonly<Record<string, string | undefined>>): string {
  return text.replaceAll(/\{(\w+)\}/g, (whole, name: string) =>
    Object.hasOwn(vars, name) ? (vars[name] ?? '') : whole,
  )
}

/** The message for a channel, or for any, filled in and in its parts. */
export function composeMessage(input: MessageInput): Message {
  const { copy, channel, code, program, referrer } = input
  const link = linkFor(input.link)
  const vars = {
    link,
    code: plain(code),
    program: plain(program),
    referrer: referrer === undefined ? undefined : plain(referrer),
    youGet: copy.youGet,
    friendGets: copy.friendGets,
  }
  const own =
    channel !== undefined && copy.channels && Object.hasOwn(copy.channels, channel)
      ? copy.channels[channel]
      : undefined
  // "{referrer} sends you $10" is no sentence when nobody knows who.
  const subject =
    copy.subject && (vars.referrer || !copy.subject.includes('{referrer}')) ? copy.subject : copy.title
  return {
    body: fillTemplate(own ?? copy.message, vars).trim(),
    link,
    subject: plain(fillTemplate(subject, vars)),
    ...(input.disclosure !== false && { disclosure: fillTemplate(copy.disclosure, vars) }),
  }
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
export function shareMessage(channel: string, message: Message, userAgent?: string): string | undefined {
  const { link, subject } = message
  return shareUrl(channel, { text: joinMessage(message, channel), link, subject, userAgent })
}

/** Names come from people: no line breaks, no control characters, nothing that turns the direction of what follows. */
const plain = (text: string): string => text.replaceAll(/[\p{Cc}\u202A-\u202E\u2066-\u2069\s]+/gu, ' ').trim()
