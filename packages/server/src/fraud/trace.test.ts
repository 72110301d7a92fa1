import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Context } from '../backend/context.ts'
import { shop } from '../backend/shop.fixture.ts'
import { openStore, type Store } from '../store/store.ts'
import { keyLife, mailboxOf, prepareTraces, traceColumns, traceOf } from './trace.ts'

describe('a trace', () => {
  let store: Store
  let now = 3 * keyLife
  beforeAll(async () => {
    store = await openStore({ file: ':memory:' })
  })
  afterAll(() => store.close())
  beforeEach(() => {
    now = 3 * keyLife
  })
  const contextOf = (program = shop): Context => ({
    store,
    program,
    publicUrl: undefined,
    now: () => now,
    random: (bytes) => crypto.getRandomValues(new Uint8Array(bytes)),
  })
  const prepared = async (program = shop): Promise<Context> => {
    const context = contextOf(program)
    await prepareTraces(context)
    return context
  }

  it('is the same on every server, and another in every program', async () => {
    const client = { address: '203.0.113.7', agent: 'Browser' }
    const [one, other] = [await prepared(), await prepared()]
    const elsewhere = await prepared({ ...shop, id: 'elsewhere' })
    expect(traceOf(one, client)).toEqual(traceOf(other, client))
    expect(traceOf(elsewhere, client)?.address).not.toBe(traceOf(one, client)?.address)
  })

  it('tells devices at one address apart, and knows an IPv6 household', async () => {
    const context = await prepared()
    const of = (address: string, agent?: string) => traceOf(context, { address, ...(agent && { agent }) })!
    expect(of('203.0.113.7', 'a').address).toBe(of('203.0.113.7', 'b').address)
    expect(of('203.0.113.7', 'a').device).not.toBe(of('203.0.113.7', 'b').device)
    expect(of('203.0.113.7').device).toBeUndefined()
    expect(of('::ffff:203.0.113.7').address).toBe(of('203.0.113.7').address)
    expect(of('2001:db8:1:2::1').address).toBe(of('2001:db8:1:2:aaaa:bbbb:cccc:dddd').address)
    expect(of('2001:db8:1:2::1').address).not.toBe(of('2001:db8:1:3::1').address)
  })

  it.each([
    undefined,
    '',
    'unknown',
    '127.0.0.1',
    '::1',
    '10.0.0.4',
    '192.168.1.9',
    'fd00::1',
    '100.64.0.1',
    'fe80::1',
  ])('keeps nothing of %s, which is everybody’s or nobody’s', async (address) => {
    const context = await prepared()
    const client = { agent: 'Browser', ...(address !== undefined && { address }) }
    expect([traceOf(context, client), traceColumns(context, client)]).toEqual([undefined, {}])
  })

  it('is made with a new key every week, and cannot be linked after two', async () => {
    const client = { address: '203.0.113.7', agent: 'Browser' }
    const context = await prepared()
    const first = traceOf(context, client)!
    const mailbox = mailboxOf(context, 'amy@gmail.com')
    now += keyLife
    await prepareTraces(context)
    const second = traceOf(context, client)!
    expect([second.address === first.address, second.before?.device === first.device]).toEqual([false, true])
    now += keyLife
    await prepareTraces(context)
    const hashes = JSON.stringify(traceOf(context, client))
    expect([hashes.includes(first.address), hashes.includes(second.address)]).toEqual([false, true])
    const keys = await store.db
      .selectFrom('gw_trace_keys')
      .select('period')
      .where('program', '=', 'shop')
      .execute()
    expect(keys.map(({ period }) => period).toSorted((a, b) => a - b)).toEqual([-1, 4, 5])
    expect(mailboxOf(context, 'amy@gmail.com')).toBe(mailbox)
  })

  it('is not there before its keys are', () => {
    const context = contextOf()
    expect(traceOf(context, { address: '203.0.113.7' })).toBeUndefined()
    expect(mailboxOf(context, 'amy@gmail.com')).toBeUndefined()
  })
})
