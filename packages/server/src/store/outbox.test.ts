import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { sqlBackend } from '../backend/sql-backend.ts'
import { announce } from '../outbox/announce.ts'
import { forgetAnswers } from '../outbox/answers.ts'
import { claimDue } from '../outbox/claim.ts'
import { settleTry } from '../outbox/outcome.ts'
import { local, newsOf, startOutbox } from '../outbox/outbox.fixture.ts'
import { startPeer } from '../outbox/peer.fixture.ts'
import { startScene, status, until, type Scene } from '../outbox/scene.fixture.ts'
import { databases, type TestDatabase } from './testing.ts'

const minute = 60_000
const hour = 60 * minute
const day = 24 * hour

describe.each(databases)('the outbox over $kind', ({ create }) => {
  let database: TestDatabase
  let scene: Scene
  let { program, peer, outbox, also, hook, deliveries } = {} as Scene
  beforeAll(async () => void (database = await create()))
  afterAll(() => database.drop())
  beforeEach(async () => {
    scene = await startScene(database.location)
    ;({ program, peer, outbox, also, hook, deliveries } = scene)
  })
  afterEach(async () => {
    await scene.close()
    expect(outbox.errors).toEqual([])
  })

  it('delivers news to every webhook that wants its type, signed and within the envelope', async () => {
    const { id, secret } = await hook({ types: ['reward.due'] })
    const { id: all } = await hook()
    await outbox.announce(newsOf('reward.due', { reward: 'r1' }), newsOf('reward.granted'))
    await outbox.settle()
    const [delivery, ...rest] = await deliveries(id)
    expect(rest).toEqual([])
    expect(delivery).toMatchObject({ type: 'reward.due', state: 'delivered', status: 204, tries: 1 })
    expect((await deliveries(all)).map(({ state }) => state)).toEqual(['delivered', 'delivered'])
    const own = peer.arrivals.filter(({ id: message }) => message === delivery?.message)
    expect(own).toHaveLength(2)
    const bodies = own.map(({ body }) => JSON.parse(body) as unknown)
    expect(bodies[0]).toEqual({
      type: 'reward.due',
      timestamp: expect.stringMatching(/^20.*Z$/),
      data: { reward: 'r1' },
    })
    expect(() => peer.verified(secret)).toThrow('No matching signature')
  })

  it('names people by the owner’s id, and by e-mail only where the webhook asks for it', async () => {
    const backend = sqlBackend({ store: outbox.store, program })
    const { id: participant } = await backend.enrol({ id: 'amy', email: 'amy@example.com', name: 'Amy' })
    await hook()
    await outbox.announce(newsOf('reward.due', { participant, friend: 'p_gone' }))
    await outbox.settle()
    const { id } = await hook({ include: ['email'] })
    await outbox.tools.replay(id, { since: 0 }, 'test')
    await outbox.settle()
    const data = peer.arrivals.map(({ body }) => (JSON.parse(body) as { data: object }).data)
    const friend = { id: 'p_gone' }
    expect(data).toEqual([
      { participant: { id: participant, customer: 'amy' }, friend },
      { participant: { id: participant, customer: 'amy', email: 'amy@example.com' }, friend },
    ])
    const stored = await outbox.rows('gw_outbox')
    expect(JSON.stringify(stored)).not.toContain('amy')
  })

  it('writes nothing where nobody listens, and undoes news with its transaction', async () => {
    await outbox.announce(newsOf())
    await hook({ types: ['reward.granted'] })
    await outbox.announce(newsOf())
    const torn = outbox.store.db.transaction().execute(async (tx) => {
      await announce(tx, outbox.context, [newsOf('reward.granted')])
      throw new Error('torn')
    })
    await expect(torn).rejects.toThrow('torn')
    expect(await outbox.rows('gw_outbox')).toEqual([])
  })

  it('asks the database nothing about news that nobody wants', async () => {
    const nothing = {} as Parameters<typeof announce>[0]
    await outbox.announce(newsOf())
    await announce(nothing, outbox.context, [newsOf()])
    const { id } = await hook()
    await expect(announce(nothing, outbox.context, [newsOf()])).rejects.toThrow()
    await outbox.tools.remove(id, 'test')
    await outbox.announce(newsOf())
    await announce(nothing, outbox.context, [newsOf()])
  })

  it('forgets what a receiver answered about somebody who is erased', async () => {
    peer.answer = (response) => void response.end('amy@example.com')
    const { id } = await hook()
    await outbox.announce(
      newsOf('reward.due', { participant: 'p_amy' }),
      newsOf('reward.due', { friend: 'p_amyx' }),
    )
    await outbox.settle()
    await outbox.store.db.transaction().execute((tx) => forgetAnswers(tx, program.id, 'p_amy'))
    expect((await deliveries(id)).filter(({ answer }) => answer)).toHaveLength(1)
  })

  it('is not held up by a receiver that hangs', async () => {
    const slow = await also(startPeer())
    slow.answer = () => undefined
    await hook({ url: slow.url })
    await hook()
    await outbox.announce(...Array.from({ length: 40 }, () => newsOf()))
    const start = performance.now()
    while (peer.arrivals.length < 40 && performance.now() - start < 10_000) await outbox.run()
    expect(peer.arrivals).toHaveLength(40)
    // One of the receivers keeps its own eight busy, and no more.
    expect(slow.open).toBeLessThanOrEqual(8)
    await outbox.finish()
  })

  it('is sent by one of two servers at a time', async () => {
    const clock = { ahead: 0 }
    const servers = await Promise.all(
      [1, 2, 3].map(() => also(startOutbox(database.location, local, program, clock))),
    )
    let atOnce = 0
    const inHand = new Map<string, number>()
    peer.answer = (response, { id }) => {
      inHand.set(id, (inHand.get(id) ?? 0) + 1)
      if (inHand.get(id)! > 1) atOnce++
      setTimeout(() => {
        inHand.set(id, inHand.get(id)! - 1)
        status(200)(response)
      }, 5)
    }
    await hook()
    await outbox.announce(...Array.from({ length: 200 }, (_, n) => newsOf('reward.due', { n })))
    await Promise.all(servers.map((server) => server.settle()))
    expect([peer.arrivals.length, new Set(peer.arrivals.map(({ id }) => id)).size, atOnce]).toEqual([
      200, 200, 0,
    ])
    expect(servers.flatMap(({ errors }) => errors)).toEqual([])
  })

  it('is sent again under the same id when its server died before it wrote that it was sent', async () => {
    const { id, secret } = await hook()
    await outbox.announce(newsOf())
    const [claim] = await claimDue(outbox.context, id, 8)
    await outbox.settle()
    expect(peer.arrivals).toHaveLength(0)
    outbox.travel(minute + 1)
    await outbox.settle()
    expect(peer.arrivals.map((arrival) => arrival.id)).toEqual([claim!.message.id])
    // And the dead server's word, should it rise again, counts for nothing.
    const late = await outbox.store.db
      .transaction()
      .execute((tx) => settleTry(tx, outbox.context, claim!, { type: 'failed' }, {}))
    expect(late).toBe('lost')
    expect(await deliveries(id)).toEqual([expect.objectContaining({ state: 'delivered', tries: 1 })])
    expect(secret).toBeTruthy()
  })

  it('stops without counting the tries that it ends', async () => {
    peer.answer = () => undefined
    const { id } = await hook()
    await outbox.announce(newsOf())
    const running = outbox.run()
    await until(() => peer.open === 1)
    await outbox.finish()
    await running
    expect((await deliveries(id))[0]).toMatchObject({ state: 'waiting', tries: 0 })
  })

  it('forgets messages after 30 days, but not what a webhook waits for', async () => {
    const { id } = await hook()
    await outbox.announce(newsOf())
    await outbox.settle()
    peer.answer = status(500)
    await outbox.announce(newsOf())
    await outbox.settle()
    outbox.travel(30 * day + hour)
    await outbox.run()
    expect((await deliveries(id)).map(({ state }) => state)).toEqual(['waiting'])
    expect(await outbox.rows('gw_outbox')).toHaveLength(1)
  })
})
