import { drawWinners, entriesDigest, seedCommitment, type DrawEntry } from '@goodword/program'
import * as v from 'valibot'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { fair } from '../backend/clock.fixture.ts'
import { day, purchase } from '../backend/shop.fixture.ts'
import { sqlBackend } from '../backend/sql-backend.ts'
import { openStore, type Store } from '../store/store.ts'
import { createHandler } from './handler.ts'
import { drawEntriesSchema, drawsSchema } from './schemas/answers.ts'

const people = 25
let store: Store
let ask: (path: string) => Promise<Response>
let period: string

beforeAll(async () => {
  store = await openStore({ file: ':memory:' })
  let ahead = 0
  const now = () => Date.now() + ahead
  const backend = sqlBackend({ store, program: fair, now })
  const handler = createHandler(backend, { access: () => ({ secretKeys: [], identityKeys: [] }), now })
  ask = (path) => handler(new Request(`https://refer.example/v1/fair/draws${path}`))
  for (let index = 0; index < people; index++) {
    const { code } = await backend.enrol({
      id: `amy-${index}`,
      email: `amy-${index}@example.com`,
      name: 'Amy',
    })
    const sold = purchase({ code, customer: { id: `bo-${index}` } })
    await backend.record([sold], { source: 'server' })
  }
  ahead = 40 * day
  // A place in a draw is earned when its order ripens; the month after has another draw.
  await backend.runJobs()
  const { draws } = v.parse(drawsSchema, await (await ask('')).json())
  period = draws.find(({ drawn }) => drawn)!.period
})
afterAll(() => store.close())

async function readAll(limit: number): Promise<(DrawEntry & { readonly place?: number | undefined })[]> {
  const found = []
  for (let cursor: string | undefined = ''; cursor !== undefined;) {
    const answer = await ask(`/raffle/${period}/entries?limit=${limit}&cursor=${cursor}`)
    const page = v.parse(drawEntriesSchema, await answer.json())
    expect(page.items.length).toBeLessThanOrEqual(limit)
    found.push(...page.items)
    cursor = page.next
  }
  return found
}

it('lets anybody draw again, and find that nothing was chosen afterwards', async () => {
  const { draws } = v.parse(drawsSchema, await (await ask('')).json())
  const { commitment, drawn } = draws.find((draw) => draw.period === period)!
  const entries = await readAll(7)
  expect(entries).toHaveLength(people)
  expect(entriesDigest(entries)).toBe(drawn!.digest)
  expect(seedCommitment(drawn!.seed)).toBe(commitment)
  const winners = entries.filter(({ place }) => place !== undefined)
  expect(winners.map(({ place }) => place)).toEqual([1])
  expect(drawWinners(drawn!.seed, entries, 1)).toEqual(winners.map(({ participant }) => participant))
  expect(await readAll(1000)).toEqual(entries)
})

it('names nobody by anything but a key', async () => {
  const text = await (await ask(`/raffle/${period}/entries`)).text()
  expect(text).not.toMatch(/amy|bo-|example/i)
  for (const { participant } of await readAll(1000)) expect(participant).toMatch(/^p_[a-z0-9]{20}$/)
})

it.each([
  [() => `/raffle/1999-01-01/entries`, 404, 'draw-unknown'],
  [() => `/race/${period}/entries`, 404, 'draw-unknown'],
  [() => `/none/${period}/entries`, 404, 'draw-unknown'],
  [() => `/raffle%00/${period}/entries`, 404, 'draw-unknown'],
  [() => `/raffle/${period}/entries?limit=1001`, 400, 'query-invalid'],
  [() => `/raffle/${period}/entries?limit=0`, 400, 'query-invalid'],
  [() => `/raffle/${period}/entries?cursor=%27;--`, 400, 'query-invalid'],
])('answers %s with what is wrong', async (path, status, code) => {
  const answer = await ask(path())
  expect([answer.status, await answer.json()]).toEqual([status, expect.objectContaining({ code })])
})
