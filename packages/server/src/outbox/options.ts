import { GoodwordError } from '@goodword/program'
import { createMailer, type MailOptions } from './mailer.ts'
import type { PostOptions } from './post.ts'
import type { TargetPolicy } from './target.ts'

/** How messages leave the house. */
export interface OutboxOptions extends Pick<PostOptions, 'resolve' | 'timeout' | 'ca'> {
  /** Where webhooks may lead. @default public https addresses only */
  readonly targets?: TargetPolicy | undefined
  /** Without it no mails are sent, and nobody can be invited by mail. */
  readonly mail?: MailOptions | undefined
}

type Env = Readonly<Record<string, string | undefined>>

/**
 * Reads `GOODWORD_SMTP_URL`, `GOODWORD_MAIL_FROM`, `GOODWORD_MAIL_OWNER`, and for tests and local use
 * `GOODWORD_WEBHOOK_HTTP=allow` and `GOODWORD_WEBHOOK_PRIVATE=allow`. Throws `mail-invalid`.
 */
export function readOutboxOptions(env: Env): OutboxOptions {
  const url = env['GOODWORD_SMTP_URL']
  const from = env['GOODWORD_MAIL_FROM']
  const owner = env['GOODWORD_MAIL_OWNER'] || undefined
  if (url && !from)
    throw new GoodwordError(
      'mail-invalid',
      'GOODWORD_SMTP_URL is set, and GOODWORD_MAIL_FROM is not. Set the address that mails come from.',
    )
  const mail = url && from ? { url, from, owner } : undefined
  // Told when the server starts, and not with the first mail.
  if (mail) createMailer(mail).close()
  return {
    targets: {
      http: env['GOODWORD_WEBHOOK_HTTP'] === 'allow',
      private: env['GOODWORD_WEBHOOK_PRIVATE'] === 'allow',
    },
    mail,
  }
}
