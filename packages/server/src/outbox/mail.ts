import type { SendMailOptions } from 'nodemailer'
import { directionOf, mailWords } from './mail-words.ts'

/** A mail as it waits: plain words, from which text and HTML are made alike. */
export interface Mail {
  readonly to: string
  /** The sender's name; the address is the server's own. */
  readonly from: string
  readonly replyTo?: string
  readonly subject: string
  readonly paragraphs: readonly string[]
  /** A button: the link of whoever invites. */
  readonly link?: { readonly url: string; readonly words: string }
  /** Small, below everything. */
  readonly footer?: string
  /** Where one click ends it. */
  readonly unsubscribe?: string
  /** BCP 47. */
  readonly locale?: string
}

/** One line without control characters or anything that turns the direction of what follows: fit for a header. */
export const oneLine = (text: string): string =>
  text.replaceAll(/[\p{Cc}\p{Surrogate}\u2028\u2029\u202A-\u202E\u2066-\u2069\s]+/gu, ' ').trim()

/** Makes the mail that a transport sends. Headers are single lines, and everything in the HTML is text. */
export function composeMail(mail: Mail, from: string, id: string): SendMailOptions {
  const { to, replyTo, unsubscribe } = mail
  return {
    // As objects: an address is never parsed for more of them.
    to: { name: '', address: oneLine(to) },
    from: { name: oneLine(mail.from), address: from },
    ...(replyTo !== undefined && { replyTo: { name: '', address: oneLine(replyTo) } }),
    subject: oneLine(mail.subject),
    text: composeText(mail),
    html: composeHtml(mail),
    // The same on every try, so that a mailbox can tell a repeat.
    messageId: `<${id}@${from.split('@').at(-1)}>`,
    headers: {
      'Auto-Submitted': 'auto-generated',
      ...(unsubscribe !== undefined && {
        'List-Unsubscribe': `<${unsubscribe}>`,
        'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click',
      }),
    },
    disableFileAccess: true,
    disableUrlAccess: true,
  }
}

function composeText({ paragraphs, link, footer, unsubscribe }: Mail): string {
  const small = [footer, unsubscribe].filter((line) => line !== undefined).join('\n')
  return [...paragraphs, ...(link ? [link.url] : []), ...(small ? [`-- \n${small}`] : [])].join('\n\n')
}

function composeHtml({ subject, paragraphs, link, footer, unsubscribe, locale = 'en' }: Mail): string {
  const lines = (text: string) => escape(text).replaceAll('\n', '<br>')
  const body = paragraphs.map((paragraph) => `<p>${lines(paragraph)}</p>`)
  const button = link ? [`<p><a href="${escape(link.url)}">${escape(link.words)}</a></p>`] : []
  const words = mailWords([locale]).unsubscribe
  const leave = unsubscribe === undefined ? '' : ` <a href="${escape(unsubscribe)}">${escape(words)}</a>`
  const small = footer === undefined ? [] : [`<p><small>${lines(footer)}${leave}</small></p>`]
  const direction = directionOf(locale) === 'rtl' ? ' dir="rtl"' : ''
  return [
    `<!doctype html><html lang="${escape(locale)}"${direction}><head><meta charset="utf-8"><title>${escape(subject)}</title></head><body>`,
    ...body,
    ...button,
    ...small,
    '</body></html>',
  ].join('\n')
}

/** Text as it may stand in HTML, also between quotes. */
export const escape = (text: string): string =>
  text.replaceAll(/[&<>"'`]/g, (character) => `&#${character.codePointAt(0)};`)
