import { GoodwordError } from '@goodword/program'
import { html } from 'hono/html'
import type { Hono } from 'hono'
import type { ProgramEnv } from './options.ts'
import { requireTool } from './owner-tool.ts'

const headers = {
  // The page asks for nothing but to send its own form.
  'content-security-policy':
    "default-src 'none'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'",
  'x-robots-tag': 'noindex',
}

/**
 * Where a mail's link ends further ones. Opening it only asks: mail programs open links to look for harm. The button, and
 * a mail program's own one-click POST, do it.
 */
export function unsubscribeRoutes(app: Hono<ProgramEnv>): void {
  const at = '/v1/:program/unsubscribe'

  app.get(at, async (c) => {
    const { backend } = c.var
    const isOurs = await requireTool(backend, 'mails').isLeaveToken(c.req.query('token') ?? '')
    if (!isOurs) throw stale()
    const { name, locale } = await backend.program()
    const form = html`<p>Do you want no more invitations to ${name}?</p>
      <form method="post"><button>Send me no more</button></form>`
    return c.html(page(name, locale, form), 200, headers)
  })
  app.post(at, async (c) => {
    const { backend } = c.var
    const hasLeft = await requireTool(backend, 'mails').leave(c.req.query('token') ?? '')
    if (!hasLeft) throw stale()
    const { name, locale } = await backend.program()
    return c.html(page(name, locale, html`<p>You get no more invitations to ${name}.</p>`), 200, headers)
  })
}

const page = (name: string, locale: string, body: ReturnType<typeof html>) =>
  html`<!doctype html>
    <html lang="${locale}">
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
