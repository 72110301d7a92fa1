import { linkFor, relink } from './share-link.ts'

/** What a share channel can do. */
export interface ChannelFacts {
  /** Its name in English. */
  readonly name: string
  /** Whether it takes a message at all; the others show the link's own preview only. */
  readonly takesText: boolean
  /** Where the link goes: `beside` the text as a parameter of its own, or `inside` the text. */
  readonly link: 'beside' | 'inside'
  /** Most characters of a message; X counts every link as 23. */
  readonly limit?: number
}

/** What `shareUrl` puts into a channel's address. */
export interface ShareContent {
  /** As `joinMessage` returns it, or any text. @default '' */
  readonly text?: string
  /** The participant's link; the channel is added to it. */
  readonly link: string
  /** For e-mail. */
  readonly subject?: string | undefined
  /** Tells iOS from Android, which open messages differently. @default the browser's own */
  readonly userAgent?: string | undefined
}

interface Channel extends ChannelFacts {
  /** `link` and `subject` are ready for a URL; `text` has the link only where it stands inside. */
  address(encoded: { text: string; link: string; subject: string; userAgent: string | undefined }): string
}

const table = {
  whatsapp: {
    name: 'WhatsApp',
    takesText: true,
    link: 'inside',
    address: ({ text }) => `https://wa.me/?text=${text}`,
  },
  email: {
    name: 'E-mail',
    takesText: true,
    link: 'inside',
    address: ({ text, subject }) => `mailto:?subject=${subject}&body=${text.replaceAll('%0A', '%0D%0A')}`,
  },
  sms: {
    name: 'SMS',
    takesText: true,
    link: 'inside',
    address: ({ text, userAgent }) => `sms:${smsSeparator(userAgent)}body=${text}`,
  },
  x: {
    name: 'X',
    takesText: true,
    link: 'beside',
    limit: 280,
    address: ({ text, link }) => `https://x.com/intent/tweet?text=${text}&url=${link}`,
  },
  telegram: {
    name: 'Telegram',
    takesText: true,
    link: 'beside',
    address: ({ text, link }) => `https://t.me/share/url?url=${link}&text=${text}`,
  },
  facebook: {
    name: 'Facebook',
    takesText: false,
    link: 'beside',
    address: ({ link }) => `https://www.facebook.com/sharer/sharer.php?u=${link}`,
  },
  linkedin: {
    name: 'LinkedIn',
    takesText: false,
    link: 'beside',
    address: ({ link }) => `https://www.linkedin.com/sharing/share-offsite/?url=${link}`,
  },
} as const satisfies Record<string, Channel>

/** The name of a channel that a program can list. */
export type ChannelName = keyof typeof table

/** Every channel that a program can list. */
export const channelNames = Object.keys(table) as readonly ChannelName[]

const channelOf = (name: string): Channel | undefined =>
  Object.hasOwn(table, name) ? table[name as ChannelName] : undefined

/** What a channel can do; `undefined` for a name that is none. */
export const channelFacts = (name: string): ChannelFacts | undefined => channelOf(name)

/**
 * The address that opens a channel with the message filled in, for an `<a href target="_blank" rel="noopener">`.
 * The link is in it once, with the channel. `undefined` for a name that is no channel.
 */
export function shareUrl(name: string, content: ShareContent): string | undefined {
  const channel = channelOf(name)
  if (!channel) return undefined
  const link = linkFor(content.link, name)
  const text = relink(content.text ?? '', content.link, name)
  return channel.address({
    text: encode(channel.link === 'beside' ? without(text, link) : withLink(text, link)),
    link: encode(link),
    subject: encode((content.subject ?? '').replaceAll(/\s+/g, ' ').trim()),
    userAgent: content.userAgent,
  })
}

/** Half an emoji cannot be encoded; it becomes the sign for an unreadable character. */
const encode = (text: string): string =>
  encodeURIComponent(text.replaceAll(/\r\n?/g, '\n').replaceAll(/\p{Surrogate}/gu, '\uFFFD'))

const withLink = (text: string, link: string): string =>
  text.includes(link) ? text : `${text}\n${link}`.trim()

const without = (text: string, link: string): string =>
  text
    .split(link)
    .map((part) => part.trim())
    .filter(Boolean)
    .join('\n')

/** `sms:` has no standard for a message without a number. macOS and an iPad that says it is a Mac do as iOS does. */
const smsSeparator = (userAgent = globalThis.navigator?.userAgent ?? ''): string =>
  /iPhone|iPad|iPod|Macintosh/.test(userAgent) ? '&' : '?'
