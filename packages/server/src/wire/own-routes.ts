import type { Invitation, ParticipantKey, ReferralBackend } from '@goodword/adapters'
import { GoodwordError } from '@goodword/program'
import type { Hono } from 'hono'
import { requireIdentity } from './access.ts'
import { readJson } from './body.ts'
import type { Identity } from './identity.ts'
import type { ProgramEnv, Wire } from './options.ts'
import { parseBody } from './parse.ts'
import { readPage } from './query.ts'
import { invitationsSchema } from './schemas/requests.ts'

/** What a customer whose identity is signed sees and does: their own, and nothing else. */
export function ownRoutes(app: Hono<ProgramEnv>, wire: Wire): void {
  const whoIs = async (backend: ReferralBackend, program: string, request: Request) =>
    keyOf(backend, await requireIdentity(wire, program, request))

  app.get('/v1/:program/me', async (c) => {
    const who = await whoIs(c.var.backend, c.req.param('program'), c.req.raw)
    const participant = await c.var.backend.participant(who)
    if (participant) return c.json(participant)
    throw new GoodwordError(
      'participant-unknown',
      'This customer is not enrolled. Enrol them with POST …/participants and the same token.',
    )
  })
  app.get('/v1/:program/me/referrals', async (c) => {
    const who = await whoIs(c.var.backend, c.req.param('program'), c.req.raw)
    return c.json(await c.var.backend.referrals(who, readPage(c.req.query())))
  })
  app.get('/v1/:program/me/rewards', async (c) => {
    const who = await whoIs(c.var.backend, c.req.param('program'), c.req.raw)
    return c.json(await c.var.backend.rewards(who, readPage(c.req.query())))
  })
  app.post('/v1/:program/me/invites', async (c) => {
    const who = await whoIs(c.var.backend, c.req.param('program'), c.req.raw)
    const invitations = readInvitations(await readJson(c.req.raw))
    return c.json({ receipts: await c.var.backend.invite(who, invitations) })
  })
}

/** How the backend knows the customer: by the owner's id, or, as most vendors do, by e-mail. Throws `customer-invalid`. */
function keyOf(backend: ReferralBackend, { id, email }: Identity): ParticipantKey {
  if (backend.supports.has('lookup.byCustomer')) return { customer: id }
  if (email !== undefined) return { email }
  throw new GoodwordError(
    'customer-invalid',
    `The ${backend.name} backend knows customers by e-mail, and the signed identity has none. Put \`email\` into it.`,
  )
}

/** Throws `body-invalid`. */
export const readInvitations = (body: unknown): readonly Invitation[] =>
  parseBody(invitationsSchema, body, 'Send { "invitations": [{ "email": … }] }.')
    .invitations as readonly Invitation[]
