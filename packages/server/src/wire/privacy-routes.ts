import type { Hono } from 'hono'
import { requireIdentity } from './access.ts'
import { invalid, readJson } from './body.ts'
import type { ProgramEnv, Wire } from './options.ts'
import { requireTool } from './owner-tool.ts'
import { readPage, readParticipantKey } from './query.ts'

/** What is kept about a person: to read, and to forget; by themselves and by the owner. And who did what. */
export function privacyRoutes(app: Hono<ProgramEnv>, wire: Wire): void {
  const at = '/v1/:program'

  app.get(`${at}/me/export`, async (c) => {
    const { id: customer } = await requireIdentity(wire, c.req.param('program'), c.req.raw)
    return c.json(await requireTool(c.var.backend, 'privacy').export({ customer }))
  })
  app.delete(`${at}/me`, async (c) => {
    const { id: customer } = await requireIdentity(wire, c.req.param('program'), c.req.raw)
    const { erased } = await requireTool(c.var.backend, 'privacy').erase({ customer }, 'participant')
    return c.json({ erased })
  })
  app.get(`${at}/admin/people/export`, async (c) => {
    const who = readParticipantKey(c.req.query())
    return c.json(await requireTool(c.var.backend, 'privacy').export(who))
  })
  app.post(`${at}/admin/people/erase`, async (c) => {
    const { by, ...body } = await readJson(c.req.raw)
    const isName = (value: unknown): value is string =>
      typeof value === 'string' && value.length >= 1 && value.length <= 500
    const keys = Object.fromEntries(Object.entries(body).filter(([, value]) => isName(value))) as Record<
      string,
      string
    >
    const named = ['customer', 'email', 'code'].filter((name) => name in body)
    if (named.length !== 1 || !isName(keys[named[0]!]) || !isName(by))
      throw invalid(
        'it does not say who is to be forgotten, and by whom',
        'Send { "customer" or "email" or "code": …, "by": who decided it }.',
      )
    return c.json(
      await requireTool(c.var.backend, 'privacy').erase(readParticipantKey(keys), by, c.var.actor),
    )
  })
  app.get(`${at}/admin/audit`, async (c) => {
    const { verify, ...query } = c.req.query()
    const log = requireTool(c.var.backend, 'audit')
    if (verify === undefined) return c.json(await log.list(readPage(query)))
    return c.json({ verdict: await log.verify() })
  })
}
