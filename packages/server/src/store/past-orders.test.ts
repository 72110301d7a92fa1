import type { ReferralBackend } from '@goodword/adapters'
import { memoryBackend } from '@goodword/adapters/memory'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Context } from '../backend/context.ts'
import { rebuild } from '../backend/rebuild/rebuild.ts'
import { day, purchase, shop, visit } from '../backend/shop.fixture.ts'
import { sqlBackend } from '../backend/sql-backend.ts'
import { importLines } from '../transfer/import-file.ts'
import { openStore, type Store } from './store.ts'
import { databases, type TestDatabase } from './testing.ts'

const kinds = [...databases, { kind: 'memory', create: undefined }]

describe.each(kinds)('orders of years ago in $kind', ({ create }) => {
  let database: TestDatabase | undefined
  let store: Store | undefined
  beforeAll(async () => {
    database = await create?.()
    store = database && (await openStore(database.location))
  })
  afterAll(async () => {
    await store?.close()
    await database?.drop()
  })
  const start = (id: string) => {
    const program = { ...shop, id }
    const backend: ReferralBackend = store ? sqlBackend({ store, program }) : memoryBackend({ program })
    return { program, backend }
  }
  const old = (customer: string, more: object = {}) => ({
    id: customer,
    order: `old-${customer}`,
    at: Date.now() - 900 * day,
    amount: 4200,
    currency: 'USD',
    ...more,
  })
  async function take({ backend, program }: ReturnType<typeof start>, ...records: object[]) {
    const problems: string[] = []
    const lines = (async function* () {
      for (const [index, fields] of records.entries()) yield { line: index + 1, fields: { ...fields } }
    })()
    const done = await importLines(backend, program, lines, {
      conversion: 'purchase',
      from: 1,
      onProblem: (line, problem) => problems.push(`${line}: ${problem}`),
      onProgress: () => {},
      isStopped: () => false,
    })
    return { ...done, problems }
  }

  it('make customers of those who made them: what they order now earns nobody a first reward', async () => {
    const world = start('past-first')
    const { backend, program } = world
    const { code } = await backend.enrol({ id: 'amy' })
    const rewards = async () =>
      (await backend.rewards({ customer: 'amy' })).items.map(({ incentive }) => incentive)
    expect(await take(world, old('bo'))).toMatchObject({ orders: 1, bad: 0 })
    expect(await take(world, old('bo'))).toMatchObject({ orders: 0, known: 1 })
    const order = (visitor: string, id: string) => purchase({ visitor, customer: { id } })
    await backend.record([visit({ code, visitor: 'v_bo_1' }), visit({ code, visitor: 'v_cy_1' })])
    await backend.record([order('v_bo_1', 'bo')], { source: 'server' })
    expect(await rewards()).toEqual([])
    await backend.record([order('v_cy_1', 'cy')], { source: 'server' })
    expect(await rewards()).toEqual(['credit'])
    if (!store) return
    const random = (bytes: number) => crypto.getRandomValues(new Uint8Array(bytes))
    const context: Context = { store, program, publicUrl: undefined, now: Date.now, random }
    expect(await rebuild(context, { check: true })).toEqual([])
  })

  it('earn nothing themselves, whatever code they came by', async () => {
    const world = start('past-codes')
    const { code } = await world.backend.enrol({ id: 'amy' })
    expect(await take(world, old('bo', { code }))).toMatchObject({ orders: 1 })
    expect((await world.backend.rewards({ customer: 'amy' })).items).toEqual([])
    // One of last month does, as before.
    await take(world, old('cy', { code, at: Date.now() - 30 * day }))
    expect((await world.backend.rewards({ customer: 'amy' })).items).toHaveLength(1)
  })

  it('come by an import only, and are of this century and of the program’s money', async () => {
    const world = start('past-only')
    const past = purchase({ at: Date.now() - 900 * day })
    const said = await world.backend.record([past], { source: 'server' })
    expect(said[0]!.reason).toBe('too-old')
    const browser = await world.backend.record([past, visit({ at: past.at })], { past: true })
    expect(browser.map(({ reason }) => reason)).toEqual(['too-old', 'too-old'])
    const seconds = Math.floor(Date.now() / 1000)
    const { problems } = await take(
      world,
      old('bo', { at: seconds }),
      old('cy', { amount: 10 ** 12 + 1 }),
      old('di', { at: Date.now() + day }),
    )
    expect(problems).toEqual([
      expect.stringMatching(/^1: at: \d+ is before the year 2000\. .*epoch milliseconds/),
      expect.stringMatching(/^2: amount: expected <=1000000000000, given 1000000000001/),
      expect.stringMatching(/^3: at: .* ahead/),
    ])
  })
})
