import type { Message } from './join-message.ts'
import type { Copy } from '../schema/copy.ts'
import { linkFor } from './share-link.ts'
import type { TemplateVariable } from './template-variables.ts'
import { fillTemplate, type TemplateSpeech } from './template.ts'

export { fitMessage, type Fit } from './fit.ts'
export { joinMessage, shareMessage, type Message } from './join-message.ts'
export { linkFor } from './share-link.ts'
export { fillTemplate, type TemplateSpeech, type TemplateValues } from './template.ts'

/** What `composeMessage` needs to know. */
export interface MessageInput extends TemplateSpeech {
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
  /** How many friends they have brought. @default 0 */
  readonly friends?: number | undefined
  /** What they have earned so far, in minor units. @default 0 */
  readonly earned?: number | undefined
  /** When the offer ends, epoch milliseconds: see `scarcityOf`. */
  readonly until?: number | undefined
  /** `false` leaves it out, where the page says it elsewhere. @default true */
  readonly disclosure?: boolean
}

/** The message for a channel, or for any, filled in and in its parts. */
export function composeMessage(input: MessageInput): Message {
  const { copy, channel, code, program, referrer, friends = 0, earned = 0, until } = input
  const link = linkFor(input.link)
  const vars = {
    link,
    code: plain(code),
    program: plain(program),
    referrer: referrer === undefined ? undefined : plain(referrer),
    youGet: copy.youGet,
    friendGets: copy.friendGets,
    friends,
    earned,
    until,
  } satisfies Record<TemplateVariable, unknown>
  const fill = (text: string): string => fillTemplate(text, vars, input)
  const own =
    channel !== undefined && copy.channels && Object.hasOwn(copy.channels, channel)
      ? copy.channels[channel]
      : undefined
  // "{referrer} sends you $10" is no sentence when nobody knows who.
  const subject =
    copy.subject && (vars.referrer || !copy.subject.includes('{referrer}')) ? copy.subject : copy.title
  return {
    body: fill(own ?? copy.message).trim(),
    link,
    subject: plain(fill(subject)),
    ...(input.disclosure !== false && { disclosure: fill(copy.disclosure) }),
  }
}

/** Names come from people: no line breaks, no control characters, nothing that turns the direction of what follows. */
const plain = (text: string): string => text.replaceAll(/[\p{Cc}\u202A-\u202E\u2066-\u2069\s]+/gu, ' ').trim()
