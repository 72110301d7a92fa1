import { linkFor, relink } from './share-link.ts'

/** What a share channel can do. */
export interface ChannelFacts {
  /** Its name in English. */
  readonly name: string
  /** Whether it takes a message at all; the others show the link's own preview only. */
  readonly takesText: boolean
  /** Where the link goes: `beside` the text as a parameter of its own, or `inside` the text. */
  readonly link: 'beside' | 'inside'
  /** Whether the text becomes a title: one line. */
  readonly title?: true
  /** Most characters of a message, as the channel counts them: see `fitMessage`. */
  readonly limit?: number
  /** What every link counts as, where that is not its length. */
  readonly linkLength?: number
  /** Whether it opens an app that has to be there, and no page: for phones. */
  readonly app?: true
  /** What else `shareUrl` should be told: the person's own Mastodon server, or a picture for Pinterest. */
  readonly needs?: 'instance' | 'image'
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
  /** Host name of the person's Mastodon server; one that is none is not used. @default mastodon.social */
  readonly instance?: string | undefined
  /** Address of the picture to pin; without one Pinterest looks for pictures on the page. */
  readonly image?: string | undefined
}

type Row = readonly [
  name: string,
  /** {u}: the link; {t}: the text beside it; {tu}: the text with the link inside; {s}: the subject. */
  address: string,
  more?: Pick<ChannelFacts, 'limit' | 'linkLength' | 'title' | 'app' | 'needs'>,
]

// One row each, since all of them travel to the browser: what a channel can do is read from its address.
const table = {
  whatsapp: ['WhatsApp', 'https://wa.me/?text={tu}'],
  email: ['E-mail', 'mailto:?subject={s}&body={tu}'],
  sms: ['SMS', 'sms:?body={tu}'],
  x: ['X', 'https://x.com/intent/tweet?text={t}&url={u}', { limit: 280, linkLength: 23 }],
  telegram: ['Telegram', 'https://t.me/share/url?url={u}&text={t}'],
  facebook: ['Facebook', 'https://www.facebook.com/sharer/sharer.php?u={u}'],
  linkedin: ['LinkedIn', 'https://www.linkedin.com/sharing/share-offsite/?url={u}'],
  messenger: ['Messenger', 'fb-messenger://share?link={u}', { app: true }],
  reddit: ['Reddit', 'https://www.reddit.com/submit?url={u}&title={t}', { limit: 300, title: true }],
  bluesky: ['Bluesky', 'https://bsky.app/intent/compose?text={tu}', { limit: 300 }],
  threads: ['Threads', 'https://www.threads.com/intent/post?text={t}&url={u}', { limit: 500 }],
  mastodon: ['Mastodon', 'https://{i}/share?text={tu}', { limit: 500, linkLength: 23, needs: 'instance' }],
  pinterest: [
    'Pinterest',
    'https://www.pinterest.com/pin/create/button/?url={u}&media={m}&description={t}',
    { limit: 500, needs: 'image' },
  ],
  line: ['LINE', 'https://line.me/R/share?text={tu}'],
  viber: ['Viber', 'viber://forward?text={tu}', { app: true }],
  vk: ['VK', 'https://vk.com/share.php?url={u}&title={t}', { title: true }],
  weibo: ['Weibo', 'https://service.weibo.com/share/share.php?url={u}&title={t}', { title: true }],
  teams: ['Teams', 'https://teams.microsoft.com/share?href={u}&msgText={t}'],
} as const satisfies Record<string, Row>

/** The name of a channel that a program can list. */
export type ChannelName = keyof typeof table

/** Every channel that a program can list. */
export const channelNames = Object.keys(table) as readonly ChannelName[]

const rowOf = (name: string): Row | undefined =>
  Object.hasOwn(table, name) ? table[name as ChannelName] : undefined

/** What a channel can do; `undefined` for a name that is none. */
export function channelFacts(name: string): ChannelFacts | undefined {
  const row = rowOf(name)
  if (!row) return undefined
  const [label, address, more] = row
  return {
    name: label,
    takesText: address.includes('{t'),
    link: address.includes('{u}') ? 'beside' : 'inside',
    ...more,
  }
}

/**
 * The address that opens a channel with the message filled in, for an `<a href target="_blank" rel="noopener">`.
 * The link is in it once, with the channel. `undefined` for a name that is no channel.
 */
export function shareUrl(name: string, content: ShareContent): string | undefined {
  const [, address, more] = rowOf(name) ?? []
  if (address === undefined) return undefined
  const { image, instance, subject = '', userAgent } = content
  const link = linkFor(content.link, name)
  const text = relink(content.text ?? '', content.link, name)
  const beside = without(text, link)
  const values: Record<string, string> = {
    u: encode(link),
    t: encode(more?.title ? oneLine(beside) : beside),
    tu: encode(withLink(text, link)).replaceAll('%0A', name === 'email' ? '%0D%0A' : '%0A'),
    s: encode(oneLine(subject)),
    m: encode(image ?? ''),
    i: instance !== undefined && /^[\w-]+(\.[\w-]+)+$/.test(instance) ? instance : 'mastodon.social',
  }
  const template = name === 'sms' ? address.replace('?', smsSeparator(userAgent)) : address
  return template.replaceAll(/\{(\w+)\}/g, (_, key: string) => values[key]!).replace('&media=&', '&')
}

/** Half an emoji cannot be encoded; it becomes the sign for an unreadable character. */
const encode = (text: string): string =>
  encodeURIComponent(text.replaceAll(/\r\n?/g, '\n').replaceAll(/\p{Surrogate}/gu, '\uFFFD'))

const oneLine = (text: string): string => text.replaceAll(/\s+/g, ' ').trim()

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
