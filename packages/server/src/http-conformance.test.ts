import { conformanceProgram, testBackend, type Subject } from '@goodword/adapters/conformance'
import { httpBackend } from '@goodword/adapters/http'
import { parseProgram } from '@goodword/program'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, it } from 'vitest'
import { serve, type RunningServer } from './serve.ts'

describe('the HTTP client against a real server', () => {
  const data = mkdtempSync(join(tmpdir(), 'goodword-http-'))
  const program = parseProgram(conformanceProgram)
  const secret = 'gw_sk_0123456789abcdef0123'
  let ahead = 0
  const now = (): number => Date.now() + ahead
  let server: RunningServer
  beforeAll(async () => {
    server = await serve({ programs: [program], port: 0, data, now, env: { GOODWORD_SECRET_KEY: secret } })
  })
  afterAll(async () => {
    await server?.close()
    rmSync(data, { recursive: true })
  })

  testBackend({ describe, it }, (): Subject => {
    const at = { url: server.url, program: program.id }
    const visitor = httpBackend(at)
    return {
      backend: httpBackend({ ...at, key: secret }),
      browser: (events) => visitor.record(events),
      now,
      travel: (milliseconds) => (ahead += milliseconds),
    }
  })
})
