import { conformanceProgram, testBackend, type Subject } from '@goodword/adapters/conformance'
import { httpBackend } from '@goodword/adapters/http'
import { parseProgram } from '@goodword/program'
import { nodeListener } from '@goodword/server'
import { createHandler } from '@goodword/server/handler'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { DatabaseSync } from 'node:sqlite'
import { afterAll, beforeAll, describe, it } from 'vitest'
import { ownBackend } from './backend.ts'

describe('a backend of two tables, over the wire', () => {
  const program = parseProgram(conformanceProgram)
  const secret = 'gw_sk_0123456789abcdef0123'
  let ahead = 0
  const now = (): number => Date.now() + ahead
  let server: Server
  let url = ''
  beforeAll(async () => {
    const handler = createHandler(ownBackend(new DatabaseSync(':memory:'), program, now), {
      access: () => ({ secretKeys: [secret], identityKeys: [] }),
      landing: () => program,
      limits: false,
      now,
    })
    server = createServer(nodeListener(handler))
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  })
  afterAll(() => {
    server.closeAllConnections()
    server.close()
  })

  testBackend(
    { describe, it },
    (): Subject => {
      const at = { url, program: program.id }
      const visitor = httpBackend(at)
      return {
        backend: httpBackend({ ...at, key: secret }),
        browser: (events) => visitor.record(events),
        now,
        travel: (milliseconds) => (ahead += milliseconds),
      }
    },
    {
      leaderboard: 'two tables, and nobody ranks',
      stats: 'the widget shows friends and rewards without counts',
      milestones: 'the widget shows rewards without them',
      'rewards.fulfil': 'the shop gives rewards itself',
      invites: 'it sends no mails',
    },
  )
})
