import { conformanceCases, conformanceProgram, runCases } from '@goodword/adapters/conformance'
import { httpBackend } from '@goodword/adapters/http'
import { parseProgram } from '@goodword/program'
import { nodeListener } from '@goodword/server'
import { createHandler } from '@goodword/server/handler'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { DatabaseSync } from 'node:sqlite'
import { expect, it } from 'vitest'
import { ownBackend } from './backend.ts'

it('passes all of the conformance suite that two tables can offer, over the wire', async () => {
  const program = parseProgram(conformanceProgram)
  const secret = 'gw_sk_0123456789abcdef0123'
  let ahead = 0
  const now = (): number => Date.now() + ahead
  const handler = createHandler(ownBackend(new DatabaseSync(':memory:'), program, now), {
    access: () => ({ secretKeys: [secret], identityKeys: [] }),
    landing: () => program,
    limits: false,
    now,
  })
  const server = createServer(nodeListener(handler))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  try {
    const visitor = httpBackend({ url, program: program.id })
    const results = await runCases(conformanceCases, () => ({
      backend: httpBackend({ url, program: program.id, key: secret }),
      browser: (events) => visitor.record(events),
      now,
      travel: (milliseconds) => (ahead += milliseconds),
    }))
    expect(results.filter(({ status }) => status === 'failed')).toEqual([])
    expect(results.filter(({ status }) => status === 'passed').length).toBeGreaterThan(80)
  } finally {
    server.closeAllConnections()
    server.close()
  }
})
