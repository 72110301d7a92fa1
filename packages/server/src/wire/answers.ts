import type { MiddlewareHandler } from 'hono'
import { matchedRoutes } from 'hono/route'
import type { ProgramEnv, Wire } from './options.ts'

/** What became of a request: nothing in it names a person, a code or a key. */
export interface Answer {
  /** For the log, and for whoever asks about it: `x-request-id`. */
  readonly id: string
  readonly method: string
  /** The route's pattern, such as `/r/:program/:code`; `other` for what no route takes. */
  readonly route: string
  readonly status: number
  readonly milliseconds: number
  /** A program that is really there. */
  readonly program?: string
}

/** Tells `onAnswer` of every request, and gives each an id that its sender can quote. */
export function tellAnswers(
  wire: Pick<Wire, 'onAnswer' | 'random'>,
  clock: () => number = performance.now.bind(performance),
): MiddlewareHandler<ProgramEnv> {
  const ours = countedIds(wire.random)
  return async (c, next) => {
    const began = clock()
    const id = idGiven(c.req.header('x-request-id')) ?? ours()
    c.set('requestId', id)
    await next()
    try {
      c.res.headers.set('x-request-id', id)
    } catch {
      // What `fetch` answered cannot be changed; Hono makes a copy that can.
      c.header('x-request-id', id)
    }
    if (!wire.onAnswer) return
    const route = matchedRoutes(c).findLast(({ path }) => !path.includes('*'))?.path ?? 'other'
    const { status } = c.res
    // The name in the path is anybody's word until a backend has been found for it.
    const program = c.get('backend') ? c.req.param('program') : undefined
    wire.onAnswer({
      id,
      method: methods.has(c.req.method) ? c.req.method : 'other',
      route,
      status,
      milliseconds: clock() - began,
      ...(program !== undefined && { program }),
    })
  }
}

const methods = new Set(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'])

/** A caller's own id if it is a UUID, a trace's id or the like: free text could carry a name into the log. */
const idGiven = (text: string | undefined): string | undefined =>
  text !== undefined && /^[0-9a-f][0-9a-f-]{6,62}[0-9a-f]$/i.test(text) ? text : undefined

/** Unlike any other server's, and counted: random bytes for each would cost more than all else here. */
function countedIds(random: (bytes: number) => Uint8Array): () => string {
  const prefix = Array.from(random(8), (byte) => byte.toString(16).padStart(2, '0')).join('')
  let count = 0
  return () => prefix + (count++).toString(16).padStart(8, '0')
}
