import type { Client, RecordOptions } from '@goodword/adapters'
import { parseProgram, type Program, type ProgramInput } from '@goodword/program'
import { conformanceProgram } from '@goodword/adapters/conformance'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { day, purchase, refund, visit } from '../backend/shop.fixture.ts'
import { sqlBackend, type SqlBackend } from '../backend/sql-backend.ts'
import type { KyselyPlugin } from 'kysely'
import type { Context } from '../backend/context.ts'
import { createPerson } from '../backend/people.ts'
import { inspect, type Suspect } from '../fraud/inspect.ts'
import { prepareTraces } from '../fraud/trace.ts'
import { openStore, type Store } from './store.ts'
import { databases, type TestDatabase } from './testing.ts'
import { write } from './transaction.ts'

const server = { source: 'server' } as const
const minute = 60_000
const phone = 'Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) Version/18.5 Mobile/15E148 Safari/604.1'
const laptop = 'Mozilla/5.0 (X11; Linux x86_64) Chrome/141.0.0.0 Safari/537.36'

describe.each(databases)('fraud on $kind', ({ create }) => {
  let database: TestDatabase
  let stores: Store[]
  // A Monday: the weeks of the keys begin on Thursdays.
  const monday = Date.UTC(2026, 10, 16, 12)
  let now = monday
  let programs = 0
  let names = 0
  const fresh = (name: string) => `${name}_${++names}`

  beforeAll(async () => {
    database = await create()
    stores = await Promise.all([openStore(database.location), openStore(database.location)])
  })
  beforeEach(() => {
    now = monday
  })
  afterAll(async () => {
    await Promise.all(stores.map((store) => store.close()))
    await database.drop()
  })

  /** A program of its own, and two servers of it. */
  function start(fraud: ProgramInput['fraud'] = {}) {
    const incentives = conformanceProgram.incentives.map((one) =>
      one.id === 'welcome' ? { ...one, when: { type: 'first', conversion: 'purchase' } as const } : one,
    )
    const base = { ...conformanceProgram, id: `shop-${++programs}`, hosts: [], incentives }
    const program: Program = parseProgram({ ...base, fraud: { tooFast: { action: 'off' }, ...fraud } })
    const [backend, other] = stores.map((store) => sqlBackend({ store, program, now: () => now })) as [
      SqlBackend,
      SqlBackend,
    ]
    return { program, backend, other, ...actions(backend) }
  }
  function actions(backend: SqlBackend) {
    const enrol = async (name: string, client?: Client, rest: object = {}) =>
      backend.enrol({ id: fresh(name), email: `${fresh(name)}@shop.example`, ...rest }, client && { client })
    /** A friend who follows a link and buys; the shop's server reports it. */
    const bring = async (
      code: string,
      { client, visitor = fresh('visitor'), ...rest }: { client?: Client; visitor?: string } & Order = {},
    ) => {
      const options: RecordOptions = client ? { client } : {}
      await backend.record([visit({ code, visitor, at: now - 30 * minute })], options)
      return buy({ visitor, ...rest })
    }
    const buy = async ({ customer, ...rest }: Order = {}) => {
      const order = rest.order ?? fresh('o')
      const who = customer ?? { id: fresh('friend') }
      await backend.record([purchase({ at: now, ...rest, order, customer: who })], server)
      return order
    }
    const reasons = async () =>
      (await backend.owner.reviews.list({ limit: 100 })).items.map(
        ({ order, because }) =>
          `${order}: ${because.map(({ reason, holds }) => (holds ? reason : `(${reason})`)).join(' ')}`,
      )
    const stateOf = async (order: string) => {
      const { items } = await backend.allRewards({ limit: 100 })
      return items
        .filter(({ id }) => id.includes(order))
        .map(({ incentive, state }) => `${incentive} ${state}`)
        .toSorted()
    }
    return { enrol, bring, buy, reasons, stateOf }
  }
  type Order = Partial<Parameters<typeof purchase>[0]>

  it('counts the order of an honest friend, and asks nobody', async () => {
    const { enrol, bring, reasons, stateOf } = start()
    const amy = await enrol('amy', { address: '203.0.113.7', agent: laptop })
    const order = await bring(amy.code, { client: { address: '198.51.100.9', agent: phone } })
    expect(await reasons()).toEqual([])
    now += 15 * day
    expect(await stateOf(order)).toContain('credit due')
  })

  it('holds an order with the referrer’s own mailbox, however it is written', async () => {
    const { backend, bring, reasons, stateOf } = start()
    const { code } = await backend.enrol({ email: 'amy.lee@gmail.com' })
    const order = await bring(code, { customer: { id: fresh('bo'), email: 'AmyLee+shop@googlemail.com' } })
    expect(await reasons()).toEqual([`${order}: own-referral`])
    now += 15 * day
    expect(await stateOf(order)).toEqual(['credit pending', 'welcome pending'])
  })

  it('holds an order on the referrer’s own device minutes after they enrolled, and shows a later one', async () => {
    const { enrol, bring, reasons } = start()
    const client = { address: '203.0.113.7', agent: laptop }
    const amy = await enrol('amy', client)
    now += 35 * minute
    const held = await bring(amy.code, { client })
    now += 2 * day
    const shown = await bring(amy.code, { client })
    expect((await reasons()).toSorted()).toEqual(
      [`${held}: own-referral`, `${shown}: (own-referral)`].toSorted(),
    )
  })

  it('knows a device while the key of its hash is kept, and not across its end', async () => {
    const { enrol, reasons, backend, program } = start({ ownReferral: { days: 14 } })
    const client = { address: '203.0.113.7', agent: laptop }
    const keys = () =>
      stores[0]!.db.selectFrom('gw_trace_keys').selectAll().where('program', '=', program.id).execute()
    const amy = await enrol('amy', client)
    const buyHere = async () => {
      const [visitor, order] = [fresh('visitor'), fresh('o')]
      await backend.record([visit({ code: amy.code, visitor, at: now - minute })], { client })
      const bought = purchase({ visitor, order, at: now, customer: { id: fresh('bo') } })
      await backend.record([{ ...bought, name: 'signup', amount: undefined, currency: undefined }], {
        client,
      })
      return order
    }
    // The next week: what the enrolment left was made with the key before, which is still there.
    now += 4 * day
    const known = await buyHere()
    expect(await reasons()).toEqual([`${known}: (own-referral)`])
    const before = await keys()
    now += 7 * day
    await buyHere()
    expect(await reasons()).toHaveLength(1)
    const after = await keys()
    expect([before.length, after.length]).toEqual([3, 3])
    expect(after.filter(({ key }) => before.some((old) => old.key === key))).toHaveLength(2)
  })

  it.each([
    ['a family on one address, with other phones', { address: '203.0.113.7', agent: phone }],
    ['a colleague behind the same office’s address', { address: '203.0.113.7', agent: `${laptop} Edg/141` }],
    ['a stranger on the same mobile network (IPv4)', { address: '203.0.113.7', agent: `${phone} GSA/380` }],
    ['somebody whose browser says nothing', { address: '203.0.113.7' }],
  ])('holds nothing for %s', async (_, client) => {
    const { enrol, bring, reasons } = start()
    now += 31 * minute
    const amy = await enrol('amy', { address: '203.0.113.7', agent: laptop }, { name: 'Amy Lee' })
    await bring(amy.code, {
      client,
      customer: { id: fresh('bo'), name: 'Bo Lee', email: `${fresh('bo')}@shop.example` },
    })
    expect(await reasons()).toEqual([])
  })

  it('holds nothing for forty friends on one address, whose phones are the same', async () => {
    const { backend, enrol, reasons } = start()
    const client = { address: '203.0.113.7', agent: phone }
    const amy = await enrol('amy', { address: '198.51.100.1', agent: laptop })
    for (let index = 0; index < 40; index++) {
      const visitor = fresh('visitor')
      now += 10 * minute
      await backend.record([visit({ code: amy.code, visitor, at: now - minute })], { client })
      await backend.record([purchase({ visitor, at: now, customer: { id: fresh('bo') } })], server)
    }
    const told = await reasons()
    expect(told.filter((line) => !/\(.*\)$/.test(line))).toEqual([])
    expect(told.some((line) => line.includes('(ring)'))).toBe(true)
    expect(told.some((line) => line.includes('(cookie-stuffing)'))).toBe(true)
  })

  it('knows an earlier customer by another spelling of their address, and by nothing else', async () => {
    const { enrol, bring, buy, reasons } = start()
    const amy = await enrol('amy')
    await buy({ customer: { id: fresh('bo'), email: 'bo@outlook.com' } })
    now += 10 * day
    const order = await bring(amy.code, { customer: { id: fresh('bo'), email: 'bo+new@outlook.com' } })
    await bring(amy.code, { customer: { id: fresh('cy'), email: 'cy@outlook.com' } })
    expect(await reasons()).toEqual([`${order}: existing-customer`])
  })

  it('holds disposable addresses, and not those that the owner allows', async () => {
    const { enrol, bring, reasons } = start({
      disposableEmail: { deny: ['mail.example'], allow: ['yopmail.com'] },
    })
    const amy = await enrol('amy')
    const known = await bring(amy.code, { customer: { email: 'bo@mailinator.com' } })
    const denied = await bring(amy.code, { customer: { email: 'bo@eu.mail.example' } })
    await bring(amy.code, { customer: { email: 'bo@yopmail.com' } })
    expect((await reasons()).toSorted()).toEqual(
      [`${known}: disposable-email`, `${denied}: disposable-email`].toSorted(),
    )
  })

  it('holds a referrer’s orders past a number of friends, also of one batch', async () => {
    const { backend, enrol, reasons } = start({ velocity: { action: 'hold', friends: 3, minutes: 60 } })
    const amy = await enrol('amy')
    const orders = Array.from({ length: 5 }, () =>
      purchase({ at: now, code: amy.code, order: fresh('o'), customer: { id: fresh('bo') } }),
    )
    const receipts = await backend.record(orders, server)
    expect(receipts.filter(({ status }) => status === 'held')).toHaveLength(2)
    now += 61 * minute
    await backend.record([purchase({ at: now, code: amy.code, customer: { id: fresh('bo') } })], server)
    expect((await reasons()).filter((line) => line.endsWith(': velocity'))).toHaveLength(2)
  })

  it('shows an order that came seconds after the visit', async () => {
    const { backend, enrol, reasons } = start({ tooFast: {} })
    const amy = await enrol('amy')
    const visitor = fresh('visitor')
    const order = fresh('o')
    await backend.record([visit({ code: amy.code, visitor, at: now - 2000 })])
    await backend.record([purchase({ at: now, visitor, order, customer: { id: fresh('bo') } })], server)
    expect(await reasons()).toEqual([`${order}: (too-fast)`])
  })

  it('holds an order whose visits were all in a frame', async () => {
    const { backend, enrol, buy, reasons } = start()
    const amy = await enrol('amy')
    const [framed, both] = [fresh('visitor'), fresh('visitor')]
    const at = now - 30 * minute
    await backend.record([visit({ code: amy.code, visitor: framed, at, frame: true })])
    await backend.record([
      visit({ code: amy.code, visitor: both, at, url: 'https://shop.example/?a="frame":true' }),
    ])
    const order = await buy({ visitor: framed })
    await buy({ visitor: both })
    expect(await reasons()).toEqual([`${order}: cookie-stuffing`])
  })

  it('shows a code that is typed though another link had led there', async () => {
    const { backend, enrol, buy, reasons } = start()
    const [amy, cy] = [await enrol('amy'), await enrol('cy')]
    const visitor = fresh('visitor')
    await backend.record([visit({ code: amy.code, visitor, at: now - 30 * minute })])
    const order = await buy({ visitor, code: cy.code })
    expect(await reasons()).toEqual([`${order}: (code-stuffing)`])
  })

  it('holds the friends of a referrer whose friends give everything back', async () => {
    const { backend, enrol, bring, reasons } = start()
    const amy = await enrol('amy')
    for (let index = 0; index < 3; index++) {
      const order = await bring(amy.code)
      await backend.record([refund({ order, at: now })], server)
    }
    const order = await bring(amy.code)
    expect(await reasons()).toEqual([`${order}: refund-cycling`])
  })

  it('holds the order that closes a circle of three', async () => {
    const { enrol, bring, reasons, backend } = start()
    const people = await Promise.all(['amy', 'bo', 'cy'].map(async (name) => ({ id: fresh(name) })))
    const [amy, bo, cy] = await Promise.all(people.map((who) => backend.enrol(who)))
    await bring(amy!.code, { customer: people[1]! })
    await bring(bo!.code, { customer: people[2]! })
    expect(await reasons()).toEqual([])
    const order = await bring(cy!.code, { customer: people[0]! })
    expect(await reasons()).toEqual([`${order}: ring`])
    expect(await enrol('di')).toBeDefined()
  })

  it('looks at nothing when every rule is off', async () => {
    const off = { action: 'off' } as const
    const { backend, bring, reasons } = start({
      ownReferral: off,
      existingCustomer: off,
      disposableEmail: off,
      velocity: off,
      tooFast: off,
      cookieStuffing: off,
      codeStuffing: off,
      refundCycling: off,
      ring: off,
    })
    const { code } = await backend.enrol({ email: 'amy@gmail.com' })
    await bring(code, { customer: { email: 'a.my@gmail.com' } })
    expect(await reasons()).toEqual([])
  })

  it('lets no browser fill the queue, nor hold what the server reported', async () => {
    const { backend, bring, buy, reasons, stateOf } = start()
    const { code } = await backend.enrol({ email: 'amy@gmail.com' })
    const sound = await bring(code, { customer: { id: fresh('bo') } })
    const mail = { email: 'a.my@gmail.com' }
    await backend.record([purchase({ at: now, code, customer: mail })])
    await backend.record([purchase({ at: now, code, order: sound, customer: mail })])
    expect(await reasons()).toEqual([])
    // The server knew of no code: what the browser adds is looked at, and holds nothing any more.
    const direct = await buy({ customer: mail })
    await backend.record([purchase({ at: now, code, order: direct })])
    expect(await reasons()).toEqual([`${direct}: (own-referral)`])
    now += 15 * day
    expect([await stateOf(sound), await stateOf(direct)]).toEqual([
      expect.arrayContaining(['credit due']),
      expect.arrayContaining(['credit due']),
    ])
    // The server's own report finds the browser's visitor.
    const [visitor, order] = [fresh('visitor'), fresh('o')]
    await backend.record([visit({ code, visitor, at: now - minute })])
    await backend.record([purchase({ at: now, visitor, order })])
    await buy({ order, customer: { email: 'a.m.y@gmail.com' } })
    const isHeld = async (one: string) => {
      const { items } = await backend.owner.reviews.list({ limit: 100 })
      const { because = [] } = items.find((item) => item.order === one) ?? {}
      return because.some(({ reason, holds }) => reason === 'own-referral' && holds)
    }
    expect(await isHeld(order)).toBe(true)
    // A second report by the server is looked at where it names somebody else.
    const twice = await bring(code)
    await buy({ order: twice, at: now - 1, customer: { email: 'am.y@gmail.com' }, code })
    expect(await isHeld(twice)).toBe(true)
  })

  describe('the queue', () => {
    async function held() {
      const shop = start()
      const { code } = await shop.backend.enrol({ id: fresh('amy'), email: 'amy@gmail.com', name: 'Amy' })
      const order = await shop.bring(code, {
        customer: { id: fresh('bo'), email: 'a.my@gmail.com', name: 'Bo' },
      })
      const { reviews, audit } = shop.backend.owner
      const decide = (verdict: 'approve' | 'reject' | 'reopen', rest: object = {}) =>
        reviews.decide({ name: 'purchase', order, verdict, by: 'Olga', ...rest })
      return { ...shop, code, order, reviews, audit, decide }
    }

    it('says what was seen, of whom and why, and of each order once', async () => {
      const { reviews, order } = await held()
      const { items } = await reviews.list({ state: 'open' })
      expect(items).toMatchObject([
        {
          name: 'purchase',
          order,
          state: 'open',
          money: { amount: 4200, currency: 'USD' },
          friend: { name: 'Bo' },
          referrer: { name: 'Amy' },
          because: [
            {
              reason: 'own-referral',
              says: 'The friend’s e-mail leads to the referrer’s own mailbox.',
              holds: true,
              evidence: { sign: 'mailbox' },
            },
          ],
        },
      ])
    })

    it('makes what is approved due, and what is rejected free for the next', async () => {
      const { stateOf, order, decide, reviews } = await held()
      now += 15 * day
      expect(await stateOf(order)).toEqual(['credit pending', 'welcome pending'])
      expect(await decide('approve', { note: 'A cousin.' })).toMatchObject({
        state: 'approved',
        decided: { by: 'Olga', note: 'A cousin.' },
      })
      expect(await stateOf(order)).toEqual(['credit due', 'welcome due'])
      expect((await reviews.list({ state: 'open' })).items).toEqual([])
      await decide('reject')
      expect(await stateOf(order)).toEqual(['credit reversed', 'welcome reversed'])
    })

    it('holds again what is taken back, and lets it be decided anew', async () => {
      const { stateOf, order, decide, reviews } = await held()
      now += 15 * day
      await decide('approve')
      expect(await decide('reopen')).toMatchObject({ state: 'open' })
      expect(await stateOf(order)).toEqual(['credit pending', 'welcome pending'])
      expect((await reviews.list({ state: 'open' })).items).toHaveLength(1)
      await decide('approve')
      expect(await stateOf(order)).toEqual(['credit due', 'welcome due'])
    })

    it('is sure of one last word when many decide at once, and writes each deed down', async () => {
      const { order, program, other, stateOf, decide, reviews, audit } = await held()
      now += 15 * day
      const verdicts = ['approve', 'reject', 'approve', 'reject', 'reopen', 'approve'] as const
      await Promise.all(
        verdicts.map((verdict, index) =>
          index % 2
            ? decide(verdict)
            : other.owner.reviews.decide({ name: 'purchase', order, verdict, by: 'Oscar' }),
        ),
      )
      const [item] = (await reviews.list()).items
      const expected = { open: 'pending', approved: 'due', rejected: 'reversed' }[item!.state]
      expect(await stateOf(order)).toEqual([`credit ${expected}`, `welcome ${expected}`])
      const rows = await stores[0]!.db
        .selectFrom('gw_ledger')
        .select('at')
        .where('program', '=', program.id)
        .where('type', '=', 'review')
        .execute()
      expect(new Set(rows.map(({ at }) => at)).size).toBe(rows.length)
      const deeds = (await audit.list({ limit: 100 })).items.filter(({ action }) =>
        action.startsWith('order.'),
      )
      expect(deeds).toHaveLength(rows.length)
    })

    it('writes nothing for the same word twice', async () => {
      const { decide, audit } = await held()
      await decide('reject')
      await decide('reject')
      const deeds = (await audit.list({ limit: 100 })).items.filter(
        ({ action }) => action === 'order.rejected',
      )
      expect(deeds).toHaveLength(1)
    })

    it('takes a decision about an order that no rule pointed at', async () => {
      const { bring, code, reviews, stateOf } = await held()
      const order = await bring(code)
      const item = await reviews.decide({ name: 'purchase', order, verdict: 'reject', by: 'Olga' })
      expect(item).toMatchObject({ state: 'rejected', because: [{ reason: 'by-hand', holds: false }] })
      expect(await stateOf(order)).toEqual(['credit reversed', 'welcome reversed'])
      await reviews.decide({ name: 'purchase', order, verdict: 'reopen', by: 'Olga' })
      expect(await stateOf(order)).toContain('credit pending')
    })

    it('knows no order that nobody reported, nor one of another program', async () => {
      const { order } = await held()
      const { backend: other, program } = start()
      const unknown = { name: 'purchase', order, verdict: 'approve', by: 'Olga' } as const
      await expect(other.owner.reviews.decide(unknown)).rejects.toMatchObject({ code: 'order-unknown' })
      expect((await other.owner.reviews.list()).items).toEqual([])
      const left = await stores[0]!.db
        .selectFrom('gw_orders')
        .select('order_ref')
        .where('program', '=', program.id)
        .execute()
      expect(left).toEqual([])
    })

    it('asks again when something odd comes after the decision', async () => {
      const { bring, backend, code, reviews, stateOf } = await held()
      const order = await bring(code)
      const ask = async () =>
        (await reviews.list({ state: 'open' })).items.find((item) => item.order === order)
      await backend.record([refund({ order, amount: 4200, currency: 'EUR', at: now })], server)
      expect(await ask()).toMatchObject({ because: [{ reason: 'refund-currency', holds: false }] })
      const decision = { name: 'purchase', order, by: 'Olga' }
      now += minute
      expect(await reviews.decide({ ...decision, verdict: 'approve' })).toMatchObject({ state: 'approved' })
      now += minute
      await backend.record([refund({ order, amount: 1, currency: 'EUR', at: now })], server)
      expect(await ask()).toMatchObject({ state: 'open' })
      now += minute
      expect(await reviews.decide({ ...decision, verdict: 'approve' })).toMatchObject({ state: 'approved' })
      expect(await stateOf(order)).toContain('credit pending')
    })

    it('moves a friend to whoever brought them, and to nobody', async () => {
      const { backend, bring, code, reviews, enrol } = await held()
      const customer = { id: fresh('bo') }
      const cy = await enrol('cy')
      const order = await bring(code, { customer })
      const friends = async (of: string) => (await backend.participant({ code: of }))?.stats?.friends
      const { items } = await backend.allRewards({ limit: 100 })
      const friend = items.find(({ id, to }) => to === 'friend' && id.includes(order))!.participant!.id
      await reviews.decideBond({ friend, referrer: cy.id, by: 'Olga' })
      expect([await friends(code), await friends(cy.code)]).toEqual([0, 1])
      await reviews.decideBond({ friend, referrer: null, by: 'Olga' })
      expect(await friends(cy.code)).toBe(0)
      await expect(reviews.decideBond({ friend, referrer: friend, by: 'Olga' })).rejects.toMatchObject({
        code: 'bond-invalid',
      })
      await expect(reviews.decideBond({ friend: 'p_x', referrer: null, by: 'Olga' })).rejects.toMatchObject({
        code: 'person-unknown',
      })
    })

    it('comes page by page, the newest first', async () => {
      const { code, bring, reviews } = await held()
      for (let index = 0; index < 4; index++) {
        now += minute
        await bring(code, { customer: { id: fresh('bo'), email: `amy+${index}@gmail.com` } })
      }
      const first = await reviews.list({ limit: 3 })
      const second = await reviews.list({ limit: 3, cursor: first.next! })
      const times = [...first.items, ...second.items].map(({ at }) => at)
      expect([first.items.length, second.items.length, second.next]).toEqual([3, 2, undefined])
      expect(times).toEqual(times.toSorted((a, b) => b - a))
    })
  })

  it('asks the database as often for twenty conversions as for two, and hardly for none that was brought', async () => {
    const { backend, enrol, program } = start()
    let asked = 0
    const counting: KyselyPlugin = {
      transformQuery: ({ node }) => (asked++, node),
      transformResult: async ({ result }) => result,
    }
    const store = { ...stores[0]!, db: stores[0]!.db.withPlugin(counting) }
    const random = (bytes: number) => crypto.getRandomValues(new Uint8Array(bytes))
    const context: Context = { store, program, publicUrl: undefined, now: () => now, random }
    await prepareTraces(context)
    const client = { address: '203.0.113.7', agent: phone }
    const suspects: Suspect[] = []
    for (let index = 0; index < 20; index++) {
      const amy = await enrol('amy', client)
      const visitor = fresh('visitor')
      await backend.record([visit({ code: amy.code, visitor, at: now - minute })], { client })
      const friend = await write(store, (tx) => createPerson(tx, context))
      const email = `${fresh('bo')}@shop.example`
      const event = purchase({ at: now, visitor, customer: { email } })
      suspects.push({ event, friend: friend!, source: 'server' })
    }
    const count = async (some: readonly Suspect[]) => {
      asked = 0
      await write(store, (tx) => inspect(tx, context, some))
      return asked
    }
    const direct = suspects.map((suspect): Suspect => {
      const { visitor: _, ...event } = suspect.event
      return { ...suspect, event }
    })
    const [two, twenty, none] = [
      await count(suspects.slice(0, 2)),
      await count(suspects),
      await count(direct),
    ]
    expect(two).toBeLessThanOrEqual(20)
    expect(twenty).toBeLessThanOrEqual(two)
    expect(none).toBeLessThanOrEqual(4)
  })

  it('keeps no address and no agent, anywhere', async () => {
    const { bring, enrol } = start()
    const client = { address: '203.0.113.77', agent: 'Telltale/1.0' }
    const amy = await enrol('amy', client)
    await bring(amy.code, { client })
    const { db } = stores[0]!
    const all = await Promise.all(
      (['gw_people', 'gw_visitors', 'gw_ledger', 'gw_cases', 'gw_mailboxes', 'gw_trace_keys'] as const).map(
        (table) => db.selectFrom(table).selectAll().execute(),
      ),
    )
    const text = JSON.stringify(all)
    expect(text).toContain(amy.code)
    for (const secret of ['203.0.113.77', 'Telltale']) expect(text).not.toContain(secret)
  })
})
