// node --conditions=source src/main.ts: any backend behind Node's own HTTP server.
import type { ReferralBackend } from '@goodword/adapters'
import { memoryBackend } from '@goodword/adapters/memory'
import { parseProgram } from '@goodword/program'
import { smallShop } from '@goodword/program/presets'
import { nodeListener } from '@goodword/server'
import { createHandler } from '@goodword/server/handler'
import { createServer, type Server } from 'node:http'

/** Answers the routes of one backend; put a vendor's or your own in place of the one in memory. */
export function startServer(
  port: number,
  secret: string,
  backend: ReferralBackend = memoryBackend({ program: parseProgram(smallShop) }),
): Promise<Server> {
  const handler = createHandler(backend, {
    access: () => ({ secretKeys: [secret], identityKeys: [] }),
  })
  const server = createServer(nodeListener(handler))
  return new Promise((resolve) => server.listen(port, () => resolve(server)))
}

if (import.meta.main) {
  await startServer(Number(process.env['PORT'] || 4400), process.env['GOODWORD_SECRET_KEY'] ?? '')
}
