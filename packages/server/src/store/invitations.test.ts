import type { Program } from '@goodword/program'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { shop } from '../backend/shop.fixture.ts'
import { sqlBackend, type SqlBackend } from '../backend/sql-backend.ts'
import { invitedBy } from '../outbox/invited-by.ts'
import { startMailPeer, type MailPeer } from '../outbox/mail-peer.fixture.ts'
import type { OutboxOptions } from '../outbox/options.ts'
import { local, newsOf, startOutbox, type TestOutbox } from '../outbox/outbox.fixture.ts'
import { startPeer } from '../outbox/peer.fixture.ts'
import { databases, type TestDatabase } from './testing.ts'

const day = 86_400_000

describe.each(databases)('invitations over $kind', ({ create }) => {
  let database: TestDatabase
  let program: Program
  let count = 0
  beforeAll(async () => void (database = await create()))
  afterAll(() => database.drop())
  let post: MailPeer
  let outbox: TestOutbox
  let options: OutboxOptions
  let backend: SqlBackend
  beforeEach(async () => {
    // A program of its own for each test, in one database.
    program = { ...shop, id: `shop-${++count}` }
    post = await startMailPeer()
    options = { ...local, mail: { url: post.url, from: 'hello@shop.example', owner: 'owner@shop.example' } }
    outbox = await startOutbox(database.location, options, program)
    backend = sqlBackend({ ...outbox.context, outbox: options })
    await backend.enrol({ id: 'amy', email: 'amy@example.com', name: 'Amy Winters' })
  })
  afterEach(async () => {
    await outbox.close()
    await post.close()
    expect(outbox.errors).toEqual([])
  })
  const amy = { customer: 'amy' }
  const invite = async (...emails: string[]) =>
    (
      await backend.invite(
        amy,
        emails.map((email) => ({ email })),
      )
    ).map(({ status, reason }) => reason ?? status)
  const invited = (...emails: string[]) =>
    outbox.store.db.transaction().execute((tx) => invitedBy(tx, outbox.context, emails))
  const codeOf = async (customer: string) => (await backend.participant({ customer }))!.code
  const tokenOf = (raw: string) => /^List-Unsubscribe:.*token=([\w.-]+)>/m.exec(raw)?.[1]

  it('are a capability where mails can be sent, and only there', async () => {
    expect(backend.supports.has('invites')).toBe(true)
    const { publicUrl: _, ...unreachable } = outbox.context
    for (const mute of [sqlBackend(outbox.context), sqlBackend({ ...unreachable, outbox: options })]) {
      expect(mute.supports.has('invites')).toBe(false)
      await expect(mute.invite(amy, [{ email: 'bo@example.com' }])).rejects.toMatchObject({
        code: 'unsupported',
      })
    }
  })

  it('arrive once, and leave no address behind', async () => {
    expect(await invite('Bo@Example.com ', 'cy@example.com')).toEqual(['sent', 'sent'])
    await outbox.settle()
    expect(post.arrivals.flatMap(({ to }) => to).toSorted()).toEqual(['Bo@example.com', 'cy@example.com'])
    expect(post.arrivals[0]?.raw).toMatch(/^From: "?Amy W\. via Juniper Coffee"? <hello@shop\.example>/m)
    for (const table of ['gw_outbox', 'gw_deliveries', 'gw_invitations', 'gw_mail_guards'] as const) {
      const rows = await outbox.rows(table)
      expect(rows).toHaveLength(2)
      expect(JSON.stringify(rows).toLowerCase()).not.toMatch(/bo@|cy@|amy@/)
    }
  })

  it('are told one by one what came of them', async () => {
    const receipts = await backend.invite(amy, [
      { email: 'bo@example.com', message: 'You will love it.' },
      { email: 'BO@example.com' },
      { email: 'amy@example.com' },
      { email: 'no address' },
      { email: 'cy@example.com', message: 'Look at evil.example/x' },
      { email: 'cy@example.com', message: 'x'.repeat(501) },
      { email: 'a\0b@example.com' },
    ])
    expect(receipts.map(({ reason, status }) => `${status} ${reason ?? ''}`.trim())).toEqual([
      'sent',
      'skipped twice',
      'skipped own-address',
      'failed email-invalid',
      'failed message-has-link',
      'failed message-invalid',
      'failed email-invalid',
    ])
    await expect(backend.invite({ customer: 'nobody' }, [{ email: 'bo@example.com' }])).rejects.toMatchObject(
      {
        code: 'participant-unknown',
      },
    )
  })

  it('reach an address once in 30 days, however many ask at the same time', async () => {
    const names = Array.from({ length: 8 }, (_, i) => `p${i}`)
    for (const id of names) await backend.enrol({ id })
    const receipts = await Promise.all(
      names.map((customer) => backend.invite({ customer }, [{ email: 'bo@example.com' }])),
    )
    const statuses = receipts.flat().map(({ status, reason }) => reason ?? status)
    expect(statuses.toSorted()).toEqual([...Array(7).fill('not-now'), 'sent'])
    const winner = names[statuses.indexOf('sent')]!
    expect(await invited('bo@example.com')).toEqual(new Map([['bo@example.com', await codeOf(winner)]]))
    outbox.travel(30 * day - 60_000)
    expect(await invite('bo@example.com')).toEqual(['not-now'])
    outbox.travel(60_000)
    expect(await invite('bo@example.com')).toEqual(['sent'])
  })

  it('are 20 a day for each participant, in one call or in several at once', async () => {
    const some = (from: number, count: number) =>
      Array.from({ length: count }, (_, i) => `f${from + i}@example.com`)
    const all = (await Promise.all([invite(...some(0, 15)), invite(...some(15, 15))])).flat()
    expect(all.filter((status) => status === 'sent')).toHaveLength(20)
    expect(all.filter((status) => status === 'daily-limit')).toHaveLength(10)
    outbox.travel(day + 1)
    expect(await invite('last@example.com')).toEqual(['sent'])
  })

  it('attribute whoever was written to, within the program’s window, by touch', async () => {
    expect(await invited('bo@example.com')).toEqual(new Map())
    await backend.enrol({ id: 'cy' })
    await invite('bo@example.com', 'di@example.com')
    await backend.invite({ customer: 'cy' }, [{ email: 'bo@example.com' }])
    const [a, c] = [await codeOf('amy'), await codeOf('cy')]
    // Cy's mail was never sent.
    expect(await invited('BO@example.com', 'di@example.com', 'ed@example.com')).toEqual(
      new Map([
        ['BO@example.com', a],
        ['di@example.com', a],
      ]),
    )
    const first = { ...program, attribution: { ...shop.attribution, days: 90, touch: 'first' as const } }
    const asFirst = () =>
      outbox.store.db
        .transaction()
        .execute((tx) => invitedBy(tx, { ...outbox.context, program: first }, ['bo@example.com']))
    expect((await asFirst()).get('bo@example.com')).toBe(a)
    outbox.travel(30 * day)
    await backend.invite({ customer: 'cy' }, [{ email: 'bo@example.com' }])
    expect((await invited('bo@example.com')).get('bo@example.com')).toBe(c)
    expect((await asFirst()).get('bo@example.com')).toBe(a)
    outbox.travel(30 * day + 1)
    expect(await invited('bo@example.com', 'di@example.com')).toEqual(new Map())
  })

  it('end for whoever leaves, for ever, and by a token of ours only', async () => {
    await invite('bo@example.com')
    await outbox.settle()
    const raw = post.arrivals[0]!.raw.replaceAll(/\r\n[ \t]+/g, '')
    const token = tokenOf(raw)!
    expect(token).toMatch(/^[\w-]{43}\.[\w-]{43}$/)
    const { mails } = backend.owner
    const forged = `${token.slice(0, 43)}.${token.slice(0, 43)}`
    for (const bad of ['', 'x', forged, `${token}x`, token.slice(1)])
      expect(await mails.leave(bad)).toBe(false)
    expect([await mails.isLeaveToken(token), await mails.leave(token), await mails.leave(token)]).toEqual([
      true,
      true,
      true,
    ])
    outbox.travel(400 * day)
    await outbox.settle()
    expect(await invite('bo@example.com', 'cy@example.com')).toEqual(['not-now', 'sent'])
  })

  it('wait while the mail server says later, and are dropped when it says no', async () => {
    post.refuse = (to) => (to.startsWith('bo') ? 451 : 550)
    await invite('bo@example.com', 'cy@example.com')
    await outbox.settle()
    const states = async () =>
      ((await outbox.rows('gw_deliveries')) as { state: string; tries: number }[]).map(
        ({ state, tries }) => `${state} ${tries}`,
      )
    expect((await states()).toSorted()).toEqual(['dead 1', 'waiting 1'])
    const waiting = JSON.stringify(await outbox.rows('gw_outbox'))
    expect([waiting.includes('bo@example.com'), waiting.includes('cy@example.com')]).toEqual([true, false])
    post.refuse = () => undefined
    outbox.travel(6001)
    await outbox.settle()
    expect((await states()).toSorted()).toEqual(['dead 1', 'delivered 2'])
    expect(post.arrivals).toHaveLength(1)
  })

  it('share their post with the owner, who is told of a webhook that was switched off', async () => {
    const peer = await startPeer()
    peer.answer = (response) => void response.writeHead(410).end()
    await outbox.tools.create({ url: peer.url }, 'test')
    await outbox.announce(newsOf())
    await outbox.settle()
    await outbox.settle()
    expect(post.arrivals.map(({ to }) => to)).toEqual([['owner@shop.example']])
    expect(post.arrivals[0]?.raw).toMatch(/was switched off/)
    await peer.close()
  })
})
