import type { Customer, ReferralEvent } from '@goodword/program'
import { GoodwordError } from '@goodword/program'
import type { Hono } from 'hono'
import { bearerOf, requireIdentity } from './access.ts'
import { readJson } from './body.ts'
import type { Landing, ProgramEnv, Wire } from './options.ts'
import { recordFromPage } from './page-events.ts'
import { parseBody } from './parse.ts'
import { renewCookie, sharedDomain } from './renewal.ts'
import { readLimit, readLocales } from './query.ts'
import { enrolmentSchema, eventsSchema } from './schemas/requests.ts'

/** What anybody's browser may ask and tell. */
export function publicRoutes(app: Hono<ProgramEnv>, wire: Wire): void {
  app.get('/v1/:program', async (c) => {
    const { backend } = c.var
    const view = await backend.program(readLocales(c.req.query(), c.req.header('accept-language') ?? null))
    c.header('vary', 'accept-language', { append: true })
    c.header('cache-control', 'public, max-age=60')
    return c.json({ ...view, supports: [...backend.supports] })
  })

  app.post('/v1/:program/events', async (c) => {
    const events = readEvents(await readJson(c.req.raw))
    const receipts = await recordFromPage(c.var.backend, events, c.var.client)
    const renewal = renew(wire, c.req.raw, c.get('isOwn') ? c.get('landing') : undefined)
    return c.json({ receipts, ...renewal?.answer }, 202, renewal?.headers)
  })

  app.get('/v1/:program/leaderboard', async (c) => {
    const standings = await c.var.backend.leaderboard(readLimit(c.req.query()))
    c.header('cache-control', 'public, max-age=10')
    return c.json({ standings })
  })

  app.get('/v1/:program/draws', async (c) => {
    const { backend } = c.var
    if (!backend.draws)
      throw new GoodwordError(
        'unsupported',
        `The backend "${backend.name}" holds no draws. Leave them out of the page.`,
      )
    c.header('cache-control', 'public, max-age=10')
    return c.json({ draws: await backend.draws() })
  })

  // A signed identity gets what is theirs. An e-mail alone gets a link, and never a word about whose it is.
  app.post('/v1/:program/participants', async (c) => {
    const customer = readCustomer(await readJson(c.req.raw))
    if (bearerOf(c.req.raw) !== undefined) {
      const { attributes, ...identity } = await requireIdentity(wire, c.req.param('program'), c.req.raw)
      const { name } = customer
      const known = { ...(typeof name === 'string' && { name }), ...identity }
      const vouched = { ...(attributes && { attributes }), client: c.var.client }
      return c.json(await c.var.backend.enrol(known, vouched))
    }
    const { email, name } = customer
    if (typeof email !== 'string')
      throw new GoodwordError(
        'customer-invalid',
        'Without a signed identity a customer is known by `customer.email`, and it is missing. Give one.',
      )
    const { code, link } = await c.var.backend.enrol(
      { email, ...(typeof name === 'string' && { name }) },
      { client: c.var.client, unproven: true },
    )
    return c.json({ code, link })
  })
}

/** What a page of the API's own site is told besides, and its cookie again. */
function renew(
  wire: Wire,
  { headers, url }: Request,
  landing: Landing | undefined,
): { answer: { credentials: 'include' }; headers: Record<string, string> } | undefined {
  const origin = headers.get('origin')
  const api = wire.publicUrl ?? url
  const domain = landing && origin !== null ? sharedDomain(origin, api) : undefined
  if (!landing || origin === null || domain === undefined) return undefined
  const visit = { origin, api, cookie: headers.get('cookie') ?? '' }
  const cookie = renewCookie(visit, landing, domain, wire.now())
  return {
    answer: { credentials: 'include' },
    headers: { 'access-control-allow-credentials': 'true', ...(cookie && { 'set-cookie': cookie }) },
  }
}

/** Each event is judged by the backend, and alone. Throws `body-invalid`. */
export const readEvents = (body: unknown): readonly ReferralEvent[] =>
  parseBody(eventsSchema, body, 'Send { "events": [ … ] }.').events as readonly ReferralEvent[]

/** What is there of a customer, for the backend to judge. Throws `body-invalid`. */
export const readCustomer = (body: unknown): Partial<Customer> => parseBody(enrolmentSchema, body).customer
