import type { ParticipantKey } from '@goodword/adapters'
import { GoodwordError } from '@goodword/program'
import type { Context, Hono } from 'hono'
import { requireIdentity } from './access.ts'
import { readJson } from './body.ts'
import { networkOf } from './client-address.ts'
import type { ProgramEnv, Wire } from './options.ts'
import { requireTool } from './owner-tool.ts'
import { parseBody } from './parse.ts'
import { readParticipantKey } from './query.ts'
import { typedCodeSchema } from './schemas/codes.ts'
import { firstName } from './unfurl.ts'

const remedy = 'Send { "code": "AMY-BAKES" }.'

/** Codes that people type: a friend at the checkout, a participant who would like another. */
export function codeRoutes(app: Hono<ProgramEnv>, wire: Wire): void {
  app.post('/v1/:program/codes/check', async (c) => {
    const { code } = parseBody(typedCodeSchema, await readJson(c.req.raw), remedy)
    const { backend, client } = c.var
    const program = c.req.param('program')
    const participant = /[\p{L}\p{N}]/u.test(code) ? await backend.participant({ code }) : undefined
    if (!participant) {
      // Somebody who tries code after code.
      if (client.address !== undefined) await wire.limiter.take('guess', program, networkOf(client.address))
      return c.json({ valid: false })
    }
    const { codes } = await wire.landingOf(program, backend)
    const name = codes?.names ? firstName(participant.name) : undefined
    return c.json({ valid: true, code: participant.code, ...(name !== undefined && { name }) })
  })
  app.post('/v1/:program/me/code', async (c) => {
    const { id: customer } = await requireIdentity(wire, c.req.param('program'), c.req.raw)
    return choose(c, { customer }, 'participant')
  })
  app.post('/v1/:program/admin/participant/code', (c) =>
    choose(c, readParticipantKey(c.req.query()), c.var.actor),
  )
}

async function choose(c: Context<ProgramEnv>, who: ParticipantKey, actor: string): Promise<Response> {
  const { backend } = c.var
  const { code } = parseBody(typedCodeSchema, await readJson(c.req.raw), remedy)
  await requireTool(backend, 'codes').choose(who, code, actor)
  const participant = await backend.participant(who)
  if (participant) return c.json(participant)
  throw new GoodwordError('participant-unknown', 'This customer is not enrolled any more.')
}
