import type { KyselyPlugin } from 'kysely'
import { describe, expect, it } from 'vitest'
import type { Context } from '../backend/context.ts'
import { createPerson } from '../backend/people.ts'
import { day, purchase, visit } from '../backend/shop.fixture.ts'
import { inspect, type Suspect } from '../fraud/inspect.ts'
import { prepareTraces } from '../fraud/trace.ts'
import { minute, phone, useScenes } from './fraud.fixture.ts'
import { databases } from './testing.ts'
import { write } from './transaction.ts'

describe.each(databases)('the inspection of orders on $kind', ({ create }) => {
  const { start, fresh, clock, stores } = useScenes(create)

  it('lets no browser fill the queue, nor hold what the server reported', async () => {
    const { backend, bring, buy, reasons, stateOf } = start()
    const { code } = await backend.enrol({ email: 'amy@gmail.com' })
    const sound = await bring(code, { customer: { id: fresh('bo') } })
    const mail = { email: 'a.my@gmail.com' }
    await backend.record([purchase({ at: clock.now, code, customer: mail })])
    await backend.record([purchase({ at: clock.now, code, order: sound, customer: mail })])
    expect(await reasons()).toEqual([])
    // The server knew of no code: what the browser adds is looked at, and holds nothing any more.
    const direct = await buy({ customer: mail })
    await backend.record([purchase({ at: clock.now, code, order: direct })])
    expect(await reasons()).toEqual([`${direct}: (own-referral)`])
    clock.now += 15 * day
    expect([await stateOf(sound), await stateOf(direct)]).toEqual([
      expect.arrayContaining(['credit due']),
      expect.arrayContaining(['credit due']),
    ])
    // The server's own report finds the browser's visitor.
    const [visitor, order] = [fresh('visitor'), fresh('o')]
    await backend.record([visit({ code, visitor, at: clock.now - minute })])
    await backend.record([purchase({ at: clock.now, visitor, order })])
    await buy({ order, customer: { email: 'a.m.y@gmail.com' } })
    const isHeld = async (one: string) => {
      const { items } = await backend.owner.reviews.list({ limit: 100 })
      const { because = [] } = items.find((item) => item.order === one) ?? {}
      return because.some(({ reason, holds }) => reason === 'own-referral' && holds)
    }
    expect(await isHeld(order)).toBe(true)
    // A second report by the server is looked at where it names somebody else.
    const twice = await bring(code)
    await buy({ order: twice, at: clock.now - 1, customer: { email: 'am.y@gmail.com' }, code })
    expect(await isHeld(twice)).toBe(true)
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
    const context: Context = { store, program, publicUrl: undefined, now: () => clock.now, random }
    await prepareTraces(context)
    const client = { address: '203.0.113.7', agent: phone }
    const suspects: Suspect[] = []
    for (let index = 0; index < 20; index++) {
      const amy = await enrol('amy', client)
      const visitor = fresh('visitor')
      await backend.record([visit({ code: amy.code, visitor, at: clock.now - minute })], { client })
      const friend = await write(store, (tx) => createPerson(tx, context))
      const email = `${fresh('bo')}@shop.example`
      const event = purchase({ at: clock.now, visitor, customer: { email } })
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
