import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { composeInvitation, hasLink } from './invitation-mail.ts'
import { shop } from '../backend/shop.fixture.ts'
import { composeMail, oneLine, type Mail } from './mail.ts'
import { createMailer } from './mailer.ts'
import { startMailPeer, type MailPeer } from './mail-peer.fixture.ts'
import { readOutboxOptions } from './options.ts'

let peer: MailPeer
beforeEach(async () => void (peer = await startMailPeer()))
afterEach(() => peer.close())

const mail: Mail = {
  to: 'bo@example.com',
  from: 'Amy W. via Juniper Coffee',
  replyTo: 'amy@example.com',
  subject: 'Give $10, get $10',
  paragraphs: ['Try this.', 'Two\nlines.'],
  footer: 'Amy entered your address.',
  unsubscribe: 'https://refer.example/v1/shop/unsubscribe?token=x',
}
const send = async (change: Partial<Mail>) => {
  const mailer = createMailer({ url: peer.url, from: 'hello@shop.example' })
  const outcome = await mailer.send({ ...mail, ...change }, 'msg_1')
  mailer.close()
  return outcome
}
const headersOf = (raw: string) => raw.slice(0, raw.indexOf('\r\n\r\n')).replaceAll(/\r\n[ \t]+/g, ' ')

describe('a mail', () => {
  it('goes to one person, from the server’s address, with one click to leave', async () => {
    expect(await send({})).toMatchObject({ verdict: { type: 'delivered' } })
    const [{ from, to, raw }] = peer.arrivals as [MailPeer['arrivals'][number]]
    expect([from, to]).toEqual(['hello@shop.example', ['bo@example.com']])
    const headers = headersOf(raw)
    expect(headers).toMatch(/^From: "?Amy W\. via Juniper Coffee"? <hello@shop\.example>$/m)
    expect(headers).toMatch(/^Reply-To: <?amy@example\.com>?$/m)
    expect(headers).toMatch(/^List-Unsubscribe: <https:\/\/refer\.example\/v1\/shop\/unsubscribe\?token=x>$/m)
    expect(headers).toMatch(/^List-Unsubscribe-Post: List-Unsubscribe=One-Click$/m)
    expect(headers).toMatch(/^Message-ID: <msg_1@shop\.example>$/im)
  })

  it('cannot be given headers or receivers by what people type', async () => {
    const evil = 'x\r\nBcc: eve@example.com\r\n\r\nhello\n\u2028\u202Eevil\0'
    await send({ from: evil, subject: evil, replyTo: 'amy@example.com\r\nBcc: eve@example.com' })
    await send({ to: 'bo@example.com, eve@example.com' })
    await send({ to: 'bo@example.com\r\nRCPT TO:<eve@example.com>' })
    await send({ to: 'Bo <bo@example.com>, <eve@example.com>' })
    expect(peer.arrivals.length).toBeGreaterThan(0)
    for (const { to, raw } of peer.arrivals) {
      expect(to).not.toContain('eve@example.com')
      expect(headersOf(raw)).not.toMatch(/^Bcc:/im)
    }
    expect(oneLine(evil)).toBe('x Bcc: eve@example.com hello evil')
  })

  it('has HTML in which everything is text', () => {
    const payloads = [
      '<script>alert(1)</script>',
      '"><img src=x onerror=alert(1)>',
      "' onmouseover='x",
      '&lt;b&gt;',
      '`x`',
    ]
    for (const payload of payloads) {
      const { html } = composeMail(
        {
          ...mail,
          subject: payload,
          paragraphs: [payload],
          footer: payload,
          link: { url: payload, words: payload },
          locale: payload,
        },
        'hello@shop.example',
        'msg_1',
      )
      const tags = (html as string)
        .match(/<[^>]*>/g)
        ?.map((tag) => tag.replace(/(href|lang)="[^"<>]*"/, '$1'))
      const allowed =
        /^<(!doctype html|\/?(html|head|body|title|p|small|a|br)|html lang|a href|meta charset="utf-8")>$/
      expect(tags?.filter((tag) => !allowed.test(tag))).toEqual([])
    }
  })

  it('is tried again when the mail server says later, and never when it says no', async () => {
    peer.refuse = () => 451
    expect(await send({})).toEqual({
      verdict: { type: 'failed' },
      trace: { status: 451, error: 'The mail server refused: EENVELOPE 451.' },
    })
    peer.refuse = () => 550
    expect((await send({})).verdict).toEqual({ type: 'refused' })
    await peer.close()
    expect((await send({})).verdict).toEqual({ type: 'failed' })
    peer = await startMailPeer()
  })
})

describe('an invitation', () => {
  const compose = (name: string | null, message?: string) =>
    composeInvitation({
      program: shop,
      referrer: { name, email: 'amy@example.com', code: 'AMY42' },
      link: 'https://refer.example/r/shop/AMY42',
      to: 'bo@example.com',
      message,
      unsubscribe: 'https://refer.example/u',
    })

  it('is from the referrer by way of the program, in the program’s words and the referrer’s own', () => {
    const { from, paragraphs, replyTo, footer } = compose('Amy Winters', 'You will love it.')
    expect([from, replyTo]).toEqual(['Amy W. via Juniper Coffee', 'amy@example.com'])
    expect(paragraphs[0]).toBe('You will love it.')
    expect(paragraphs[1]).toContain('I buy my coffee at Juniper Coffee.')
    expect(paragraphs[1]).toContain('https://refer.example/r/shop/AMY42?ch=email')
    expect(paragraphs[1]).toContain(shop.copy['en']!.disclosure)
    expect(footer).toMatch(/^Amy W\. entered your address at Juniper Coffee/)
  })

  it('names nobody whose name is an address', () => {
    for (const name of [
      null,
      'evil.example',
      'www.evil.example',
      'a@b.example',
      'https://evil.example x',
      'evil。com',
    ])
      expect([name, compose(name).from]).toEqual([name, 'Juniper Coffee'])
  })

  it('tells links from words', () => {
    const links = [
      'http://x',
      'see evil.com',
      'evil.com/x',
      'www.x',
      'EVIL.COM',
      'x@y.example',
      'evil．com',
      'evil .com',
      'hxxp://a',
      'ｅｖｉｌ．ｃｏｍ',
    ]
    expect(links.filter((text) => !hasLink(text))).toEqual([])
    const words = [
      'Try it. You will love it!',
      'It costs 3.50 …',
      'Hi Bo, wow...',
      'e.g. the dark one',
      'Best, A. W.',
    ]
    expect(words.filter(hasLink)).toEqual([])
  })
})

it('is set up by the environment, and says what is missing', () => {
  expect(readOutboxOptions({})).toEqual({ targets: { http: false, private: false }, mail: undefined })
  const env = { GOODWORD_SMTP_URL: 'smtps://user:p%40ss@mail.example', GOODWORD_MAIL_FROM: 'hi@shop.example' }
  expect(readOutboxOptions(env).mail).toEqual({
    url: env.GOODWORD_SMTP_URL,
    from: 'hi@shop.example',
    owner: undefined,
  })
  const bad = [
    { GOODWORD_SMTP_URL: 'smtp://x' },
    { ...env, GOODWORD_SMTP_URL: 'https://mail.example' },
    { ...env, GOODWORD_SMTP_URL: 'p%40ss' },
    { ...env, GOODWORD_MAIL_FROM: 'Shop <hi@shop.example>' },
  ]
  for (const wrong of bad)
    expect(() => readOutboxOptions(wrong)).toThrow(expect.objectContaining({ code: 'mail-invalid' }))
  expect(() => readOutboxOptions({ ...env, GOODWORD_SMTP_URL: 'http://u:hunter2@x' })).toThrow(
    /^(?!.*hunter2)/,
  )
})
