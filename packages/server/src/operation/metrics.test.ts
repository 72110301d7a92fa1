import { describe, expect, it } from 'vitest'
import { purchase, visit } from '../backend/shop.fixture.ts'
import { metricsAccess } from './metrics-access.ts'
import { createMetrics } from './metrics.ts'

describe('metrics', () => {
  it('count requests by pattern, and events by what became of them', async () => {
    const metrics = createMetrics()
    const answer = { id: 'a', method: 'POST', route: '/v1/:program/events', status: 202, milliseconds: 3 }
    for (let count = 0; count < 5; count++) metrics.answered(answer)
    metrics.received(
      [visit({}), purchase({}), { type: 'evil{label}' } as never, null as never],
      [
        { id: 'a', status: 'accepted' },
        { id: 'b', status: 'held', reason: 'unconfirmed' },
        { id: 'c', status: 'rejected', reason: 'event-invalid' },
        { id: 'd', status: 'rejected', reason: 'event-invalid' },
      ],
    )
    const text = await metrics.text()
    expect(text).toContain(
      'goodword_request_seconds_count{method="POST",route="/v1/:program/events",status="202"} 5',
    )
    expect(text).toContain(
      'goodword_request_seconds_bucket{le="0.0025",method="POST",route="/v1/:program/events",status="202"} 0',
    )
    expect(text).toContain('goodword_events_total{type="visit",receipt="accepted"} 1')
    expect(text).toContain('goodword_events_total{type="conversion",receipt="held"} 1')
    expect(text).toContain('goodword_events_total{type="other",receipt="rejected"} 2')
    expect(text).toContain('process_resident_memory_bytes')
  })

  it('tell of jobs when they last ended well, and how often they failed', async () => {
    const metrics = createMetrics(() => 1_795_300_000_000)
    metrics.ran('deliver', true)
    metrics.ran('deliver', false)
    const text = await metrics.text()
    expect(text).toContain('goodword_job_last_run_timestamp_seconds{job="deliver"} 1795300000')
    expect(text).toContain('goodword_job_runs_total{job="deliver",end="failed"} 1')
  })

  it('leave a figure out that cannot be read, and tell the others', async () => {
    const metrics = createMetrics()
    metrics.add({ name: 'goodword_fine', help: 'Fine.', read: () => 7 })
    metrics.add({ name: 'goodword_by', help: 'By.', label: 'program', read: () => new Map([['shop', 2]]) })
    metrics.add({ name: 'goodword_gone', help: 'Gone.', read: () => Promise.reject(new Error('gone')) })
    const text = await metrics.text()
    expect(text).toContain('goodword_fine 7')
    expect(text).toContain('goodword_by{program="shop"} 2')
    expect(text).toContain('goodword_gone Nan')
  })
})

describe('who may read them', () => {
  const token = 'a-long-enough-metrics-token'
  it.each([
    [undefined, undefined, false],
    ['', undefined, false],
    ['off', 'off', false],
    ['on', undefined, true],
    [token, undefined, false],
    [token, 'a-wrong-metrics-token-0000', false],
    [token, token, true],
  ])('with GOODWORD_METRICS=%j and the bearer %j: %j', (setting, bearer, may) =>
    expect(metricsAccess(setting)(bearer)).toBe(may),
  )

  it('is not whoever guesses a short token', () => {
    expect(() => metricsAccess('metrics')).toThrow(/7 characters/)
  })
})
