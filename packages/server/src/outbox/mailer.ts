import { GoodwordError } from '@goodword/program'
import { createTransport } from 'nodemailer'
import type { Verdict, Trace } from './outcome.ts'
import { composeMail, type Mail } from './mail.ts'

/** How mails are sent. */
export interface MailOptions {
  /** `smtp(s)://user:password@host:port`. */
  readonly url: string
  /** The sender's address. */
  readonly from: string
  /** Who is told what needs the owner, such as a webhook that was switched off. @default nobody */
  readonly owner?: string | undefined
}

/** Sends mails. */
export interface Mailer {
  /** Never rejects. */
  send(mail: Mail, id: string): Promise<{ readonly verdict: Verdict; readonly trace: Trace }>
  close(): void
}

/** Milliseconds that a mail server gets for each step. */
const patience = 10_000

/** A mailer over SMTP. Throws `mail-invalid` for an address that is none. */
export function createMailer({ url, from }: MailOptions): Mailer {
  const given = URL.parse(url)
  if (!given || !/^smtps?:$/.test(given.protocol) || !given.hostname)
    throw new GoodwordError(
      'mail-invalid',
      'The address of the mail server cannot be used. Give one such as smtps://user:password@mail.example.com.',
    )
  if (!/^[^\s@<>"',;]+@[^\s@<>"',;]+$/.test(from))
    throw new GoodwordError(
      'mail-invalid',
      `The sender "${from.slice(0, 100)}" is no e-mail address. Give one such as hello@shop.example.`,
    )
  const steps = { connectionTimeout: patience, greetingTimeout: patience, socketTimeout: patience }
  const transport = createTransport({
    host: given.hostname.replace(/^\[(.*)\]$/, '$1'),
    ...(given.port && { port: Number(given.port) }),
    secure: given.protocol === 'smtps:',
    ...(given.username && {
      auth: { user: decodeURIComponent(given.username), pass: decodeURIComponent(given.password) },
    }),
    ...steps,
    disableFileAccess: true,
    disableUrlAccess: true,
  })
  return {
    async send(mail, id) {
      try {
        const { response } = await transport.sendMail(composeMail(mail, from, id))
        return { verdict: { type: 'delivered' }, trace: { status: 250, answer: response.slice(0, 200) } }
      } catch (error) {
        return judge(error)
      }
    },
    close: () => transport.close(),
  }
}

/**
 * A mail server's 4xx means later, its 5xx about this mail means never; so does an address that cannot be written to. That
 * we may not sign in, or reach nobody, is about the server and not about the mail: later.
 */
function judge(error: unknown): { verdict: Verdict; trace: Trace } {
  const { responseCode: status, code } = error as { readonly responseCode?: number; readonly code?: string }
  const isForEver =
    code !== 'EAUTH' &&
    ((status !== undefined && status >= 500) || (code === 'EENVELOPE' && status === undefined))
  return {
    verdict: { type: isForEver ? 'refused' : 'failed' },
    // The server's words may repeat the address.
    trace: { status, error: `The mail server refused: ${code ?? 'unknown'}${status ? ` ${status}` : ''}.` },
  }
}
