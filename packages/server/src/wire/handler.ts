import type { ReferralBackend } from '@goodword/adapters'
import { GoodwordError } from '@goodword/program'
import { Hono } from 'hono'
import { dashboardRoutes } from '../dashboard/route.ts'
import { explainFailure } from '../store/failure.ts'
import { tellAnswers } from './answers.ts'
import { codeRoutes } from './code-routes.ts'
import { drawRoutes } from './draw-routes.ts'
import { fileResponse } from './files.ts'
import { keyRoutes, sessionRoutes } from './key-routes.ts'
import { limitProgram, limitRedirects } from './limit-routes.ts'
import {
  createWire,
  type BackendSource,
  type Connection,
  type HandlerOptions,
  type ProgramEnv,
  type Wire,
} from './options.ts'
import { operationRoutes } from './operation-routes.ts'
import { openApiRoute } from './openapi/route.ts'
import { isOwnOrigin, preflightHeaders } from './origins.ts'
import { ownRoutes } from './own-routes.ts'
import { ownerRoutes } from './owner-routes.ts'
import { figureRoutes } from './figure-routes.ts'
import { privacyRoutes } from './privacy-routes.ts'
import { describeProblem, internalProblem, isOwnersBusiness } from './problem.ts'
import { publicRoutes } from './public-routes.ts'
import { followLink } from './redirect.ts'
import { reviewRoutes } from './review-routes.ts'
import { leaveAsItIs, secureAnswers } from './security-headers.ts'
import { unsubscribeRoutes } from './unsubscribe-routes.ts'
import { vendorRoutes } from './vendor-routes.ts'
import { webhookRoutes } from './webhook-routes.ts'

/**
 * The wire over any backend, as a function from request to response: for Node, Deno, Bun, a worker, or a route of the
 * owner's own server. It answers everything, and never throws.
 */
export function createHandler(
  source: BackendSource,
  options: HandlerOptions,
): (request: Request, connection?: Connection) => Promise<Response> {
  const wire = createWire(source, options)
  const app = createApp(wire)
  return async (request, { address } = {}) => {
    try {
      return await app.fetch(request, { address })
    } catch (error) {
      return answerError(wire, error)
    }
  }
}

/** Every route of the wire. */
export function createApp(wire: Wire): Hono<ProgramEnv> {
  const app = new Hono<ProgramEnv>()
  app.onError((error, c) => answerError(wire, error, c.get('requestId')))
  // Not thrown from here: what adds headers to every answer, and logs it, would not see this one.
  app.notFound((c) =>
    answerRest(wire, c.req.raw).catch((error: unknown) => answerError(wire, error, c.get('requestId'))),
  )
  app.use(tellAnswers(wire))
  app.use(secureAnswers)

  operationRoutes(app, wire)
  programRoutes(app, wire)
  openApiRoute(app)
  dashboardRoutes(app)
  app.get('/:file{[a-z][a-z0-9-]*\\.js}', (c) => answerFile(wire, c.req.raw, c.req.param('file')))
  app.get('/chunks/:file{[\\w.-]+\\.js}', (c) => answerFile(wire, c.req.raw, `chunks/${c.req.param('file')}`))
  return app
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
    c.set('landing', landing)
    c.set('isOwn', isOwn)
    if (c.req.method === 'OPTIONS') c.res = new Response(null, { status: 204 })
    else await next()
    // Answers under here are all our own, so their headers can be changed: `c.header` would copy the answer each time.
    const { headers } = c.res
    headers.append('vary', 'origin')
    if (!headers.has('cache-control')) headers.set('cache-control', 'no-store')
    // Receipts are nobody's secret, and a page that cannot read them complains in its visitor's console: a sandboxed
    // frame, or a host that is not listed yet. No cookie comes with `*`.
    if (!isOwn && c.req.method === 'POST' && c.req.path === `/v1/${program}/events`)
      headers.set('access-control-allow-origin', '*')
    if (!isOwn) return
    headers.set('access-control-allow-origin', origin)
    headers.set('access-control-expose-headers', 'retry-after, ratelimit')
    if (c.req.method === 'OPTIONS')
      for (const [name, value] of Object.entries(preflightHeaders)) headers.set(name, value)
  })
  app.use('/v1/:program/*', limitProgram(wire))
  app.use('/r/:program/*', limitRedirects(wire))
  publicRoutes(app, wire)
  ownRoutes(app, wire)
  sessionRoutes(app, wire)
  ownerRoutes(app, wire)
  keyRoutes(app)
  codeRoutes(app, wire)
  privacyRoutes(app, wire)
  webhookRoutes(app)
  reviewRoutes(app)
  figureRoutes(app)
  drawRoutes(app)
  vendorRoutes(app, wire)
  unsubscribeRoutes(app)
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
  if (answer) return leaveAsItIs(answer)
  throw nothing(request)
}

function nothing({ method, url }: Request): GoodwordError {
  const { pathname } = new URL(url)
  return new GoodwordError(
    'not-found',
    `Nothing answers ${method} ${pathname.slice(0, 200)}. Check the address.`,
  )
}

function answerError(wire: Wire, error: unknown, request?: string): Response {
  // What only reads is not told by the store what its failure means; why it failed is its owner's business.
  const failure = explainFailure(error)
  const silent = 'The server’s store does not answer. Try again in a moment.'
  const problem = describeProblem(failure ? new GoodwordError(failure.code, silent) : error)
  if (failure || !problem || isOwnersBusiness(error))
    wire.onError(error, request === undefined ? {} : { request })
  return problem ?? internalProblem()
}
