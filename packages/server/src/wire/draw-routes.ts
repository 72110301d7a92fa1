import { GoodwordError } from '@goodword/program'
import type { Hono } from 'hono'
import type { ProgramEnv } from './options.ts'
import { readPage } from './query.ts'

/** What anybody needs, beside the list of draws, to draw one again: who took part, and with how many entries. */
export function drawRoutes(app: Hono<ProgramEnv>): void {
  app.get('/v1/:program/draws/:incentive/:period/entries', async (c) => {
    const { backend } = c.var
    if (!backend.drawEntries)
      throw new GoodwordError(
        'unsupported',
        `The backend "${backend.name}" holds no draws. Leave them out of the page.`,
      )
    const { incentive, period } = c.req.param()
    const page = await backend.drawEntries(incentive, period, readPage(c.req.query()))
    // A draw that was held changes no more.
    c.header('cache-control', 'public, max-age=3600')
    return c.json(page)
  })
}
