import {
  conformanceProgram,
  fairCases,
  fairProgram,
  testBackend,
  testFairness,
  type Subject,
} from '@goodword/adapters/conformance'
import { httpBackend } from '@goodword/adapters/http'
import { parseProgram } from '@goodword/program'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, it } from 'vitest'
import { serve, type RunningServer } from './serve.ts'

/** What our own backend does not offer, and why. */
const optOuts = {
  invites: 'These have no mail server; invitations have tests of their own.',
  'webhooks.verified': 'Nobody sends any.',
  'conversion.requiresFriend': 'An order counts whoever the friend is.',
  'rewards.approve': 'Orders are reviewed, not rewards.',
}

describe('the HTTP client against a real server', () => {
  const data = mkdtempSync(join(tmpdir(), 'goodword-http-'))
  const program = parseProgram(conformanceProgram)
  const secret = 'gw_sk_0123456789abcdef0123'
  const fair = Object.values(fairCases)
    .flat()
    .map((_, index) => parseProgram({ ...fairProgram, id: `fair-${index}` }))
  let ahead = 0
  const now = (): number => Date.now() + ahead
  let server: RunningServer
  beforeAll(async () => {
    server = await serve({
      programs: [program, ...fair],
      port: 0,
      data,
      now,
      env: {},
      keys: {
        [program.id]: { secrets: [secret] },
        ...Object.fromEntries(fair.map(({ id }) => [id, { secrets: [secret] }])),
      },
    })
  })
  afterAll(async () => {
    await server?.close()
    rmSync(data, { recursive: true })
  })

  testBackend(
    { describe, it },
    (): Subject => {
      const at = { url: server.url, program: program.id }
      const visitor = httpBackend(at)
      return {
        backend: httpBackend({ ...at, key: secret }),
        browser: (events) => visitor.record(events),
        now,
        travel: (milliseconds) => (ahead += milliseconds),
      }
    },
    optOuts,
  )
  let played = 0
  testFairness({ describe, it }, (): Subject => {
    const { id } = fair[played++]!
    const at = { url: server.url, program: id }
    const visitor = httpBackend(at)
    return {
      backend: httpBackend({ ...at, key: secret }),
      browser: (events) => visitor.record(events),
      now,
      travel: (milliseconds) => (ahead += milliseconds),
      tick: async () => server.backend(id)?.runJobs(),
    }
  })
})
