import { memoryBackend } from '@goodword/adapters/memory'
import type { ReferralBackend } from '@goodword/adapters'
import * as fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { shop } from '../backend/shop.fixture.ts'
import { sqlBackend } from '../backend/sql-backend.ts'
import { openStore, type Store } from '../store/store.ts'
import { fuzzedRequest } from './fuzz.fixture.ts'
import { createHandler } from './handler.ts'
import { signIdentity } from './identity.ts'

/** Half of them go to each backend. The long form: `FUZZ_REQUESTS=100000`. */
const requests = Math.ceil(Number(process.env['FUZZ_REQUESTS'] || process.env['FAST_CHECK_RUNS'] || 1000) / 2)
/** How many one backend gets before a new one takes its place: the one in memory looks at all that it has. */
const batch = 500
const secret = 'gw_sk_fuzz_0123456789abcdef'
const identityKey = 'gw_id_fuzz_0123456789abcdef'
const publicUrl = 'https://refer.example'

/** Longer than any honest request takes by far; one that hangs has no end at all. */
const patience = 5_000

describe('no request, however it is made, breaks the wire', () => {
  let store: Store
  let token: string
  beforeAll(async () => {
    store = await openStore({ file: ':memory:' })
    token = await signIdentity(identityKey, {
      program: 'shop',
      id: 'amy',
      email: 'amy@example.com',
      expiresIn: 86_400,
    })
  })
  afterAll(() => store.close())

  const backends: [string, () => ReferralBackend][] = [
    ['memory', () => memoryBackend({ program: shop })],
    ['SQLite', () => sqlBackend({ store, program: shop, publicUrl })],
  ]
  it.each(backends)(
    'over %s',
    async (name, create) => {
      const errors: unknown[] = []
      const start = async () => {
        const backend = create()
        await backend.enrol({ id: 'amy', email: 'amy@example.com' })
        return createHandler((id) => (id === 'shop' ? backend : undefined), {
          access: () => ({ secretKeys: [secret], identityKeys: [identityKey] }),
          landing: () => shop,
          publicUrl,
          onError: (error) => errors.push(error),
          limits: false,
          trustProxy: 1,
        })
      }
      let handler = await start()
      let count = 0
      const statuses = new Map<number, number>()
      const property = fc.asyncProperty(fuzzedRequest, async ({ place, query, headers, key, body }) => {
        if (++count % batch === 0) handler = await start()
        const method = place.method.toUpperCase()
        const given = new Headers(headers)
        const right = { anyone: undefined, participant: token, owner: secret, entry: secret }[place.door]
        const bearer = { right, none: undefined, secret, token, torn: token.slice(0, -3) }[key]
        if (bearer !== undefined) given.set('authorization', `Bearer ${bearer}`)
        const content = method === 'GET' || method === 'HEAD' ? {} : { body: body as BodyInit }
        const made = new Request(publicUrl + place.path + query, { method, headers: given, ...content })
        const response = await inTime(handler(made, { address: '203.0.113.7' }))
        await response.arrayBuffer()
        statuses.set(response.status, (statuses.get(response.status) ?? 0) + 1)
        // 501 is the honest answer of a backend that lacks a tool.
        if (response.status >= 500 && response.status !== 501)
          throw errors.at(-1) ?? new Error(`${response.status}`)
        if ('polluted' in {} || Object.keys(Object.prototype).length > 0)
          throw new Error('A prototype was changed.')
      })
      await fc.assert(property, { numRuns: Math.max(1, requests), endOnFailure: true })
      expect(errors).toEqual([])
      const told = [...statuses].toSorted(([a], [b]) => a - b).map(([status, count]) => `${status}: ${count}`)
      console.log(`fuzz over ${name}: ${count} requests, ${told.join(', ')}`)
    },
    600_000,
  )

  async function inTime(answer: Promise<Response>): Promise<Response> {
    let timer: NodeJS.Timeout | undefined
    const end = new Promise<never>((_, reject) => {
      timer = setTimeout(() => reject(new Error('It hangs.')), patience)
    })
    return Promise.race([answer, end]).finally(() => clearTimeout(timer))
  }
})
