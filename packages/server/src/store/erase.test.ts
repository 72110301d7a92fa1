import { evaluate } from '@goodword/program'
import { randomBytes } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { sql } from 'kysely'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { codeKey } from '../backend/people/code.ts'
import type { Context } from '../backend/context.ts'
import { rebuild } from '../backend/rebuild/rebuild.ts'
import { readRow } from '../backend/ledger.ts'
import { purchase, shop, visit } from '../backend/shop.fixture.ts'
import { sqlBackend, type SqlBackend } from '../backend/sql-backend.ts'
import { browser, namedOrders, needlesOf, plant, zelda } from '../privacy/planted.fixture.ts'
import { createLeaveToken } from '../outbox/mail-key.ts'
import { listErasures, replayErasures, type Erasure } from '../privacy/replay.ts'
import { exportKinds } from '../transfer/export-kinds.ts'
import { exportLines } from '../transfer/export-lines.ts'
import type { Tables } from './tables.ts'
import { inventory } from '../privacy/inventory.ts'
import { openStore, type Store } from './store.ts'
import { databases, type TestDatabase } from './testing.ts'

const server = { source: 'server' } as const

describe.each(databases)('forgetting a person on $kind', ({ kind, create }) => {
  let database: TestDatabase
  let store: Store
  let backend: SqlBackend
  let context: Context
  let code: string

  beforeEach(async () => {
    database = await create()
    store = await openStore(database.location)
    context = {
      store,
      program: shop,
      publicUrl: 'https://refer.example',
      now: Date.now,
      random: (bytes) => randomBytes(bytes),
    }
    backend = sqlBackend({ store, program: shop, publicUrl: 'https://refer.example' })
    code = await plant(backend, context)
  })
  afterEach(async () => {
    await store.close()
    await database.drop()
  })

  const forget = () => backend.owner.privacy.erase({ customer: zelda.id }, 'owner')

  it('leaves nothing of them in any column of any table', async () => {
    const needles = needlesOf(code)
    const before = findIn(await dump(store), needles)
    expect(before).toEqual(expect.arrayContaining([zelda.id, browser, code.toLowerCase()]))
    expect(await forget()).toMatchObject({ erased: true })
    expect(findIn(await dump(store), needles)).toEqual([])
  })

  it.skipIf(kind !== 'SQLite')('leaves nothing in the bytes of the file and of its log', async () => {
    await forget()
    const { file } = database.location as { readonly file: string }
    const bytes = [file, `${file}-wal`]
      .filter((name) => existsSync(name))
      .map((name) => readFileSync(name, 'latin1').toLowerCase())
    expect(findIn(bytes.join('\n'), needlesOf(code))).toEqual([])
  })

  it('changes no decision, and no count', async () => {
    const before = await facts(store)
    await forget()
    const after = await facts(store)
    expect(after).toEqual(before)
    expect(after.bonds.length).toBeGreaterThanOrEqual(3)
  })

  it('leaves nothing for a rebuild to put right, whatever their orders were called', async () => {
    expect(await rebuild(context, { check: true })).toEqual([])
    await forget()
    expect(await rebuild(context, { check: true })).toEqual([])
  })

  it('knows an order by the name that it had, in this process and in another: nothing is earned twice', async () => {
    const { rewards } = await facts(store)
    const orders = await countOrders(store)
    const amys = await backend.rewards({ customer: 'amy' })
    await forget()
    const other = await openStore(database.location)
    for (const each of [backend, sqlBackend({ store: other, program: shop })]) {
      const again = namedOrders.map((order) =>
        purchase({ name: 'signup', visitor: browser, customer: zelda, order }),
      )
      const receipts = await each.record(again, server)
      expect(receipts.map(({ status, reason }) => `${status} ${reason}`)).toEqual(
        again.map(() => 'duplicate order-known'),
      )
      await each.close()
    }
    await other.close()
    expect(await countOrders(store)).toEqual(orders)
    expect((await facts(store)).rewards).toEqual(rewards)
    expect((await backend.rewards({ customer: 'amy' })).items.length).toBe(amys.items.length)
  })

  it('finds orders and rewards by the ids that their owner had noted', async () => {
    const { items } = await backend.allRewards({ limit: 100 })
    const reward = items.find(({ id }) => id.endsWith(`order:signup:${zelda.id}`))!
    await forget()
    const given = await backend.fulfil(reward.id, 'owner')
    expect(given).toMatchObject({ incentive: 'welcome', state: 'granted' })
    expect(given.id).not.toContain(zelda.id)
    const { items: sorted } = await backend.owner.reviews.list({ limit: 50 })
    const named = namedOrders[0]!
    const item = await backend.owner.reviews.decide({
      name: 'signup',
      order: named,
      verdict: 'reject',
      by: 'O',
    })
    expect(sorted.map(({ order }) => order)).toContain(item.order)
    expect(findIn(await dump(store), needlesOf(code))).toEqual([])
  })

  it('lets friends who came by their link buy as before', async () => {
    await forget()
    await backend.record([purchase({ visitor: 'v_cy_browser', customer: { id: 'cy' } })], server)
    const { rewards, bonds } = await facts(store)
    expect(bonds).toHaveLength(4)
    expect(rewards).toEqual(await storedRewards(store))
  })

  it('retires the code: it leads nowhere, and nobody gets it again', async () => {
    const bytes: Uint8Array[] = []
    const spy = sqlBackend({
      store,
      program: shop,
      random: (count) => bytes.shift() ?? randomBytes(count),
    })
    await forget()
    expect(await backend.participant({ code })).toBeUndefined()
    // Bytes that spell the old code first, then any.
    const alphabet = '26789BCDFGHJKMNPQRTVWXYZ'
    bytes.push(
      randomBytes(20),
      Uint8Array.from(codeKey(code), (letter) => alphabet.indexOf(letter)),
    )
    const next = await spy.enrol({ id: 'next' })
    expect(bytes).toEqual([])
    expect(next.code).not.toBe(code)
  })

  it('is done once, whoever asks again, and by whatever key', async () => {
    const { person } = await forget()
    expect(await forget()).toEqual({ erased: false })
    for (const who of [{ email: zelda.email }, { code }])
      expect(await backend.owner.privacy.erase(who, 'owner')).toEqual({ erased: false })
    const { items } = await backend.owner.audit.list()
    const erased = items.filter(({ action }) => action === 'person.erased')
    expect(erased.map(({ subject, actor }) => [subject, actor])).toEqual([[person, 'owner']])
    expect((await listErasures(store)).map((row) => row.person)).toEqual([person])
  })

  it('makes one of many who ask at the same time do it', async () => {
    const answers = await Promise.all(Array.from({ length: 12 }, forget))
    expect(answers.filter(({ erased }) => erased)).toHaveLength(1)
  })

  it('forgets whoever was only invited, by their e-mail', async () => {
    const { erase } = backend.owner.privacy
    expect(await erase({ email: 'Friend@example.com' }, 'owner')).toEqual({ erased: true })
    expect(findIn(await dump(store), ['friend@example.com'])).toEqual([])
    expect(await erase({ email: 'friend@example.com' }, 'owner')).toEqual({ erased: false })
  })

  it('does again what people wished for their address, in a copy from before', async () => {
    const other = await create()
    const old = await openStore(other.location)
    for (const table of [
      'gw_ledger',
      'gw_outbox',
      'gw_invitations',
      'gw_mail_guards',
      'gw_mail_keys',
    ] as const)
      await copyTable(store, old, table)
    const stranger = 'friend@example.com'
    expect(findIn(await dump(old), [stranger])).toEqual([stranger])
    await backend.owner.privacy.erase({ email: stranger }, 'owner')
    const { db } = store
    const { address } = await db.selectFrom('gw_mail_guards').select('address').executeTakeFirstOrThrow()
    const { secret } = await db.selectFrom('gw_mail_keys').select('secret').executeTakeFirstOrThrow()
    expect(await backend.owner.mails.leave(createLeaveToken(secret, address))).toBe(true)
    const list: Erasure[] = []
    for await (const line of exportLines(db, exportKinds['erasures']!, {
      program: 'shop',
      format: 'jsonl',
      limit: 1,
    }))
      list.push(JSON.parse(line) as Erasure)
    expect(list).toEqual(await listErasures(store))
    expect(list.map(({ person }) => person.replace(/:.*/, ''))).toEqual(['address', 'refused'])
    expect(findIn(JSON.stringify(list), [stranger, secret])).toEqual([])

    expect([await replayErasures(old, list), await replayErasures(old, list)]).toEqual([2, 0])
    expect(findIn(await dump(old), [stranger])).toEqual([])
    const guards = await old.db.selectFrom('gw_mail_guards').selectAll().execute()
    expect(guards.map((guard) => [guard.address, guard.refused_at !== null])).toEqual([[address, true]])
    expect(await old.db.selectFrom('gw_invitations').select('code').execute()).toHaveLength(1)
    await old.close()
    await other.drop()

    const third = await create()
    const empty = await openStore(third.location)
    expect(await replayErasures(empty, list)).toBe(0)
    expect(await replayErasures(empty, list, Date.now, [{ program: 'shop', secret }])).toBe(2)
    await empty.close()
    await third.drop()
  })

  it('knows them as somebody new when they come back', async () => {
    await forget()
    const again = await backend.enrol(zelda)
    expect(again.code).not.toBe(code)
    expect(again.stats?.friends).toBe(0)
    await backend.record([visit({ visitor: browser })])
    expect(await backend.referrals({ customer: zelda.id })).toEqual({ items: [] })
  })

  it('gives them all that is kept about them, and nobody else’s name', async () => {
    const all = await backend.owner.privacy.export({ email: zelda.email })
    expect(all.person).toMatchObject({ customer: zelda.id, email: zelda.email, name: zelda.name, code })
    expect(all.browsers).toEqual([browser])
    // By the ids that senders gave, not by ours.
    expect(all.events.some(({ source }) => source === 'server')).toBe(true)
    expect(all.events.filter(({ id }) => id.startsWith('server:'))).toEqual([])
    expect(all.orders.filter(({ name }) => name === 'purchase')).toMatchObject([
      { order: 'order-4711', amount: 4200 },
      { order: 'order-4712', amount: 4200 },
    ])
    expect([all.referrals.length, all.rewards.length > 0, all.invitations.length]).toEqual([2, true, 1])
    expect(all.referredBy).toBeDefined()
    const types = new Set(all.events.map(({ type }) => type))
    expect([...types].toSorted()).toEqual(
      expect.arrayContaining(['conversion', 'feedback', 'moment', 'visit']),
    )
    expect(findIn(JSON.stringify(all), ['"amy"', '"bo"', 'dee@', 'v_bo_browser'])).toEqual([])
    await expect(backend.owner.privacy.export({ customer: 'nobody' })).rejects.toMatchObject({
      code: 'person-unknown',
    })
  })

  it('forgets again what an older copy of the database still knows', async () => {
    await forget()
    const list = await listErasures(store)
    const other = await create()
    const old = await openStore(other.location)
    await copyAll(store, old, code)
    expect(await replayErasures(old, list)).toBe(0)
    await old.db.deleteFrom('gw_erasures').where('program', '=', 'shop').execute()
    await old.db
      .updateTable('gw_people')
      .set({ name: zelda.name })
      .where('id', '=', list[0]!.person)
      .execute()
    expect(await replayErasures(old, list)).toBe(1)
    expect(findIn(await dump(old), needlesOf(code))).toEqual([])
    await old.close()
    await other.drop()
  })
})

const findIn = (text: string, needles: readonly string[]): string[] => {
  const lower = text.toLowerCase()
  return needles.filter((needle) => lower.includes(needle))
}

/** Every row of every table there is. */
async function dump({ db }: Store): Promise<string> {
  // Not what the database says that there is: on PostgreSQL that looks at the schemas of other tests.
  const rows = await Promise.all(
    Object.keys(inventory).map(
      async (name) => (await sql`select * from ${sql.table(name)}`.execute(db)).rows,
    ),
  )
  return JSON.stringify(rows)
}

async function copyAll(from: Store, to: Store, _code: string): Promise<void> {
  for (const table of ['gw_people', 'gw_ledger', 'gw_erasures'] as const) await copyTable(from, to, table)
}

async function copyTable(from: Store, to: Store, table: keyof Tables): Promise<void> {
  const rows = await from.db.selectFrom(table).selectAll().execute()
  if (rows.length > 0) await to.db.insertInto(table).values(rows).execute()
}

async function facts({ db }: Store) {
  const rows = await db.selectFrom('gw_ledger').selectAll().where('program', '=', 'shop').execute()
  const people = await db
    .selectFrom('gw_people')
    .select(['code', 'id'])
    .where('program', '=', 'shop')
    .execute()
  const codes = new Map(people.flatMap(({ code, id }) => (code === null ? [] : [[code, id] as const])))
  const answer = evaluate(shop, { codes, rows: rows.flatMap((row) => readRow(row) ?? []) }, Date.now())
  const tallies = await db
    .selectFrom('gw_tallies')
    .select(['visits', 'shares'])
    .where('program', '=', 'shop')
    .execute()
  return {
    bonds: answer.bonds.toSorted((a, b) => (a.friend < b.friend ? -1 : 1)),
    rewards: answer.rewards
      .map(({ incentive, participant, occurrence, state, amount }) =>
        unnamed([incentive, participant, occurrence, state, amount ?? null].join(' ')),
      )
      .toSorted(),
    types: rows.map(({ id, type }) => `${unnamed(id)} ${type}`).toSorted(),
    tallies: tallies.map(({ visits, shares }) => `${visits} ${shares}`).toSorted(),
    channels: rows.map(({ body }) => (JSON.parse(body) as { channel?: string }).channel ?? '').toSorted(),
  }
}

const countOrders = async ({ db }: Store) =>
  (await db.selectFrom('gw_orders').select(['name', 'order_ref']).where('program', '=', 'shop').execute())
    .map(({ name }) => name)
    .toSorted()

async function storedRewards({ db }: Store): Promise<string[]> {
  const rows = await db.selectFrom('gw_rewards').selectAll().where('program', '=', 'shop').execute()
  return rows
    .map(({ incentive, participant, occurrence, state, amount }) =>
      unnamed([incentive, participant, occurrence, state, amount].join(' ')),
    )
    .toSorted()
}

/** The references that an erasure changes, all alike. */
const unnamed = (text: string): string =>
  namedOrders
    .toSorted((a, b) => b.length - a.length)
    .reduce((rest, order) => rest.replaceAll(`:signup:${order}`, ':signup:~'), text)
    .replace(`:purchase:${zelda.email}:dee`, ':purchase:~')
    .replaceAll(/x_[\w-]{43}/g, '~')
