import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { channelFacts, channelNames, shareUrl, type ChannelFacts } from './channels.ts'
import { joinMessage, type Message } from './messages.ts'

const link = 'https://go.example/r/shop/AMY'
/** What a channel shows: the parameters, decoded as a browser or a mail program decodes them. */
const read = (url: string): Record<string, string> =>
  Object.fromEntries(
    url
      .slice(url.search(/[?&]/) + 1)
      .split('&')
      .map((pair) => pair.split('='))
      .map(([name = '', value = '']) => [name, decodeURIComponent(value)]),
  )

test.each([
  ['whatsapp', `https://wa.me/?text=Hi%0A${encodeURIComponent(`${link}?ch=whatsapp`)}`],
  ['email', `mailto:?subject=A%20gift&body=Hi%0D%0A${encodeURIComponent(`${link}?ch=email`)}`],
  ['sms', `sms:?body=Hi%0A${encodeURIComponent(`${link}?ch=sms`)}`],
  ['x', `https://x.com/intent/tweet?text=Hi&url=${encodeURIComponent(`${link}?ch=x`)}`],
  ['telegram', `https://t.me/share/url?url=${encodeURIComponent(`${link}?ch=telegram`)}&text=Hi`],
  ['facebook', `https://www.facebook.com/sharer/sharer.php?u=${encodeURIComponent(`${link}?ch=facebook`)}`],
  [
    'linkedin',
    `https://www.linkedin.com/sharing/share-offsite/?url=${encodeURIComponent(`${link}?ch=linkedin`)}`,
  ],
  ['messenger', `fb-messenger://share?link=${encodeURIComponent(`${link}?ch=messenger`)}`],
  ['reddit', `https://www.reddit.com/submit?url=${encodeURIComponent(`${link}?ch=reddit`)}&title=Hi`],
  ['bluesky', `https://bsky.app/intent/compose?text=Hi%0A${encodeURIComponent(`${link}?ch=bluesky`)}`],
  ['threads', `https://www.threads.com/intent/post?text=Hi&url=${encodeURIComponent(`${link}?ch=threads`)}`],
  ['mastodon', `https://mastodon.social/share?text=Hi%0A${encodeURIComponent(`${link}?ch=mastodon`)}`],
  [
    'pinterest',
    `https://www.pinterest.com/pin/create/button/?url=${encodeURIComponent(`${link}?ch=pinterest`)}&description=Hi`,
  ],
  ['line', `https://line.me/R/share?text=Hi%0A${encodeURIComponent(`${link}?ch=line`)}`],
  ['viber', `viber://forward?text=Hi%0A${encodeURIComponent(`${link}?ch=viber`)}`],
  ['vk', `https://vk.com/share.php?url=${encodeURIComponent(`${link}?ch=vk`)}&title=Hi`],
  [
    'weibo',
    `https://service.weibo.com/share/share.php?url=${encodeURIComponent(`${link}?ch=weibo`)}&title=Hi`,
  ],
  ['teams', `https://teams.microsoft.com/share?href=${encodeURIComponent(`${link}?ch=teams`)}&msgText=Hi`],
])('%s', (channel, expected) => {
  expect(shareUrl(channel, { text: 'Hi', link, subject: 'A gift', userAgent: '' })).toBe(expected)
})

test.each(['', 'smoke', 'constructor', '__proto__'])('%o is no channel', (name) => {
  expect(shareUrl(name, { text: 'Hi', link })).toBeUndefined()
  expect(channelFacts(name)).toBeUndefined()
})

test('every channel says what it can do', () => {
  const names = (can: (facts: ChannelFacts) => unknown) =>
    channelNames.filter((name) => can(channelFacts(name)!))
  expect(names(({ takesText }) => !takesText)).toEqual(['facebook', 'linkedin', 'messenger'])
  expect(names(({ app }) => app)).toEqual(['messenger', 'viber'])
  expect(names(({ title }) => title)).toEqual(['reddit', 'vk', 'weibo'])
  expect(channelFacts('x')).toEqual({
    name: 'X',
    takesText: true,
    link: 'beside',
    limit: 280,
    linkLength: 23,
  })
  expect(channelFacts('email')).toEqual({ name: 'E-mail', takesText: true, link: 'inside' })
})

test('a title is one line', () => {
  const { title } = read(shareUrl('reddit', { text: 'Coffee\n\nI earn $10.', link })!)
  expect(title).toBe('Coffee I earn $10.')
})

test('Mastodon is the person’s own server, and nothing that is none', () => {
  const open = (instance?: string) => shareUrl('mastodon', { text: 'Hi', link, instance })
  expect(open('chaos.social')).toMatch(/^https:\/\/chaos\.social\/share\?text=Hi/)
  for (const wrong of ['evil.example/x?', 'a b', 'user:pw@evil.example', 'localhost', ''])
    expect(open(wrong)).toMatch(/^https:\/\/mastodon\.social\/share/)
})

test('Pinterest gets the picture, if there is one', () => {
  const image = 'https://shop.example/a b.png?x=1&y'
  expect(read(shareUrl('pinterest', { text: 'Hi', link, image })!)['media']).toBe(image)
})

describe('a message', () => {
  test('goes to Apple’s messages with another separator', () => {
    for (const device of ['iPhone; CPU iPhone OS 18_0', 'Macintosh; Intel Mac OS X'])
      expect(shareUrl('sms', { text: 'Hi', link, userAgent: `Mozilla/5.0 (${device})` })).toMatch(
        /^sms:&body=/,
      )
    expect(shareUrl('sms', { text: 'Hi', link, userAgent: 'Mozilla/5.0 (Linux; Android 16)' })).toMatch(
      /^sms:\?body=/,
    )
  })

  test('with quotes, emoji, ampersands, marks and right-to-left words arrives as it was written', () => {
    const text = '"50% off" & more #1 + <b> 👩‍👩‍👧 مرحبا\nSecond line = ?'
    for (const channel of ['whatsapp', 'sms', 'x', 'telegram']) {
      const { text: shown, body } = read(shareUrl(channel, { text, link, userAgent: '' })!)
      expect(shown ?? body).toContain(text)
    }
    const mail = read(shareUrl('email', { text, link, subject: 'A & B\r\nBcc: x@example.com' })!)
    expect(mail['body']).toContain(text.replace('\n', '\r\n'))
    expect(mail['subject']).toBe('A & B Bcc: x@example.com')
  })

  test('with half an emoji does not throw', () => {
    expect(shareUrl('whatsapp', { text: 'Hi \uD83D!', link })).toContain('Hi%20%EF%BF%BD!')
  })

  test('without words is the link alone', () => {
    expect(read(shareUrl('whatsapp', { link })!)['text']).toBe(`${link}?ch=whatsapp`)
  })

  test('whose link only begins like the participant’s keeps it', () => {
    const text = `Not ${link}2, but mine:`
    expect(read(shareUrl('telegram', { text, link })!)['text']).toBe(text)
  })

  test('has the link exactly once, whatever was written around it', () => {
    const piece = fc.oneof(
      fc.string({ unit: 'grapheme', maxLength: 12 }),
      fc.constantFrom(link, `${link}?ch=x`, '{link}', '\n'),
    )
    const message = fc
      .array(piece, { maxLength: 6 })
      .filter((pieces) => pieces.filter((text) => text.includes(link)).length <= 1)
      .map((pieces): Message => ({ body: pieces.join(' '), link, subject: '', disclosure: 'I earn $10.' }))
    fc.assert(
      fc.property(message, fc.constantFrom(...channelNames), (message, channel) => {
        const url = shareUrl(channel, { text: joinMessage(message, channel), link })!
        const shown = Object.values(read(url)).join(' ')
        expect(shown.split(`${link}?ch=${channel}`)).toHaveLength(2)
        expect(shown.split(link)).toHaveLength(2)
      }),
      { numRuns: 2_000 },
    )
  })
})
