import { GoodwordError } from '@goodword/program'
import {
  createAdaptorServer,
  getRequestListener,
  type Http2Bindings,
  type HttpBindings,
} from '@hono/node-server'
import type { IncomingMessage, Server, ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Connection } from '../wire/options.ts'

/** An HTTP server that takes requests. */
export interface Listener {
  readonly port: number
  /** Takes no more requests, and resolves when those that it has are answered, or after ten seconds. */
  close(): Promise<void>
}

/** Milliseconds that requests get to finish when the server stops. */
const patience = 10_000

/** How long a client may take, in milliseconds, and how much it may say before its body, in bytes. */
export interface ListenerLimits {
  readonly headersTimeout: number
  /** For the whole request, body included. */
  readonly requestTimeout: number
  /** Longer than the minute for which most load balancers keep a connection: they must be the ones to close it. */
  readonly keepAliveTimeout: number
  readonly maxHeaderSize: number
  /** How often connections are looked at that take too long. */
  readonly connectionsCheckingInterval: number
}

const defaultLimits: ListenerLimits = {
  headersTimeout: 10_000,
  requestTimeout: 30_000,
  keepAliveTimeout: 65_000,
  maxHeaderSize: 16_384,
  connectionsCheckingInterval: 1000,
}

/** A fetch handler that is told where a connection comes from. */
type Fetch = (request: Request, connection: Connection) => Promise<Response>

const withAddress =
  (fetch: Fetch) =>
  (request: Request, { incoming }: HttpBindings | Http2Bindings): Promise<Response> =>
    fetch(request, { address: incoming.socket.remoteAddress })

/**
 * A handler as `node:http`, Express and Connect call one. It reads the path whole and the body itself: mount it on
 * routes that keep both, before anything that parses bodies.
 */
export function nodeListener(
  handler: Fetch,
): (incoming: IncomingMessage, outgoing: ServerResponse) => Promise<void> {
  return getRequestListener(withAddress(handler), { overrideGlobalObjects: false })
}

/** Rejects with `port-taken`, or `port-refused` where the system does not allow it. */
export async function listen(
  fetch: Fetch,
  port: number,
  host?: string,
  limits: Partial<ListenerLimits> = {},
): Promise<Listener> {
  const answer = withAddress(fetch)
  const serverOptions = { ...defaultLimits, ...limits }
  const server = createAdaptorServer({ fetch: answer, overrideGlobalObjects: false, serverOptions }) as Server
  await new Promise<void>((resolve, reject) => {
    server.once('error', (cause: Error & { readonly code?: string }) => reject(explain(cause, port)))
    server.listen({ port, host }, resolve)
  })
  return { port: (server.address() as AddressInfo).port, close: () => close(server) }
}

function explain(cause: Error & { readonly code?: string }, port: number): GoodwordError {
  if (cause.code === 'EADDRINUSE')
    return new GoodwordError(
      'port-taken',
      `Port ${port} is taken: another program listens there, perhaps this one, started twice. Stop it, or choose another port.`,
      { cause },
    )
  return new GoodwordError(
    'port-refused',
    `Port ${port} cannot be used: ${cause.message}. Choose another, from 1024 up.`,
    { cause },
  )
}

async function close(server: Server): Promise<void> {
  const closed = new Promise<void>((resolve) => server.close(() => resolve()))
  // A connection that is kept alive after its last answer would hold the server open.
  const idle = setInterval(() => server.closeIdleConnections(), 50)
  const end = setTimeout(() => server.closeAllConnections(), patience)
  await closed
  clearInterval(idle)
  clearTimeout(end)
}
