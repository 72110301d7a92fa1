import type { Context, MiddlewareHandler } from 'hono'
import { bearerOf } from './access.ts'
import { clientAddress, networkOf } from './client-address.ts'
import type { Limits } from './limits.ts'
import type { ProgramEnv, Wire } from './options.ts'

/** Notes which browser asks, and counts what it asks of a program. */
export function limitProgram(wire: Wire): MiddlewareHandler<ProgramEnv> {
  return async (c, next) => {
    const program = c.req.param('program')!
    const network = meet(wire, c)
    const kind = kindOf(c.req.method, c.req.path, program)
    const left = kind && (await wire.limiter.take(kind, program, network))
    await next()
    if (left !== undefined) c.res.headers.set('ratelimit', left)
    if (c.res.status === 401 && bearerOf(c.req.raw) !== undefined)
      await wire.limiter.take('guess', program, network)
  }
}

/** Notes which browser follows a link, and counts it: codes are not to be found by trying. */
export function limitRedirects(wire: Wire): MiddlewareHandler<ProgramEnv> {
  return async (c, next) => {
    await wire.limiter.take('redirect', c.req.param('program')!, meet(wire, c))
    await next()
  }
}

function meet(wire: Wire, c: Context<ProgramEnv>): string | undefined {
  const address = clientAddress(c.req.raw, c.env?.address, wire.trustProxy ?? 0)
  const agent = c.req.header('user-agent')?.slice(0, 500)
  c.set('client', { ...(address !== undefined && { address }), ...(agent !== undefined && { agent }) })
  return address === undefined ? undefined : networkOf(address)
}

/** The owner's routes count by key, once it is known. */
function kindOf(method: string, path: string, program: string): keyof Limits | undefined {
  const rest = path.slice(`/v1/${program}`.length)
  if (rest.startsWith('/admin/')) return undefined
  if (method === 'GET' || method === 'HEAD') return 'read'
  return rest === '/events' ? 'events' : 'enrol'
}
