import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { local, newsOf, startOutbox } from '../outbox/outbox.fixture.ts'
import type { Peer } from '../outbox/peer.fixture.ts'
import { startScene, status, until, type Scene } from '../outbox/scene.fixture.ts'
import { databases, type TestDatabase } from './testing.ts'

const minute = 60_000
const hour = 60 * minute
const day = 24 * hour

describe.each(databases)('a delivery that fails, over $kind', ({ create }) => {
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

  it('delivers all after 72 hours in which the receiver was down, under the same ids', async () => {
    const { id, secret } = await hook()
    const end = outbox.context.now() + 72 * hour
    peer.answer = (response) => status(outbox.context.now() < end ? 503 : 200)(response)
    await outbox.announce(...Array.from({ length: 6 }, (_, i) => newsOf('reward.due', { reward: `r${i}` })))
    for (
      let step = 0;
      step < 200 && (await deliveries(id)).some(({ state }) => state === 'waiting');
      step++
    ) {
      await outbox.settle()
      const dues = (await deliveries(id)).flatMap(({ due }) => due ?? [])
      outbox.travel(Math.max(0, Math.min(...dues) - outbox.context.now()))
    }
    const all = await deliveries(id)
    expect(all.map(({ state }) => state)).toEqual(Array(6).fill('delivered'))
    expect(all.every(({ tries }) => tries === 10)).toBe(true)
    const ids = new Set(all.map(({ message }) => message))
    expect(new Set(peer.arrivals.map((arrival) => arrival.id))).toEqual(ids)
    const last = new Map(
      peer.arrivals.map((arrival) => [arrival.id, JSON.parse(arrival.body) as { data: { reward: string } }]),
    )
    expect([...last.values()].map(({ data }) => data.reward).toSorted()).toEqual(
      Array.from({ length: 6 }, (_, i) => `r${i}`).toSorted(),
    )
    expect(secret).toMatch(/^whsec_/)
    expect((await outbox.tools.find(id)).failures).toBeUndefined()
  })

  it('tries again when it should, after what fails, hangs, redirects or lies', async () => {
    const { id } = await hook()
    const hasty = await also(startOutbox(database.location, { ...local, timeout: 300 }, program))
    const hostile: [string, Peer['answer'], RegExp][] = [
      ['500', status(500), /answered 500/],
      ['a redirect', status(302, { location: `${peer.url}/elsewhere` }), /redirects \(302\)/],
      ['a hang', () => undefined, /no answer within 0\.3 s/],
      ['a torn connection', (response) => void response.destroy(), /hang up|ECONNRESET/],
      ['a status of none', (response) => void response.socket?.end('HTTP/1.1 999999 X\r\n\r\n'), /./],
      ['404', status(404), /answered 404/],
    ]
    for (const [what, answer, error] of hostile) {
      peer.answer = answer
      const before = peer.arrivals.length
      await outbox.announce(newsOf('reward.due', { what }))
      await (what === 'a hang' ? hasty : outbox).settle()
      const [latest] = await deliveries(id)
      expect([what, latest]).toEqual([what, expect.objectContaining({ state: 'waiting', tries: 1 })])
      expect(latest?.error).toMatch(error)
      expect(peer.arrivals.length).toBe(before + 1)
      expect(latest?.due).toBeGreaterThanOrEqual(latest!.triedAt! + 5000)
      expect(latest?.due).toBeLessThanOrEqual(latest!.triedAt! + 6001)
    }
    expect((await outbox.tools.find(id)).failures?.count).toBe(hostile.length)
  })

  it('reads 64 KB of an answer at most, and keeps its beginning', async () => {
    let written = 0
    peer.answer = (response) => {
      response.writeHead(200)
      const more = () => {
        while (!response.destroyed && response.write('x'.repeat(16_384))) written++
      }
      response.on('drain', more)
      more()
    }
    const { id } = await hook()
    await outbox.announce(newsOf())
    await outbox.settle()
    await until(() => peer.open === 0)
    expect(written * 16_384).toBeLessThan(20_000_000)
    expect((await deliveries(id))[0]).toMatchObject({ state: 'delivered', answer: 'x'.repeat(1024) })
  })

  it('is no earlier than Retry-After says', async () => {
    const { id } = await hook()
    peer.answer = status(429, { 'retry-after': '7200' })
    await outbox.announce(newsOf())
    await outbox.settle()
    peer.answer = status(200)
    outbox.travel(2 * hour - minute)
    await outbox.settle()
    expect((await deliveries(id))[0]).toMatchObject({ state: 'waiting', tries: 1, status: 429 })
    outbox.travel(minute)
    await outbox.settle()
    expect((await deliveries(id))[0]).toMatchObject({ state: 'delivered', tries: 2 })
  })

  it('switches a webhook off that is gone, and replays what it missed once it is back', async () => {
    const { id } = await hook()
    peer.answer = status(410)
    await outbox.announce(newsOf('reward.due', { n: 1 }), newsOf('reward.due', { n: 2 }))
    await outbox.settle()
    expect(await outbox.tools.find(id)).toMatchObject({ state: 'off', reason: 'gone' })
    await outbox.announce(newsOf('reward.due', { n: 3 }))
    await outbox.settle()
    expect((await deliveries(id)).map(({ state }) => state)).toEqual(['dead', 'dead'])
    await expect(outbox.tools.replay(id, { since: 0 }, 'test')).rejects.toMatchObject({ code: 'webhook-off' })

    peer.answer = status(200)
    const before = peer.arrivals.length
    await outbox.tools.change(id, { state: 'on' }, 'test')
    expect(await outbox.tools.replay(id, { since: 0 }, 'test')).toEqual({ queued: 3 })
    await outbox.settle()
    const fresh = peer.arrivals
      .slice(before)
      .map(({ body }) => (JSON.parse(body) as { data: { n: number } }).data.n)
    expect(new Set(fresh)).toEqual(new Set([1, 2, 3]))
    expect(new Set(peer.arrivals.map((arrival) => arrival.id)).size).toBe(3)
  })

  it('gives up after the tenth try, and replays one message by its id', async () => {
    const { id } = await hook()
    peer.answer = status(500)
    await outbox.announce(newsOf())
    for (let i = 0; i < 10; i++) {
      await outbox.settle()
      outbox.travel(30 * hour)
    }
    const [dead] = await deliveries(id)
    expect(dead).toMatchObject({ state: 'dead', tries: 10, status: 500 })
    expect(peer.arrivals).toHaveLength(10)
    peer.answer = status(200)
    await outbox.tools.change(id, { state: 'on' }, 'test')
    await outbox.tools.replay(id, { message: dead!.message }, 'test')
    await outbox.settle()
    expect(peer.arrivals.at(-1)?.id).toBe(dead?.message)
    await expect(outbox.tools.replay(id, { message: 'msg_none' }, 'test')).rejects.toMatchObject({
      code: 'message-unknown',
    })
  })

  it('switches a webhook off that has failed ten times in a row over more than five days', async () => {
    const { id } = await hook()
    peer.answer = status(500)
    await outbox.announce(...Array.from({ length: 9 }, () => newsOf()))
    await outbox.settle()
    outbox.travel(5 * day + minute)
    expect(await outbox.tools.find(id)).toMatchObject({ state: 'on', failures: { count: 9 } })
    await outbox.settle()
    expect(await outbox.tools.find(id)).toMatchObject({ state: 'off', reason: 'failing' })
  })
})
