import { channelFacts } from './channels.ts'
import { joinMessage, type Message } from './join-message.ts'
import { linkFor } from './share-link.ts'

/** How long a message is where it is shared. */
export interface Fit {
  /** As the channel counts it, with its link and disclosure. */
  readonly length: number
  /** Most that the channel takes; `undefined` where it has no limit that we know of. */
  readonly limit?: number
  /** What has to go, 0 if it fits. */
  readonly over: number
}

/**
 * Whether a message fits its channel. Counted are graphemes, an emoji being one: what readers see, and what Bluesky
 * counts. X counts an emoji as two, and so most Asian letters. A channel that takes no text shows none, so all fits.
 */
export function fitMessage(message: Message, channel: string): Fit {
  const { takesText, limit, link: place, linkLength } = channelFacts(channel) ?? {}
  if (takesText === false) return { length: 0, over: 0 }
  const link = linkFor(message.link, channel)
  const texts = joinMessage(message, channel).split(link)
  const weigh = channel === 'x' ? weightOnX : () => 1
  let length = (texts.length - 1) * (linkLength ?? link.length)
  for (const text of texts) for (const grapheme of graphemes(text.normalize())) length += weigh(grapheme)
  // A parameter of its own: X and Threads put it behind the text, with a space between.
  if (place === 'beside' && texts.length === 1) length += 1 + (linkLength ?? link.length)
  return { length, ...(limit !== undefined && { limit }), over: Math.max(0, length - (limit ?? Infinity)) }
}

const graphemes = (text: string): string[] =>
  // Firefox has it since version 125.
  Intl.Segmenter ? [...new Intl.Segmenter().segment(text)].map(({ segment }) => segment) : Array.from(text)

/** https://docs.x.com/fundamentals/counting-characters */
function weightOnX(grapheme: string): number {
  if (/\p{RI}|\p{Extended_Pictographic}\uFE0F?|\u20E3/u.test(grapheme)) return 2
  return Array.from(grapheme).reduce(
    (sum, letter) => sum + (/[\0-\u10FF\u2000-\u200D\u2010-\u201F\u2032-\u2037]/.test(letter) ? 1 : 2),
    0,
  )
}
