import { GoodwordError, type Customer } from '@goodword/program'
import type { Hono } from 'hono'
import { requireOwner } from './access.ts'
import { attributesRemedy, readAttributes } from './attributes.ts'
import { invalid, readJson } from './body.ts'
import type { ProgramEnv, Wire } from './options.ts'
import { readInvitations } from './own-routes.ts'
import { readCustomer, readEvents } from './public-routes.ts'
import { parseBody } from './parse.ts'
import { readPage, readParticipantKey, readState } from './query.ts'
import { fulfilmentSchema, oldCodeSchema } from './schemas/requests.ts'

/** What the owner's server and the owner's page do with the secret key. */
export function ownerRoutes(app: Hono<ProgramEnv>, wire: Wire): void {
  app.use('/v1/:program/admin/*', async (c, next) => {
    const program = c.req.param('program')
    const actor = await requireOwner(wire, program, c.req.raw)
    c.set('actor', actor)
    const left = await wire.limiter.take('admin', program, actor)
    await next()
    if (left !== undefined) c.res.headers.set('ratelimit', left)
  })
  const at = '/v1/:program/admin'

  app.post(`${at}/events`, async (c) => {
    const events = readEvents(await readJson(c.req.raw))
    return c.json({ receipts: await c.var.backend.record(events, { source: 'server' }) }, 202)
  })
  app.post(`${at}/participants`, async (c) => {
    const body = await readJson(c.req.raw)
    const attributes = body['attributes'] === undefined ? undefined : readAttributes(body['attributes'])
    if (body['attributes'] !== undefined && !attributes)
      throw invalid('`attributes` are none', attributesRemedy)
    const customer = readCustomer(body) as Customer
    const { code } = parseBody(oldCodeSchema, body)
    const known = { ...(attributes && { attributes }), ...(code !== undefined && { code }) }
    return c.json(await c.var.backend.enrol(customer, known))
  })
  app.get(`${at}/participant`, async (c) => {
    const who = readParticipantKey(c.req.query())
    const participant = await c.var.backend.participant(who)
    if (participant) return c.json(participant)
    throw new GoodwordError(
      'participant-unknown',
      `Nobody is enrolled as ${JSON.stringify(who).slice(0, 200)}. Enrol them first.`,
    )
  })
  app.get(`${at}/participant/referrals`, async (c) => {
    const query = c.req.query()
    return c.json(await c.var.backend.referrals(readParticipantKey(query), readPage(query)))
  })
  app.get(`${at}/participant/rewards`, async (c) => {
    const query = c.req.query()
    return c.json(await c.var.backend.rewards(readParticipantKey(query), readPage(query)))
  })
  app.post(`${at}/participant/invites`, async (c) => {
    const who = readParticipantKey(c.req.query())
    const invitations = readInvitations(await readJson(c.req.raw))
    return c.json({ receipts: await c.var.backend.invite(who, invitations) })
  })
  app.get(`${at}/rewards`, async (c) => {
    const { backend } = c.var
    if (!backend.allRewards) throw unsupported(backend.name, 'list all rewards')
    const query = c.req.query()
    return c.json(await backend.allRewards({ ...readPage(query), ...readState(query) }))
  })
  app.post(`${at}/rewards/fulfil`, async (c) => {
    const { backend } = c.var
    if (!backend.fulfil) throw unsupported(backend.name, 'mark rewards as given')
    const { id, by } = parseBody(
      fulfilmentSchema,
      await readJson(c.req.raw),
      'Send { "id": the reward’s, "by": who gave it }.',
    )
    return c.json(await backend.fulfil(id, by, { actor: c.var.actor }))
  })
  app.post(`${at}/rewards/approve`, async (c) => {
    const { backend } = c.var
    if (!backend.approve) throw unsupported(backend.name, 'approve rewards')
    const { id, by } = parseBody(
      fulfilmentSchema,
      await readJson(c.req.raw),
      'Send { "id": the reward’s, "by": who approves it }.',
    )
    await backend.approve(id, by)
    return c.json({ id })
  })
  app.get(`${at}/summary`, async (c) => {
    const { backend } = c.var
    if (!backend.summary) throw unsupported(backend.name, 'sum a program up')
    return c.json(await backend.summary())
  })
}

const unsupported = (backend: string, what: string): GoodwordError =>
  new GoodwordError('unsupported', `The ${backend} backend cannot ${what}. Do it on the backend’s own pages.`)
