// Puts a simulated vendor on a port of this machine. For tests only; not published.
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

/** A vendor that answers as its documentation says. What it holds is on the object that `create…Simulator` returns. */
export interface Simulator {
  fetch(request: Request): Promise<Response>
}

/** What happens to one exchange between the port and the simulator; see `faults.ts`. */
export type Interference = (exchange: Exchange) => Promise<void>

/** One request, with what a fault may do to it. */
export interface Exchange {
  readonly method: string
  readonly path: string
  /** Asks the simulator, once. */
  ask(): Promise<Response>
  send(response: Response): Promise<void>
  /** Sends the first half of the answer, and breaks the connection. */
  sendHalf(response: Response): Promise<void>
  /** Breaks the connection. */
  reset(): void
}

export interface ServedSimulator {
  readonly url: string
  /** Every request as `GET /path`, without its query. */
  readonly requests: string[]
  close(): Promise<void>
}

/** A real HTTP server in front of a simulator, on any free port of loopback. */
export async function serveSimulator(
  simulator: Simulator,
  interfere: Interference = async (exchange) => exchange.send(await exchange.ask()),
): Promise<ServedSimulator> {
  const requests: string[] = []
  const server = createServer((incoming, outgoing) => {
    void (async () => {
      const request = await readRequest(incoming)
      const { pathname } = new URL(request.url)
      requests.push(`${request.method} ${pathname}`)
      await interfere({
        method: request.method,
        path: pathname,
        ask: () => simulator.fetch(request),
        send: (response) => write(outgoing, response),
        sendHalf: (response) => writeHalf(outgoing, response),
        reset: () => void outgoing.destroy(),
      })
    })().catch((error: unknown) => outgoing.writeHead(599).end(String(error)))
  }).listen(0, '127.0.0.1')
  await new Promise((resolve) => server.once('listening', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

async function readRequest(incoming: IncomingMessage): Promise<Request> {
  const parts: Buffer[] = []
  for await (const part of incoming) parts.push(part as Buffer)
  const headers = new Headers()
  for (const [name, value] of Object.entries(incoming.headers)) headers.set(name, String(value))
  const body = parts.length > 0 ? { body: Buffer.concat(parts) } : {}
  return new Request(`http://${incoming.headers.host}${incoming.url}`, {
    method: incoming.method ?? 'GET',
    headers,
    ...body,
  })
}

async function write(outgoing: ServerResponse, response: Response): Promise<void> {
  outgoing.writeHead(response.status, Object.fromEntries(response.headers))
  outgoing.end(Buffer.from(await response.arrayBuffer()))
}

async function writeHalf(outgoing: ServerResponse, response: Response): Promise<void> {
  const body = Buffer.from(await response.arrayBuffer())
  const headers = { ...Object.fromEntries(response.headers), 'content-length': String(body.length) }
  outgoing.writeHead(response.status, headers)
  await new Promise((resolve) => outgoing.write(body.subarray(0, Math.ceil(body.length / 2)), resolve))
  outgoing.destroy()
}
