import { GoodwordError } from '@goodword/program'
import { createAdaptorServer } from '@hono/node-server'
import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'

/** An HTTP server that takes requests. */
export interface Listener {
  readonly port: number
  /** Takes no more requests, and resolves when those that it has are answered, or after ten seconds. */
  close(): Promise<void>
}

/** Milliseconds that requests get to finish when the server stops. */
const patience = 10_000

/** Rejects with `port-taken`, or `port-refused` where the system does not allow it. */
export async function listen(
  fetch: (request: Request) => Promise<Response>,
  port: number,
  host?: string,
): Promise<Listener> {
  const server = createAdaptorServer({ fetch, overrideGlobalObjects: false }) as Server
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
