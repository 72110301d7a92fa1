import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { shop, visit } from '../backend/shop.fixture.ts'
import { sqlBackend } from '../backend/sql-backend.ts'
import { openStore, type Store } from '../store/store.ts'
import { createMetrics } from './metrics.ts'
import { queueReadings } from './queue-readings.ts'

describe('the figures of a queue', () => {
  let store: Store
  beforeEach(async () => void (store = await openStore({ file: ':memory:' })))
  afterEach(() => store.close())
  /** A backend that can be told which events cannot be written. */
  const start = (bulk: Store['bulk'] = store.bulk) => {
    const metrics = createMetrics()
    const backend = sqlBackend({ store: { ...store, bulk }, program: shop, onCommit: metrics.committed })
    const readings = queueReadings(new Map([['shop', backend.waiting]]))
    for (const reading of readings) metrics.add(reading)
    const depths = () => readings.map(({ read }) => (read() as ReadonlyMap<string, number>).get('shop'))
    const read = async () => {
      const lines = (await metrics.text()).split('\n')
      return (name: string) =>
        Number(
          lines
            .find((line) => line.startsWith(`${name} `))
            ?.split(' ')
            .at(-1),
        )
    }
    return { backend, depths, read }
  }

  it('tell what waits, how much it is, and how large each transaction was', async () => {
    const { backend, depths, read } = start()
    const data = { text: 'x'.repeat(4000) }
    const done = Promise.all([
      backend.record([visit({}), visit({})]),
      backend.record([{ ...visit({}), type: 'moment', name: 'x', data } as never]),
    ])
    // Until the queue has them.
    for (let turn = 0; turn < 20; turn++) await Promise.resolve()
    const [events, bytes] = depths()
    expect(events).toBe(3)
    expect(bytes).toBeGreaterThan(5000)
    await done
    await backend.record([visit({})])
    const after = await read()
    expect(after('goodword_queue_events{program="shop"}')).toBe(0)
    expect(after('goodword_queue_bytes{program="shop"}')).toBe(0)
    expect(after('goodword_commit_events_count')).toBe(2)
    expect(after('goodword_commit_events_sum')).toBe(4)
    expect(after('goodword_commit_events_bucket{le="1"}')).toBe(1)
  })

  it('count no transaction that failed, and forget what was refused', async () => {
    const { backend, read } = start(() => Promise.reject(new Error('the disk is full')))
    await expect(backend.record([visit({})])).rejects.toThrow('the disk is full')
    const now = await read()
    expect(now('goodword_queue_events{program="shop"}')).toBe(0)
    expect(now('goodword_commit_events_count')).toBe(0)
  })
})
