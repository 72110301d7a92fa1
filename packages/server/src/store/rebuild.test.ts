import type { ReferralEvent } from '@goodword/program'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { fair } from '../backend/clock.fixture.ts'
import type { Context } from '../backend/context.ts'
import { rebuild } from '../backend/rebuild/rebuild.ts'
import { day, purchase, refund, visit } from '../backend/shop.fixture.ts'
import { sqlBackend } from '../backend/sql-backend.ts'
import { openStore, type Store } from './store.ts'
import { databases, type TestDatabase } from './testing.ts'

const server = { source: 'server' } as const

/** The same numbers each time. */
function dice(seed: number): (sides: number) => number {
  let state = seed
  return (sides) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return Math.floor((state / 2 ** 32) * sides)
  }
}

describe.each(databases)('the tables of $kind, decided anew from the ledger', ({ create }) => {
  let database: TestDatabase
  let store: Store
  beforeAll(async () => {
    database = await create()
    store = await openStore(database.location)
  })
  afterAll(async () => {
    await store.close()
    await database.drop()
  })

  let programs = 0
  function start() {
    const program = { ...fair, id: `rebuild-${++programs}` }
    let ahead = 0
    const now = () => Date.now() + ahead
    const random = (bytes: number) => crypto.getRandomValues(new Uint8Array(bytes))
    const context: Context = { store, program, publicUrl: undefined, now, random }
    return {
      context,
      backend: sqlBackend({ store, program, now }),
      now,
      travel: (time: number) => (ahead += time),
    }
  }
  type World = ReturnType<typeof start>

  /** A shop's ordinary month. */
  async function play({ backend, now, travel }: World, count: number): Promise<void> {
    const roll = dice(7)
    const codes = await Promise.all(
      Array.from({ length: 12 }, async (_, i) => {
        const plan = i % 3 === 0 ? 'pro' : 'free'
        return (await backend.enrol({ id: `c${i}` }, { attributes: { plan } })).code
      }),
    )
    for (let left = count; left > 0; left -= 25) {
      const events = Array.from({ length: Math.min(25, left) }, (): ReferralEvent => {
        const known = { code: codes[roll(12)]!, visitor: `v_${roll(60)}`, at: now() - roll(5 * day) }
        const kind = roll(10)
        if (kind < 6) return visit(known)
        if (kind < 9)
          return purchase({
            ...known,
            order: `o${roll(200)}`,
            customer: { id: `c${roll(40)}` },
            amount: 100 + roll(900),
          })
        return refund({ order: `o${roll(200)}`, at: now() })
      })
      await backend.record(events, server)
      travel(3 * day)
      if (roll(4) === 0) await backend.runJobs()
      const [due] = (await backend.allRewards({ state: 'due' })).items
      if (due && roll(2) === 0) await backend.fulfil(due.id, 'Olive')
    }
    await backend.runJobs()
  }

  it('are what they were, after many events', async () => {
    const world = start()
    await play(world, Number(process.env['EVENTS'] ?? 400))
    const rows = await store.db
      .selectFrom('gw_ledger')
      .select('type')
      .distinct()
      .where('program', '=', world.context.program.id)
      .execute()
    expect(rows.map(({ type }) => type).toSorted()).toEqual([
      'allot',
      'close',
      'conversion',
      'enrolment',
      'grant',
      'refund',
      'seal',
      'visit',
    ])
    expect(await rebuild(world.context, { check: true })).toEqual([])
  })

  it('tell exactly what somebody damaged, and are put right', async () => {
    const world = start()
    const { context } = world
    await play(world, 250)
    const program = context.program.id
    const { db } = store
    const reward = (
      await db
        .selectFrom('gw_rewards')
        .select(['id'])
        .where('program', '=', program)
        .where('incentive', '=', 'pro-only')
        .limit(1)
        .executeTakeFirstOrThrow()
    ).id
    const limited = (
      await db
        .selectFrom('gw_rewards')
        .select(['id'])
        .where('program', '=', program)
        .where('incentive', '=', 'budget')
        .limit(1)
        .executeTakeFirstOrThrow()
    ).id
    const bonds = await db
      .selectFrom('gw_bonds')
      .selectAll()
      .where('program', '=', program)
      .orderBy('friend')
      .execute()
    const order = await db
      .selectFrom('gw_orders')
      .selectAll()
      .where('program', '=', program)
      .where('net', '>', 0)
      .limit(1)
      .executeTakeFirstOrThrow()
    const referrer = (
      await db
        .selectFrom('gw_referrers')
        .selectAll()
        .where('program', '=', program)
        .where('friends', '>', 0)
        .limit(1)
        .executeTakeFirstOrThrow()
    ).person
    const code = (
      await db
        .selectFrom('gw_tallies')
        .select('code')
        .where('program', '=', program)
        .limit(1)
        .executeTakeFirstOrThrow()
    ).code
    const [moved, dropped] = [bonds[0]!.friend, bonds[1]!.friend]
    const other = bonds.find((bond) => bond.referrer !== bonds[0]!.referrer)!.referrer

    const damage = async () => {
      await db
        .updateTable('gw_rewards')
        .set({ amount: 999_999 })
        .where('program', '=', program)
        .where('id', '=', reward)
        .execute()
      await db
        .updateTable('gw_rewards')
        .set({ state: 'granted' })
        .where('program', '=', program)
        .where('id', '=', limited)
        .execute()
      await db
        .updateTable('gw_bonds')
        .set({ referrer: other })
        .where('program', '=', program)
        .where('friend', '=', moved)
        .execute()
      await db.deleteFrom('gw_bonds').where('program', '=', program).where('friend', '=', dropped).execute()
      await db
        .updateTable('gw_orders')
        .set({ net: 1 })
        .where('program', '=', program)
        .where('name', '=', order.name)
        .where('order_ref', '=', order.order_ref)
        .execute()
      await db
        .updateTable('gw_referrers')
        .set({ friends: 77 })
        .where('program', '=', program)
        .where('person', '=', referrer)
        .execute()
      await db
        .updateTable('gw_tallies')
        .set({ visits: 9999 })
        .where('program', '=', program)
        .where('code', '=', code)
        .execute()
      await db
        .updateTable('gw_totals')
        .set({ money: 1 })
        .where('program', '=', program)
        .where('incentive', '=', 'budget')
        .execute()
      await db
        .insertInto('gw_bonds')
        .values({
          program,
          friend: 'p_nobody',
          referrer,
          at: 1,
          state: 'converted',
          channel: null,
          sealed: 0,
        })
        .execute()
    }
    await damage()
    const told = (differences: Awaited<ReturnType<typeof rebuild>>) =>
      differences.map(({ table, key }) => `${table} ${Object.values(key).join(' ')}`).toSorted()
    const expected = [
      `gw_bonds ${dropped}`,
      `gw_bonds ${moved}`,
      'gw_bonds p_nobody',
      `gw_orders ${order.name} ${order.order_ref}`,
      `gw_referrers ${referrer}`,
      `gw_rewards ${limited}`,
      `gw_rewards ${reward}`,
      `gw_tallies ${code}`,
      'gw_totals budget',
    ].toSorted()
    expect(told(await rebuild(context, { check: true }))).toEqual(expected)
    const repaired = await rebuild(context)
    expect(told(repaired)).toEqual(expected)
    expect(repaired.find(({ table }) => table === 'gw_orders')).toMatchObject({
      stored: { net: 1 },
      expected: { net: order.net },
    })
    expect(await rebuild(context)).toEqual([])
  })

  it('are made again when all of them are gone', async () => {
    const world = start()
    const { context } = world
    await play(world, 200)
    const tables = [
      'gw_bonds',
      'gw_rewards',
      'gw_lines',
      'gw_tallies',
      'gw_places',
      'gw_totals',
      'gw_referrers',
      'gw_balances',
      'gw_ranks',
      'gw_rollups',
    ] as const
    const read = () =>
      Promise.all(
        tables.map(async (table) => {
          const rows = await store.db
            .selectFrom(table)
            .selectAll()
            .where('program', '=', context.program.id)
            .execute()
          return rows
            .map(({ revision: _revision, ...row }: Record<string, unknown>) => JSON.stringify(row))
            .toSorted()
        }),
      )
    const before = await read()
    for (const table of tables)
      await store.db.deleteFrom(table).where('program', '=', context.program.id).execute()
    expect((await rebuild(context)).length).toBeGreaterThan(50)
    const after = await read()
    // What a referrer without friends has are zeros, or no row.
    expect(after.slice(0, 2)).toEqual(before.slice(0, 2))
    expect(await rebuild(context)).toEqual([])
  })
})
