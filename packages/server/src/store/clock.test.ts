import { createHash } from 'node:crypto'
import { evaluate, type LedgerRow, type Review } from '@goodword/program'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { fair } from '../backend/clock.fixture.ts'
import type { Context } from '../backend/context.ts'
import { readRow } from '../backend/ledger.ts'
import { decide } from '../backend/reviewing.ts'
import { rewardAt } from '../backend/reward-list.ts'
import { day, purchase, refund, visit } from '../backend/shop.fixture.ts'
import { sqlBackend } from '../backend/sql-backend.ts'
import { openStore, type Store } from './store.ts'
import { databases, type TestDatabase } from './testing.ts'
import { write } from './transaction.ts'

const times = <T>(count: number, make: (index: number) => T): T[] =>
  Array.from({ length: count }, (_, index) => make(index))
const minute = 60_000
const server = { source: 'server' } as const
const random = (bytes: number) => crypto.getRandomValues(new Uint8Array(bytes))

/** Two servers on one database; each test has a program of its own. */
describe.each(databases)('what the clock does on $kind', ({ create }) => {
  let database: TestDatabase
  let stores: Store[]
  let programs = 0
  beforeAll(async () => {
    database = await create()
    stores = await Promise.all(times(2, () => openStore(database.location)))
  })
  afterAll(async () => {
    await Promise.all(stores.map((store) => store.close()))
    await database.drop()
  })
  function start() {
    const program = { ...fair, id: `clock-${++programs}` }
    let ahead = 0
    const now = () => Date.now() + ahead
    const contexts = stores.map((store): Context => ({ store, program, publicUrl: undefined, now, random }))
    const backends = stores.map((store) => sqlBackend({ store, program, now }))
    const any = (index: number) => backends[index % 2]!
    const rows = (type: string) =>
      stores[0]!.db
        .selectFrom('gw_ledger')
        .selectAll()
        .where('program', '=', program.id)
        .where('type', '=', type)
        .execute()
    const runJobs = () => Promise.all(times(4, (i) => any(i).runJobs()))
    const states = async (incentive: string) => {
      const all = await stores[0]!.db
        .selectFrom('gw_rewards')
        .select(['state', 'amount'])
        .where('program', '=', program.id)
        .where('incentive', '=', incentive)
        .orderBy('at')
        .orderBy('id')
        .execute()
      return all.map(({ state, amount }) => [state, amount].filter((part) => part !== null).join(' '))
    }
    return { program, contexts, any, rows, runJobs, states, now, travel: (time: number) => (ahead += time) }
  }
  type World = ReturnType<typeof start>

  /** The whole of `evaluate`, and the whole of what is stored. */
  async function bothAnswers({ program, now }: World) {
    const { db } = stores[0]!
    const ledger = await db.selectFrom('gw_ledger').selectAll().where('program', '=', program.id).execute()
    const people = await db.selectFrom('gw_people').selectAll().where('program', '=', program.id).execute()
    const rows = ledger.map(readRow).filter((row): row is LedgerRow => row !== undefined)
    const codes = new Map(people.flatMap(({ id, code }) => (code === null ? [] : [[code, id] as const])))
    const stored = await db.selectFrom('gw_rewards').selectAll().where('program', '=', program.id).execute()
    const key = (reward: { incentive: string; participant: string; occurrence: string }) =>
      `${reward.incentive} ${reward.participant} ${reward.occurrence}`
    const sorted = <T extends Parameters<typeof key>[0]>(list: readonly T[]) =>
      list.toSorted((a, b) => (key(a) < key(b) ? -1 : 1))
    return {
      decided: sorted(
        evaluate(program, { codes, rows }, now()).rewards.map(({ uncut: _uncut, ...reward }) => reward),
      ),
      stored: sorted(stored.map((row) => rewardAt(row, now()))),
    }
  }

  it('seals bonds and makes rewards due when their time has come, though nobody looks', async () => {
    const world = start()
    const { any, rows, states, travel, runJobs } = world
    const { code } = await any(0).enrol({ id: 'amy' })
    await any(0).record(
      [purchase({ code, customer: { id: 'bo' } }), purchase({ customer: { id: 'di' } })],
      server,
    )
    expect([await states('budget'), await rows('seal')]).toEqual([['pending 420'], []])
    await runJobs()
    expect([await states('budget'), await rows('seal')]).toEqual([['pending 420'], []])
    travel(14 * day)
    await runJobs()
    expect([await states('budget'), (await rows('seal')).length]).toEqual([['due 420'], 2])
    await runJobs()
    expect(await rows('seal')).toHaveLength(2)
  })

  it('seals late as it would have in time', async () => {
    const world = start()
    const { any, now, travel, runJobs } = world
    const [amy, cy] = await Promise.all(['amy', 'cy'].map((id) => any(0).enrol({ id })))
    const at = now()
    const order = purchase({ code: amy!.code, visitor: 'v_late', customer: { id: 'bo' }, at })
    await any(0).record([order], server)
    travel(15 * day)
    // A visit of before the order, which nobody knew of when the order ripened.
    await any(1).record([visit({ code: cy!.code, visitor: 'v_late', at: at - 1 })])
    await runJobs()
    expect((await any(0).participant({ customer: 'amy' }))?.stats?.friends).toBe(1)
    const { decided, stored } = await bothAnswers(world)
    expect(stored).toEqual(decided)
  })

  it('gives out a budget to the last cent, whoever asks at once', async () => {
    const world = start()
    const { any, runJobs, states } = world
    const codes = await Promise.all(times(10, async (i) => (await any(i).enrol({ id: `r${i}` })).code))
    await Promise.all(
      times(30, (i) =>
        any(i).record([purchase({ code: codes[i % 10]!, customer: { id: `f${i}` }, amount: 1700 })], server),
      ),
    )
    await runJobs()
    const given = (await states('budget')).filter((state) => state.startsWith('pending'))
    expect(given.map((state) => Number(state.split(' ')[1])).reduce((a, b) => a + b)).toBe(1000)
    expect([
      given.length,
      (await world.rows('allot')).filter(({ body }) => body.includes('budget')).length,
    ]).toEqual([6, 6])
    const { decided, stored } = await bothAnswers(world)
    expect(stored).toEqual(decided)
  })

  it('gives no more places than there are to orders that arrive together, the first ones first', async () => {
    const { any, rows, runJobs, states, now } = start()
    const codes = await Promise.all(times(3, async (i) => (await any(i).enrol({ id: `r${i}` })).code))
    const orders = times(9, (i) =>
      purchase({ code: codes[i % 3]!, customer: { id: `f${i}` }, amount: 4000, at: now() - 9 + i }),
    )
    await any(0).record(orders.toReversed(), server)
    await runJobs()
    const full = Array<string>(2).fill('pending 400')
    expect(await states('budget')).toEqual([...full, 'pending 200', ...Array<string>(6).fill('reversed 400')])
    const places = (await rows('allot')).filter(({ body }) => body.includes('budget'))
    expect(places).toHaveLength(3)
  })

  it('passes places that refunds free to the next in line, while others buy', async () => {
    const world = start()
    const { any, runJobs } = world
    const codes = await Promise.all(times(8, async (i) => (await any(i).enrol({ id: `r${i}` })).code))
    const orders = times(24, (i) =>
      purchase({ code: codes[i % 8]!, customer: { id: `f${i}` }, amount: 1700 + i }),
    )
    await Promise.all(orders.slice(0, 16).map((order, i) => any(i).record([order], server)))
    await Promise.all([
      ...orders.slice(0, 6).map(({ order }, i) => any(i).record([refund({ order })], server)),
      ...orders.slice(16).map((order, i) => any(i).record([order], server)),
      runJobs(),
    ])
    await runJobs()
    const { decided, stored } = await bothAnswers(world)
    expect(stored).toEqual(decided)
    const standing = decided.filter(({ incentive, state }) => incentive === 'budget' && state === 'pending')
    expect(standing.reduce((sum, { amount = 0 }) => sum + amount, 0)).toBe(1000)
  })

  it('closes a contest once, after its grace, in however many servers', async () => {
    const world = start()
    const { any, rows, runJobs, states, travel, now } = world
    const people = await Promise.all(times(3, (i) => any(i).enrol({ id: `r${i}`, name: `Person ${i}` })))
    await Promise.all(
      people.map(({ code }, i) =>
        any(i).record([purchase({ code, customer: { id: `f${i}` }, amount: 1000 * (i + 1) })], server),
      ),
    )
    const [before] = await any(0).draws()
    const [race] = await any(0).owner.contests()
    expect(race?.standings.map(({ name, score }) => [name, score])).toEqual([
      ['Person 2.', 3000],
      ['Person 1.', 2000],
      ['Person 0.', 1000],
    ])
    const date = new Date(now())
    travel(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 4) - now() - minute)
    await runJobs()
    expect([await rows('close'), await states('race')]).toEqual([[], []])
    travel(minute)
    await runJobs()
    await runJobs()
    expect(new Set((await rows('close')).map(({ id }) => id.split(':')[1]))).toEqual(
      new Set(['race', 'raffle']),
    )
    expect(await rows('close')).toHaveLength(2)
    expect(await states('race')).toEqual(['pending 5000', 'pending 5000'])
    expect(await states('raffle')).toEqual(['due'])
    const { decided, stored } = await bothAnswers(world)
    expect(stored).toEqual(decided)
    const held = (await any(1).draws()).find(({ drawn }) => drawn)!
    expect(held.commitment).toBe(before!.commitment)
    expect(createHash('sha256').update(held.drawn!.seed).digest('hex')).toBe(held.commitment)
    expect(held.drawn!.winners).toEqual([expect.stringMatching(/^Person/)])
  })

  it('keeps one secret for a draw, whoever asks first', async () => {
    const { any } = start()
    const all = await Promise.all(times(16, (i) => any(i).draws()))
    expect(new Set(all.map(([draw]) => draw!.commitment)).size).toBe(1)
    expect(all.flat().filter(({ drawn }) => drawn)).toEqual([])
  })

  it('settles what a reviewer decided, and frees the place of what they refuse', async () => {
    const world = start()
    const { any, contexts, now, states, runJobs } = world
    const { code } = await any(0).enrol({ id: 'amy' })
    const orders = times(3, (i) =>
      purchase({ code, customer: { id: `f${i}` }, amount: 5000, at: now() - 9 + i }),
    )
    await any(0).record(orders, server)
    await runJobs()
    expect(await states('budget')).toEqual(['pending 500', 'pending 500', 'reversed 500'])
    const review: Review = {
      type: 'review',
      id: 'review-1',
      at: now(),
      by: 'Olive',
      subject: 'order',
      name: 'purchase',
      order: orders[0]!.order,
      verdict: 'reject',
    }
    await write(stores[0]!, (tx) => decide(tx, contexts[0]!, review))
    await runJobs()
    expect(await states('budget')).toEqual(['reversed 500', 'pending 500', 'pending 500'])
    const approved: Review = { ...review, id: 'review-2', at: now() + 1, verdict: 'approve' }
    await write(stores[0]!, (tx) => decide(tx, contexts[0]!, approved))
    await runJobs()
    // It has its place from before, and the budget is spent in that order.
    expect(await states('budget')).toEqual(['pending 500', 'pending 500', 'reversed 500'])
    const { decided, stored } = await bothAnswers(world)
    expect(stored).toEqual(decided)
  })

  it('writes an enrolment row when attributes are new, and none when they are the same', async () => {
    const { any, rows } = start()
    const enrol = (plan: string) =>
      Promise.all(times(6, (i) => any(i).enrol({ id: 'amy' }, { attributes: { plan, tags: ['a'] } })))
    await enrol('pro')
    expect(await rows('enrolment')).toHaveLength(1)
    await enrol('free')
    await enrol('pro')
    await any(0).enrol({ id: 'amy' })
    expect(await rows('enrolment')).toHaveLength(3)
  })
})
