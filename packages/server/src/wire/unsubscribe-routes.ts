import { GoodwordError } from '@goodword/program'
import { html } from 'hono/html'
import type { Context, Hono } from 'hono'
import { directionOf, mailWords } from '../outbox/mail-words.ts'
import type { ProgramEnv } from './options.ts'
import { requireTool } from './owner-tool.ts'
import { readLocales } from './query.ts'

const headers = {
  // The page asks for nothing but to send its own form.
  'content-security-policy':
    "default-src 'none'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'",
  'x-robots-tag': 'noindex',
  'cache-control': 'no-store',
}

/**
 * Where a mail's link ends further ones. Opening it only asks: mail programs open links to look for harm. The button, and
 * a mail program's own one-click POST, do it. It speaks the reader's language, else the program's.
 */
export function unsubscribeRoutes(app: Hono<ProgramEnv>): void {
  const at = '/v1/:program/unsubscribe'

  app.get(at, async (c) => {
    const { backend } = c.var
    const isOurs = await requireTool(backend, 'mails').isLeaveToken(c.req.query('token') ?? '')
    if (!isOurs) throw stale()
    const { name, words } = await wordsFor(c)
    const form = html`<p>${words.ask(name)}</p>
      <form method="post"><button>${words.leave}</button></form>`
    return c.html(page(name, words.language, form), 200, headers)
  })
  app.post(at, async (c) => {
    const { backend } = c.var
    const hasLeft = await requireTool(backend, 'mails').leave(c.req.query('token') ?? '')
    if (!hasLeft) throw stale()
    const { name, words } = await wordsFor(c)
    return c.html(page(name, words.language, html`<p>${words.left(name)}</p>`), 200, headers)
  })
}

async function wordsFor(c: Context<ProgramEnv>) {
  const { name, locale } = await c.var.backend.program()
  const wanted = readLocales(c.req.query(), c.req.header('accept-language') ?? null)
  return { name, words: mailWords([...wanted, locale]) }
}

const page = (name: string, language: string, body: ReturnType<typeof html>) =>
  html`<!doctype html>
    <html lang="${language}" dir="${directionOf(language)}">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width" />
        <title>${name}</title>
      </head>
      <body>
        ${body}
      </body>
    </html>`

const stale = (): GoodwordError =>
  new GoodwordError(
    'link-unknown',
    'This link is not complete. Open it from the mail again, or copy all of it.',
  )
