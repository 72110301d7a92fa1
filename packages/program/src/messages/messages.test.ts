import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { channelFacts, channelNames } from './channels.ts'
import { composeMessage, joinMessage, linkFor, shareMessage, type MessageInput } from './messages.ts'
import type { Copy } from '../schema/copy.ts'
import { shop } from '../shop.fixture.ts'

const link = 'https://go.example/r/shop/AMY'
/** A name as a message shows it: one line, and nothing that hides or turns. */
const tame = (name: string): string => name.replaceAll(/[\p{Cc}\u202A-\u202E\u2066-\u2069\s]+/gu, ' ').trim()
const compose = (copy: Partial<Copy> = {}, more: Partial<MessageInput> = {}) =>
  composeMessage({
    copy: { ...shop.copy.en, ...copy },
    link,
    code: 'AMY',
    program: 'Juniper',
    referrer: 'Amy',
    ...more,
  })

describe('a message', () => {
  test('comes in parts: what can be edited, what is disclosed, where it leads', () => {
    expect(compose()).toEqual({
      body: 'I buy my coffee at Juniper. Here is $10 off the first bag:',
      disclosure: 'I get $10 credit if you buy.',
      link,
      subject: 'Amy sends you $10 for coffee',
    })
  })

  test('is the channel’s own where the program has one', () => {
    const channels = { x: 'Coffee? {link}' }
    expect(compose({ channels }, { channel: 'x' }).body).toBe(`Coffee? ${link}`)
    expect(compose({ channels }, { channel: 'sms' }).body).toMatch(/^I buy my coffee/)
    expect(compose({ channels }, { channel: 'constructor' }).body).toMatch(/^I buy my coffee/)
  })

  test('has another subject when nobody knows who sends it', () => {
    expect(compose({}, { referrer: undefined }).subject).toBe('Give $10, get $10')
  })

  test('takes no line breaks and no hidden characters from a name', () => {
    const referrer = 'Amy\r\nBcc: all@example.com\u202E\u0000 {link}'
    expect(compose({ message: '{referrer} says hi' }, { referrer }).body).toBe(
      'Amy Bcc: all@example.com {link} says hi',
    )
    expect(compose({}, { referrer }).subject).not.toMatch(/[\r\n]/)
  })

  test('is joined with its link and its disclosure', () => {
    expect(joinMessage(compose())).toBe(
      `I buy my coffee at Juniper. Here is $10 off the first bag:\n${link}\n\nI get $10 credit if you buy.`,
    )
    expect(joinMessage(compose({}, { disclosure: false }))).toMatch(new RegExp(`${link}$`))
  })

  test('that was edited is joined as it is now, with nothing twice', () => {
    const message = compose()
    expect(joinMessage({ ...message, body: '' })).toBe(`${link}\n\nI get $10 credit if you buy.`)
    expect(joinMessage({ ...message, body: `Look: ${link}!` })).toBe(
      `Look: ${link}!\n\nI get $10 credit if you buy.`,
    )
    expect(joinMessage({ ...message, body: `I get $10 credit if you buy.` })).toBe(
      `I get $10 credit if you buy.\n${link}`,
    )
  })

  test('leads to a link that names the channel, also where the link stands in the text', () => {
    expect(joinMessage(compose(), 'sms')).toContain(`${link}?ch=sms\n`)
    expect(joinMessage(compose({ message: 'At {link} or ask me' }), 'sms')).toMatch(
      new RegExp(`^At ${link}\\?ch=sms or ask me\n\nI get`),
    )
  })

  test('leaves the link to the address where that has a place for it', () => {
    expect(joinMessage(compose(), 'x')).toBe(
      'I buy my coffee at Juniper. Here is $10 off the first bag:\n\nI get $10 credit if you buy.',
    )
    const url = new URL(shareMessage('x', compose())!)
    expect(url.searchParams.get('url')).toBe(`${link}?ch=x`)
    expect(url.searchParams.get('text')).not.toContain(link)
  })

  test('says how many friends and what was earned, in the language that it is in', () => {
    const message =
      '{friends, plural, =0 {} one {A friend of mine buys here. } other {# friends of mine buy here. }}I got {earned, money}, until {until, date}.'
    const speech = { locale: 'en', currency: 'USD', timeZone: 'UTC' }
    const say = (friends: number) =>
      compose({ message }, { friends, earned: 2050, until: Date.UTC(2027, 2, 31), ...speech }).body
    expect(say(0)).toBe('I got $20.50, until March 31.')
    expect(say(1)).toMatch(/^A friend of mine buys here\. I got/)
    expect(say(2000)).toMatch(/^2,000 friends of mine buy here\. I got/)
  })

  test('has one link, its disclosure, and no variable of somebody’s name, wherever it is shared', () => {
    const word = fc.oneof(
      fc.string({ unit: 'grapheme', maxLength: 20 }),
      fc.constantFrom(
        '{link}',
        '{friends, plural, other {#}}',
        '{earned, money}',
        'Bo\r\nBcc: x@y.z',
        '$&',
        '\u202E',
      ),
    )
    fc.assert(
      fc.property(word, word, fc.constantFrom(...channelNames), (referrer, program, channel) => {
        const copy = { ...shop.copy.en, message: '{referrer} says: {program}' }
        const whole = composeMessage({ copy, link, code: 'AMY', program, referrer, channel })
        const text = joinMessage(whole, channel)
        const found = text.split(link).length - 1
        expect(found).toBe(channelFacts(channel)?.link === 'beside' ? 0 : 1)
        expect(text).toContain('I get $10 credit if you buy.')
        expect(whole.body).toBe(`${tame(referrer)} says: ${tame(program)}`.trim())
        expect(whole.subject).not.toMatch(/[\r\n\u202E]/)
      }),
      { numRuns: 2_000 },
    )
  })
})

describe('a link for a channel', () => {
  test.each([
    ['https://go.example/r/shop/AMY', 'https://go.example/r/shop/AMY?ch=sms'],
    ['http://localhost:4321/?via=AMY', 'http://localhost:4321/?via=AMY&ch=sms'],
    ['https://go.example/AMY?ch=x', 'https://go.example/AMY?ch=sms'],
    ['https://go.example/?ch=x&via=AMY#top', 'https://go.example/?via=AMY&ch=sms#top'],
    ['not an address', 'not an address?ch=sms'],
  ])('%s becomes %s', (given, expected) => {
    expect(linkFor(given, 'sms')).toBe(expected)
    expect(linkFor(linkFor(given, 'sms'), 'sms')).toBe(expected)
    expect(linkFor(linkFor(given, 'sms'))).not.toContain('ch=')
  })
})
