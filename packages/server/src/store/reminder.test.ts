import type { Program } from '@goodword/program'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { shop } from '../backend/shop.fixture.ts'
import { sqlBackend, type SqlBackend } from '../backend/sql-backend.ts'
import { startMailPeer, type MailPeer } from '../outbox/mail-peer.fixture.ts'
import type { OutboxOptions } from '../outbox/options.ts'
import { local, startOutbox, type TestOutbox } from '../outbox/outbox.fixture.ts'
import { databases, type TestDatabase } from './testing.ts'

const day = 86_400_000

describe.each(databases)('the reminder of an invitation over $kind', ({ create }) => {
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
    program = { ...shop, id: `shop-${++count}` }
    post = await startMailPeer()
    options = { ...local, mail: { url: post.url, from: 'hello@shop.example' } }
    await open(program)
    await backend.enrol({ id: 'amy', email: 'amy@example.com', name: 'Amy Winters' })
  })
  afterEach(async () => {
    await outbox.close()
    await post.close()
    expect(outbox.errors).toEqual([])
  })
  const open = async (changed: Program): Promise<void> => {
    outbox = await startOutbox(database.location, options, changed)
    backend = sqlBackend({ ...outbox.context, outbox: options })
  }
  const invite = async (email = 'bo@example.com'): Promise<void> => {
    const receipts = await backend.invite({ customer: 'amy' }, [{ email, message: 'You will love it.' }])
    expect(receipts).toMatchObject([{ status: 'sent' }])
    await outbox.settle()
  }
  /** How many mails have arrived, once the time of the reminder has come. */
  const arrivedLater = async (): Promise<number> => {
    outbox.travel(3 * day)
    await outbox.settle()
    return post.arrivals.length
  }
  /** What was sent, as a mail program would show it. */
  const textOf = (raw: string): string => {
    const [, plain = ''] = /Content-Type: text\/plain[^]*?\r\n\r\n([^]*?)\r\n----_/.exec(raw) ?? []
    const bytes = plain
      .replaceAll(/=\r\n/g, '')
      .replaceAll(/=([\dA-F]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
    return Buffer.from(bytes, 'latin1').toString('utf8')
  }

  it('comes once, after three days, with all that the first mail said and a way out', async () => {
    await invite()
    outbox.travel(3 * day - 60_000)
    await outbox.settle()
    expect(post.arrivals).toHaveLength(1)
    outbox.travel(60_000)
    await outbox.settle()
    expect(post.arrivals.map(({ to }) => to)).toEqual([['bo@example.com'], ['bo@example.com']])
    const [first, second] = post.arrivals.map(({ raw }) => raw) as [string, string]
    expect(second).toMatch(/^Subject: Reminder: /m)
    for (const header of [/^From: .*$/m, /^List-Unsubscribe:.*token=\S+/m, /^List-Unsubscribe-Post: .*$/m]) {
      const said = header.exec(first.replaceAll(/\r\n[ \t]+/g, ''))?.[0]
      expect(said).toBeDefined()
      expect(second.replaceAll(/\r\n[ \t]+/g, '')).toContain(said!)
    }
    const text = textOf(second)
    expect(text).toMatch(/^Amy W\. invited you to Juniper Coffee three days ago\./)
    expect(text).toContain('You will love it.')
    expect(text).toContain('Amy W. entered your address at Juniper Coffee.')
    expect(text).toContain('There will be no other reminder.')
    outbox.travel(20 * day)
    await outbox.settle()
    expect(post.arrivals).toHaveLength(2)
    expect(JSON.stringify(await outbox.rows('gw_outbox')).toLowerCase()).not.toMatch(/bo@|amy@/)
  })

  it('does not come where the program has switched it off, before the invitation or after', async () => {
    await outbox.close()
    await open({ ...program, mails: { reminder: false } })
    await invite()
    expect(await outbox.rows('gw_outbox')).toHaveLength(1)
    await outbox.close()
    await open(program)
    await invite('cy@example.com')
    await outbox.close()
    await open({ ...program, mails: { reminder: false } })
    expect(await arrivedLater()).toBe(2)
    expect(JSON.stringify(await outbox.rows('gw_outbox'))).not.toContain('cy@')
  })

  it('does not come to a friend who has ordered', async () => {
    await invite()
    await backend.record(
      [
        {
          id: 'order-1-bo',
          type: 'conversion',
          name: 'purchase',
          order: 'o1',
          at: outbox.context.now(),
          amount: 4200,
          currency: 'USD',
          customer: { id: 'bo', email: 'Bo@Example.com' },
        },
      ],
      { source: 'server' },
    )
    expect(await arrivedLater()).toBe(1)
    expect(JSON.stringify(await outbox.rows('gw_outbox'))).not.toContain('bo@')
  })

  it('does not come to a friend who takes part already', async () => {
    await invite()
    await backend.enrol({ id: 'bo', email: 'bo@example.com' })
    expect(await arrivedLater()).toBe(1)
  })

  it('does not come to a friend who wants no more mail', async () => {
    await invite()
    const raw = post.arrivals[0]!.raw.replaceAll(/\r\n[ \t]+/g, '')
    expect(await backend.owner.mails.leave(/token=([\w.-]+)>/.exec(raw)![1]!)).toBe(true)
    expect(await arrivedLater()).toBe(1)
  })

  it.each([['who invited', 'amy'] as const, ['who was invited', 'bo'] as const])(
    'does not come when the one %s is forgotten',
    async (_, name) => {
      await invite()
      await backend.owner.privacy.erase({ email: `${name}@example.com` }, 'test')
      expect(await arrivedLater()).toBe(1)
      expect(JSON.stringify(await outbox.rows('gw_outbox'))).not.toMatch(/bo@|amy@/i)
    },
  )

  it('does not come for an invitation that is no more', async () => {
    await invite()
    await outbox.store.db.deleteFrom('gw_invitations').where('program', '=', program.id).execute()
    expect(await arrivedLater()).toBe(1)
  })

  it('does not come after a first mail that nobody took', async () => {
    post.refuse = () => 550
    await invite()
    post.refuse = () => undefined
    expect(await arrivedLater()).toBe(0)
  })
})
