import type { ReferralBackend } from '@goodword/adapters'
import { GoodwordError } from '@goodword/program'
import { Hono } from 'hono'
import { dashboardRoutes } from '../dashboard/route.ts'
import { fileResponse } from './files.ts'
import { createWire, type BackendSource, type HandlerOptions, type ProgramEnv, type Wire } from './options.ts'
import { isOwnOrigin, preflightHeaders } from './origins.ts'
import { ownRoutes } from './own-routes.ts'
import { ownerRoutes } from './owner-routes.ts'
import { describeProblem, internalProblem } from './problem.ts'
import { publicRoutes } from './public-routes.ts'
import { followLink } from './redirect.ts'

/**
 * The wire over any backend, as a function from request to response: for Node, Deno, Bun, a worker, or a route of the
 * owner's own server. It answers everything, and never throws.
 */
export function createHandler(
  source: BackendSource,
  options: HandlerOptions,
): (request: Request) => Promise<Response> {
  const wire = createWire(source, options)
  const app = new Hono<ProgramEnv>()
  app.onError((error) => answerError(wire, error))
  app.notFound((c) => answerRest(wire, c.req.raw))

  app.get('/healthz', (c) => c.json({ status: 'ok' }))
  programRoutes(app, wire)
  dashboardRoutes(app)
  app.get('/:file{[a-z][a-z0-9-]*\\.js}', (c) => answerFile(wire, c.req.raw, c.req.param('file')))
  app.get('/chunks/:file{[\\w.-]+\\.js}', (c) => answerFile(wire, c.req.raw, `chunks/${c.req.param('file')}`))
  return async (request) => {
    try {
      return await app.fetch(request)
    } catch (error) {
      return answerError(wire, error)
    }
  }
}

function programRoutes(app: Hono<ProgramEnv>, wire: Wire): void {
  const backendOf = async (program: string): Promise<ReferralBackend> => {
    const backend = await wire.backend(program)
    if (backend) return backend
    throw new GoodwordError(
      'program-unknown',
      `There is no program "${program.slice(0, 64)}" here. Check the id in the URL against the program file.`,
    )
  }
  app.use('/v1/:program/*', async (c, next) => {
    const program = c.req.param('program')
    const backend = await backendOf(program)
    c.set('backend', backend)
    const origin = c.req.header('origin')
    const landing = await wire.landingOf(program, backend)
    const isOwn = origin !== undefined && !isAdmin(c.req.path, program) && isOwnOrigin(origin, landing)
    if (c.req.method === 'OPTIONS') c.res = new Response(null, { status: 204 })
    else await next()
    c.header('vary', 'origin', { append: true })
    c.header('x-content-type-options', 'nosniff')
    c.header('referrer-policy', 'no-referrer')
    if (!c.res.headers.has('cache-control')) c.header('cache-control', 'no-store')
    if (!isOwn) return
    c.header('access-control-allow-origin', origin)
    if (c.req.method === 'OPTIONS')
      for (const [name, value] of Object.entries(preflightHeaders)) c.header(name, value)
  })
  publicRoutes(app, wire)
  ownRoutes(app, wire)
  ownerRoutes(app, wire)
  app.all('/v1/*', (c) => {
    throw nothing(c.req.raw)
  })
  app.get('/r/:program/:code', async (c) => {
    const { program, code } = c.req.param()
    const backend = await backendOf(program)
    const landing = await wire.landingOf(program, backend)
    return followLink(wire, { request: c.req.raw, backend, landing, code, channel: c.req.query('ch') })
  })
}

/** The secret key never belongs in a page of another origin. */
const isAdmin = (path: string, program: string): boolean => path.startsWith(`/v1/${program}/admin/`)

async function answerFile(wire: Wire, request: Request, name: string): Promise<Response> {
  const asset = await wire.assets?.(name)
  return asset ? fileResponse(request, name, asset) : answerRest(wire, request)
}

async function answerRest(wire: Wire, request: Request): Promise<Response> {
  const answer = await wire.fallback?.(request)
  if (answer) return answer
  throw nothing(request)
}

function nothing({ method, url }: Request): GoodwordError {
  const { pathname } = new URL(url)
  return new GoodwordError(
    'not-found',
    `Nothing answers ${method} ${pathname.slice(0, 200)}. Check the address.`,
  )
}

function answerError(wire: Wire, error: unknown): Response {
  const problem = describeProblem(error)
  if (problem) return problem
  wire.onError(error)
  return internalProblem()
}
