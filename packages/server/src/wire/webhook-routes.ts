import type { ReferralBackend } from '@goodword/adapters'
import type { Hono } from 'hono'
import { parseInput, replaySchema, webhookChangeSchema, webhookSchema } from '../outbox/webhook-input.ts'
import type { WebhookTools } from '../outbox/webhook-tools.ts'
import { readJson } from './body.ts'
import type { ProgramEnv } from './options.ts'
import { requireTool } from './owner-tool.ts'
import { readPage } from './query.ts'

/** Webhooks: made, changed, tried out, replayed. Behind the owner’s key, as everything under `/admin/`. */
export function webhookRoutes(app: Hono<ProgramEnv>): void {
  const toolsOf = (backend: ReferralBackend): WebhookTools => requireTool(backend, 'webhooks')
  const all = '/v1/:program/admin/webhooks'
  const one = `${all}/:id`

  app.get(all, async (c) => c.json({ webhooks: await toolsOf(c.var.backend).list() }))
  app.post(all, async (c) => {
    const tools = toolsOf(c.var.backend)
    const input = parseInput(webhookSchema, await readJson(c.req.raw))
    return c.json(await tools.create(input, c.var.actor), 201)
  })
  app.get(one, async (c) => c.json(await toolsOf(c.var.backend).find(c.req.param('id'))))
  app.patch(one, async (c) => {
    const tools = toolsOf(c.var.backend)
    const input = parseInput(webhookChangeSchema, await readJson(c.req.raw))
    return c.json(await tools.change(c.req.param('id'), input, c.var.actor))
  })
  app.delete(one, async (c) => {
    await toolsOf(c.var.backend).remove(c.req.param('id'), c.var.actor)
    return c.body(null, 204)
  })
  app.post(`${one}/rotate`, async (c) =>
    c.json(await toolsOf(c.var.backend).rotate(c.req.param('id'), c.var.actor)),
  )
  app.post(`${one}/test`, async (c) =>
    c.json({ message: await toolsOf(c.var.backend).test(c.req.param('id'), c.var.actor) }, 202),
  )
  app.post(`${one}/replay`, async (c) => {
    const tools = toolsOf(c.var.backend)
    const query = parseInput(replaySchema, await readJson(c.req.raw))
    return c.json(await tools.replay(c.req.param('id'), query, c.var.actor), 202)
  })
  app.get(`${one}/deliveries`, async (c) =>
    c.json(await toolsOf(c.var.backend).deliveries(c.req.param('id'), readPage(c.req.query()))),
  )
}
