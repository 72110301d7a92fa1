import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Webhook } from 'standardwebhooks'

/** What arrived. */
export interface Arrival {
  readonly id: string
  readonly body: string
  readonly headers: Readonly<Record<string, string>>
}

/** A receiver of webhooks on this machine. */
export interface Peer {
  readonly url: string
  readonly arrivals: readonly Arrival[]
  /** How many requests it has in hand. */
  readonly open: number
  /** What it does with each request. @default 204 */
  answer: (response: ServerResponse, arrival: Arrival, request: IncomingMessage) => void
  /** What arrived, verified and parsed. */
  verified(secret: string): readonly unknown[]
  close(): Promise<void>
}

/** Starts a receiver. */
export async function startPeer(): Promise<Peer> {
  const arrivals: Arrival[] = []
  let open = 0
  const server = createServer(async (request, response) => {
    open++
    response.on('close', () => open--)
    const parts: Buffer[] = []
    for await (const part of request as AsyncIterable<Buffer>) parts.push(part)
    const headers = request.headers as Record<string, string>
    const arrival = { id: headers['webhook-id'] ?? '', body: Buffer.concat(parts).toString(), headers }
    arrivals.push(arrival)
    peer.answer(response, arrival, request)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  const peer: Peer = {
    url: `http://127.0.0.1:${port}/hook`,
    arrivals,
    get open() {
      return open
    },
    answer: (response) => response.writeHead(204).end(),
    verified: (secret) => arrivals.map(({ body, headers }) => new Webhook(secret).verify(body, headers)),
    async close() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
  return peer
}
