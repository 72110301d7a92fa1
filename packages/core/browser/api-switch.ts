import { once } from 'node:events'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

/**
 * What a page meets where the API should be: `open`, nobody who listens (`refused`), a server in trouble (`error`), one
 * that never answers (`hang`), or one that takes events and is cut off before it can say so (`cut`).
 */
export type ApiState = 'open' | 'refused' | 'error' | 'hang' | 'cut'

/** The API, on a port of its own, that can be taken away. */
export interface ApiSwitch {
  readonly url: string
  set(state: ApiState): Promise<void>
  /** Ids of the events in every post, in the order of their coming, whatever was answered. */
  readonly posts: readonly (readonly string[])[]
  close(): Promise<void>
}

/** Puts a switch before `handler`. */
export async function startApiSwitch(handler: (request: Request) => Promise<Response>): Promise<ApiSwitch> {
  const posts: string[][] = []
  let state: ApiState = 'open'

  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const asked = await readRequest(request, url)
    if (asked.method === 'POST') posts.push(idsIn(await asked.clone().text()))
    if (state === 'hang') return
    if (state === 'error') {
      response.writeHead(500, { 'access-control-allow-origin': '*' }).end('{}')
      return
    }
    const given = await handler(asked)
    // Read anew: it may have been switched while the handler was at work.
    if ((state as ApiState) === 'cut') {
      request.socket.destroy()
      return
    }
    response.writeHead(given.status, Object.fromEntries(given.headers))
    response.end(new Uint8Array(await given.arrayBuffer()))
  }

  const listen = async (port: number): Promise<Server> => {
    const server = createServer((request, response) => {
      answer(request, response).catch(() => request.socket.destroy())
    })
    server.listen(port)
    await once(server, 'listening')
    return server
  }
  const shut = async (server: Server): Promise<void> => {
    const closed = once(server, 'close')
    server.close()
    server.closeAllConnections()
    await closed
  }

  let server: Server | undefined = await listen(0)
  const { port } = server.address() as AddressInfo
  const url = `http://localhost:${port}`
  return {
    url,
    posts,
    async set(next) {
      state = next
      if (next === 'refused' && server) {
        await shut(server)
        server = undefined
      } else if (next !== 'refused') {
        server ??= await listen(port)
      }
    },
    async close() {
      if (server) await shut(server)
    },
  }
}

async function readRequest(request: IncomingMessage, origin: string): Promise<Request> {
  const headers = new Headers()
  for (const [name, value] of Object.entries(request.headers)) headers.set(name, String(value))
  const chunks: Uint8Array[] = []
  for await (const chunk of request) chunks.push(chunk as Uint8Array)
  const { method = 'GET', url = '/' } = request
  const body = ['GET', 'HEAD'].includes(method) ? {} : { body: Buffer.concat(chunks) }
  return new Request(new URL(url, origin), { method, headers, ...body })
}

function idsIn(body: string): string[] {
  try {
    return (JSON.parse(body) as { events: { id: string }[] }).events.map(({ id }) => id)
  } catch {
    return []
  }
}
