import { fairProgram } from '@goodword/adapters/conformance'
import { parseProgram } from '@goodword/program'
import { randomBytes } from 'node:crypto'
import { sql } from 'kysely'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Context } from '../backend/context.ts'
import { rebuild } from '../backend/rebuild/rebuild.ts'
import { purchase, refund, visit } from '../backend/shop.fixture.ts'
import { sqlBackend, type SqlBackend } from '../backend/sql-backend.ts'
import { inventory } from '../privacy/inventory.ts'
import { openStore, type Store } from './store.ts'
import { databases, type TestDatabase } from './testing.ts'

const program = parseProgram(fairProgram)
const server = { source: 'server' } as const
const dan = { id: 'dan-uniq-77', email: 'Dan.Uniq@mail.example' }
const begun = Date.now() - 60_000
const refs = [dan.id, 'dan.uniq@mail.example', `sub:${dan.id}:2`, 'mine-2']

describe.each(databases)('orders that are called after who made them, on $kind', ({ create }) => {
  let database: TestDatabase
  let store: Store
  let backend: SqlBackend
  let context: Context

  beforeEach(async () => {
    database = await create()
    store = await openStore(database.location)
    context = { store, program, publicUrl: undefined, now: Date.now, random: (bytes) => randomBytes(bytes) }
    backend = sqlBackend({ store, program })
    await backend.owner.webhooks.create({ url: 'https://hooks.example/' }, 'owner')
    const amy = await backend.enrol({ id: 'amy' })
    await backend.record([visit({ at: begun - 1, code: amy.code, visitor: 'v_dan' })])
    await backend.record(orders(), server)
    await backend.runJobs()
  })
  afterEach(async () => {
    await backend.close()
    await store.close()
    await database.drop()
  })

  const orders = () =>
    refs.map((order, index) => purchase({ at: begun + index, visitor: 'v_dan', customer: dan, order }))
  const forget = () => backend.owner.privacy.erase({ customer: dan.id }, 'owner')
  const rewards = async () =>
    (await backend.allRewards({ limit: 100 })).items
      .map(({ incentive, state, money }) => [incentive, state, money?.amount].join(' '))
      .toSorted()
  const count = async (): Promise<Record<string, number>> => {
    const { db } = store
    const counts: Record<string, number> = {}
    for (const table of ['gw_orders', 'gw_rewards', 'gw_lines', 'gw_bonds'] as const) {
      const rows = await db.selectFrom(table).select('program').where('program', '=', program.id).execute()
      counts[table] = rows.length
    }
    return counts
  }

  it('leaves none of their names in lines, places, grants, messages and the audit log', async () => {
    const { items } = await backend.allRewards({ limit: 100 })
    for (const { id, state } of items) if (state === 'due') await backend.fulfil(id, 'owner')
    await backend.runJobs()
    const [before, counts] = [await rewards(), await count()]
    const text = await dump(store)
    for (const table of ['gw_lines', 'gw_rewards', 'gw_orders', 'gw_outbox', 'allot:', 'grant:'])
      expect([table, text.some((line) => line.includes(table) && line.includes(dan.id))]).toEqual([
        table,
        true,
      ])
    await forget()
    expect((await dump(store)).filter((line) => /dan.uniq/i.test(line))).toEqual([])
    expect((await dump(store)).filter((line) => line.includes('mine-2'))).not.toEqual([])
    expect([await rewards(), await count()]).toEqual([before, counts])
    expect(await rebuild(context, { check: true })).toEqual([])
  })

  it('takes a refund of such an order, and no order twice', async () => {
    const [before, counts] = [await rewards(), await count()]
    await forget()
    await backend.record(orders(), server)
    await backend.runJobs()
    expect([await rewards(), await count()]).toEqual([before, counts])
    await backend.record([refund({ order: refs[0]! })], server)
    await backend.runJobs()
    expect(await rebuild(context, { check: true })).toEqual([])
    expect((await count())['gw_orders']).toBe(counts['gw_orders'])
    const { rows } = await sql<{
      state: string
    }>`select state from gw_orders where program = ${program.id} and state = 'refunded'`.execute(store.db)
    expect(rows).toHaveLength(1)
  })

  it('is not moved by whoever reports an order again while it is renamed', async () => {
    const [before, counts] = [await rewards(), await count()]
    const other = await openStore(database.location)
    const second = sqlBackend({ store: other, program })
    const reports = Array.from({ length: 8 }, (_, index) =>
      (index % 2 ? second : backend).record(orders(), server),
    )
    await Promise.all([forget(), ...reports])
    await second.close()
    await other.close()
    await backend.runJobs()
    expect([await rewards(), await count()]).toEqual([before, counts])
  })
})

async function dump({ db }: Store): Promise<string[]> {
  const lines: string[] = []
  // Not what the database says that there is: on PostgreSQL that looks at the schemas of other tests.
  for (const name of Object.keys(inventory)) {
    const { rows } = await sql`select * from ${sql.table(name)}`.execute(db)
    for (const row of rows) lines.push(`${name} ${JSON.stringify(row)}`)
  }
  return lines
}
