// A bare Hono route that answers 202 and reads nothing, on the server's own listener: the most that HTTP itself allows.
// Under `/parse` it reads the body and parses its JSON as well. Its argument is the port.
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { listen } from '../../packages/server/src/serve/listener.ts'
import { root } from '../steps.ts'

interface Route {
  readonly req: { json(): Promise<{ readonly events: readonly unknown[] }> }
  json(value: unknown, status: number): Response
}
interface App {
  post(path: string, answer: (c: Route) => Response | Promise<Response>): void
  fetch(request: Request): Promise<Response>
}
const { Hono } = createRequire(join(root, 'packages/server/package.json'))('hono') as { Hono: new () => App }

const app = new Hono()
app.post('/v1/:program/events', (c) => c.json({ receipts: [] }, 202))
app.post('/parse/:program/events', async (c) => {
  const { events } = await c.req.json()
  return c.json({ receipts: events.map(() => 0) }, 202)
})
const listener = await listen((request) => app.fetch(request), Number(process.argv[2]), '127.0.0.1')
process.once('SIGTERM', () => void listener.close())
