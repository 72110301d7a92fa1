import type { ReferralBackend } from '@goodword/adapters'
import { GoodwordError } from '@goodword/program'
import type { Hono } from 'hono'
import type { KeyTools } from '../keys/key-tools.ts'
import { requireEntry } from './access.ts'
import { readJson } from './body.ts'
import type { ProgramEnv, Wire } from './options.ts'
import { requireTool } from './owner-tool.ts'
import { parseBody } from './parse.ts'
import { newKeySchema, rotationSchema } from './schemas/requests.ts'

const at = '/v1/:program/admin'

/**
 * Where the owner's page exchanges its link, or a secret key, for a session; before the owner's routes, since a link
 * opens nothing else.
 */
export function sessionRoutes(app: Hono<ProgramEnv>, wire: Wire): void {
  app.post(`${at}/sessions`, async (c) => {
    const program = c.req.param('program')
    await requireEntry(wire, program, c.req.raw)
    if (!wire.sessions)
      throw new GoodwordError('unsupported', 'This server keeps no sessions. Use the secret key instead.')
    return c.json(await wire.sessions.issue(program, 'session'))
  })
}

/** Secret keys: listed, made, replaced and ended. */
export function keyRoutes(app: Hono<ProgramEnv>): void {
  const toolsOf = (backend: ReferralBackend): KeyTools => requireTool(backend, 'keys')

  app.get(`${at}/keys`, async (c) => c.json({ keys: await toolsOf(c.var.backend).list() }))
  app.post(`${at}/keys`, async (c) => {
    const { label } = parseBody(newKeySchema, await readJson(c.req.raw))
    return c.json(await toolsOf(c.var.backend).create(label, c.var.actor), 201)
  })
  app.post(`${at}/keys/rotate`, async (c) => {
    const { label, grace } = parseBody(rotationSchema, await readJson(c.req.raw))
    return c.json(await toolsOf(c.var.backend).rotate(label, grace * 1000, c.var.actor), 201)
  })
  app.delete(`${at}/keys/:id`, async (c) =>
    c.json(await toolsOf(c.var.backend).revoke(c.req.param('id'), c.var.actor)),
  )
}
