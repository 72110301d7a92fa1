import { describe, expect, it } from 'vitest'
import { day, purchase, refund, visit } from '../backend/shop.fixture.ts'
import { laptop, minute, phone, server, useScenes } from './fraud.fixture.ts'
import { databases } from './testing.ts'

describe.each(databases)('fraud rules on $kind', ({ create }) => {
  const { start, fresh, clock, stores } = useScenes(create)

  it('counts the order of an honest friend, and asks nobody', async () => {
    const { enrol, bring, reasons, stateOf } = start()
    const amy = await enrol('amy', { address: '203.0.113.7', agent: laptop })
    const order = await bring(amy.code, { client: { address: '198.51.100.9', agent: phone } })
    expect(await reasons()).toEqual([])
    clock.now += 15 * day
    expect(await stateOf(order)).toContain('credit due')
  })

  it('holds an order with the referrer’s own mailbox, however it is written', async () => {
    const { backend, bring, reasons, stateOf } = start()
    const { code } = await backend.enrol({ email: 'amy.lee@gmail.com' })
    const order = await bring(code, { customer: { id: fresh('bo'), email: 'AmyLee+shop@googlemail.com' } })
    expect(await reasons()).toEqual([`${order}: own-referral`])
    clock.now += 15 * day
    expect(await stateOf(order)).toEqual(['credit pending', 'welcome pending'])
  })

  it('holds an order on the referrer’s own device minutes after they enrolled, and shows a later one', async () => {
    const { enrol, bring, reasons } = start()
    const client = { address: '203.0.113.7', agent: laptop }
    const amy = await enrol('amy', client)
    clock.now += 35 * minute
    const held = await bring(amy.code, { client })
    clock.now += 2 * day
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
      await backend.record([visit({ code: amy.code, visitor, at: clock.now - minute })], { client })
      const bought = purchase({ visitor, order, at: clock.now, customer: { id: fresh('bo') } })
      await backend.record([{ ...bought, name: 'signup', amount: undefined, currency: undefined }], {
        client,
      })
      return order
    }
    // The next week: what the enrolment left was made with the key before, which is still there.
    clock.now += 4 * day
    const known = await buyHere()
    expect(await reasons()).toEqual([`${known}: (own-referral)`])
    const before = await keys()
    clock.now += 7 * day
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
    clock.now += 31 * minute
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
      clock.now += 10 * minute
      await backend.record([visit({ code: amy.code, visitor, at: clock.now - minute })], { client })
      await backend.record([purchase({ visitor, at: clock.now, customer: { id: fresh('bo') } })], server)
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
    clock.now += 10 * day
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
      purchase({ at: clock.now, code: amy.code, order: fresh('o'), customer: { id: fresh('bo') } }),
    )
    const receipts = await backend.record(orders, server)
    expect(receipts.filter(({ status }) => status === 'held')).toHaveLength(2)
    clock.now += 61 * minute
    await backend.record([purchase({ at: clock.now, code: amy.code, customer: { id: fresh('bo') } })], server)
    expect((await reasons()).filter((line) => line.endsWith(': velocity'))).toHaveLength(2)
  })

  it('shows an order that came seconds after the visit', async () => {
    const { backend, enrol, reasons } = start({ tooFast: {} })
    const amy = await enrol('amy')
    const visitor = fresh('visitor')
    const order = fresh('o')
    await backend.record([visit({ code: amy.code, visitor, at: clock.now - 2000 })])
    await backend.record([purchase({ at: clock.now, visitor, order, customer: { id: fresh('bo') } })], server)
    expect(await reasons()).toEqual([`${order}: (too-fast)`])
  })

  it('holds an order whose visits were all in a frame', async () => {
    const { backend, enrol, buy, reasons } = start()
    const amy = await enrol('amy')
    const [framed, both] = [fresh('visitor'), fresh('visitor')]
    const at = clock.now - 30 * minute
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
    await backend.record([visit({ code: amy.code, visitor, at: clock.now - 30 * minute })])
    const order = await buy({ visitor, code: cy.code })
    expect(await reasons()).toEqual([`${order}: (code-stuffing)`])
  })

  it('holds the friends of a referrer whose friends give everything back', async () => {
    const { backend, enrol, bring, reasons } = start()
    const amy = await enrol('amy')
    for (let index = 0; index < 3; index++) {
      const order = await bring(amy.code)
      await backend.record([refund({ order, at: clock.now })], server)
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
})
