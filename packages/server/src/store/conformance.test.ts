import {
  conformanceProgram,
  fairProgram,
  testBackend,
  testFairness,
  type Subject,
} from '@goodword/adapters/conformance'
import { parseProgram } from '@goodword/program'
import { afterAll, beforeAll, describe, it } from 'vitest'
import { sqlBackend } from '../backend/sql-backend.ts'
import { openStore, type Store } from './store.ts'
import { databases, type TestDatabase } from './testing.ts'

/** What our own backend does not offer, and why. */
const optOuts = {
  invites: 'These have no mail server; invitations have tests of their own.',
  'webhooks.verified': 'Nobody sends any.',
  'conversion.requiresFriend': 'An order counts whoever the friend is.',
  'rewards.approve': 'Orders are reviewed, not rewards.',
}

describe.each(databases)('the backend over $kind', ({ create }) => {
  let database: TestDatabase
  let store: Store
  beforeAll(async () => {
    database = await create()
    store = await openStore(database.location)
  })
  afterAll(async () => {
    await store?.close()
    await database?.drop()
  })

  testBackend(
    { describe, it },
    (): Subject => {
      let ahead = 0
      const now = () => Date.now() + ahead
      const backend = sqlBackend({ store, program: parseProgram(conformanceProgram), now })
      return { backend, now, travel: (milliseconds) => (ahead += milliseconds) }
    },
    optOuts,
  )

  let programs = 0
  testFairness({ describe, it }, (): Subject => {
    let ahead = 0
    const now = () => Date.now() + ahead
    const program = parseProgram({ ...fairProgram, id: `fair-${++programs}` })
    const backend = sqlBackend({ store, program, now })
    return {
      backend,
      now,
      travel: (milliseconds) => (ahead += milliseconds),
      tick: () => backend.runJobs(),
    }
  })
})
