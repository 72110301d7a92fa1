import { GoodwordError } from '@goodword/program'
import type { Hono } from 'hono'
import type { ProgramEnv } from './options.ts'
import { requireTool } from './owner-tool.ts'

const day = 86_400_000
const mostDays = 800

/** The program in numbers, day by day, and its contests as they stand. Behind the owner's key. */
export function figureRoutes(app: Hono<ProgramEnv>): void {
  const at = '/v1/:program/admin'

  app.get(`${at}/metrics`, async (c) => {
    const { from, to } = readTimes(c.req.query())
    return c.json({ days: await requireTool(c.var.backend, 'metrics')(from, to) })
  })
  app.get(`${at}/contests`, async (c) => c.json({ contests: await requireTool(c.var.backend, 'contests')() }))
}

/** Throws `query-invalid`. */
function readTimes({ from = '', to = '' }: Readonly<Record<string, string>>): { from: number; to: number } {
  const [first, last] = [readTime(from), readTime(to)]
  if (first !== undefined && last !== undefined && first <= last && last - first <= mostDays * day)
    return { from: first, to: last }
  throw new GoodwordError(
    'query-invalid',
    `from is "${from.slice(0, 40)}" and to is "${to.slice(0, 40)}". Give two times in epoch milliseconds, the earlier one first and at most ${mostDays} days apart.`,
  )
}

const readTime = (text: string): number | undefined => (/^\d{1,15}$/.test(text) ? Number(text) : undefined)
