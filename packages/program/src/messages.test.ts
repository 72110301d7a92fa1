import { describe, expect, test } from 'vitest'
import {
  composeMessage,
  fillTemplate,
  joinMessage,
  linkFor,
  shareMessage,
  type MessageInput,
} from './messages.ts'
import type { Copy } from './schema/copy.ts'
import { shop } from './shop.fixture.ts'

const link = 'https://go.example/r/shop/AMY'
const compose = (copy: Partial<Copy> = {}, more: Partial<MessageInput> = {}) =>
  composeMessage({
    copy: { ...shop.copy.en, ...copy },
    link,
    code: 'AMY',
    program: 'Juniper',
    referrer: 'Amy',
    ...more,
  })

describe('a template', () => {
  test('is filled in one pass: a value cannot bring variables of its own', () => {
    expect(fillTemplate('{a} and {b}', { a: '{b}', b: '$& {a}' })).toBe('{b} and $& {a}')
  })

  test('keeps what it does not know, also names that every object has', () => {
    expect(fillTemplate('{nobody} {constructor} {__proto__} {toString} { a } {}', { a: 'x' })).toBe(
      '{nobody} {constructor} {__proto__} {toString} { a } {}',
    )
  })
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
