import { GoodwordError } from '@goodword/program'
import type { Hono } from 'hono'
import type { ReviewState } from '../fraud/reviews.ts'
import { readJson } from './body.ts'
import type { ProgramEnv } from './options.ts'
import { requireTool } from './owner-tool.ts'
import { parseBody } from './parse.ts'
import { readPage } from './query.ts'
import { bondReviewSchema, reviewSchema } from './schemas/reviews.ts'

/** The queue of orders that wait for a person, and what they decide. Behind the owner's key. */
export function reviewRoutes(app: Hono<ProgramEnv>): void {
  const at = '/v1/:program/admin/reviews'

  app.get(at, async (c) => {
    const query = c.req.query()
    return c.json(
      await requireTool(c.var.backend, 'reviews').list({ ...readPage(query), state: readReviewState(query) }),
    )
  })
  app.post(at, async (c) => {
    const tools = requireTool(c.var.backend, 'reviews')
    const remedy =
      'Send { "name": …, "order": …, "verdict": "approve" or "reject" or "reopen", "by": who decides }.'
    return c.json(await tools.decide(parseBody(reviewSchema, await readJson(c.req.raw), remedy)))
  })
  app.post(`${at}/bond`, async (c) => {
    const tools = requireTool(c.var.backend, 'reviews')
    const remedy = 'Send { "friend": …, "referrer": a person’s key or null, "by": who decides }.'
    const decision = parseBody(bondReviewSchema, await readJson(c.req.raw), remedy)
    await tools.decideBond(decision)
    return c.json(decision)
  })
}

const states: readonly string[] = ['open', 'approved', 'rejected'] satisfies ReviewState[]

/** Open ones unless another state, or `all`, is asked for. Throws `query-invalid`. */
function readReviewState({ state = 'open' }: Readonly<Record<string, string>>): ReviewState | undefined {
  if (state === 'all') return undefined
  if (states.includes(state)) return state as ReviewState
  throw new GoodwordError(
    'query-invalid',
    `state is "${state.slice(0, 40)}". Use one of ${states.join(', ')}, or all.`,
  )
}
