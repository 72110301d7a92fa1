import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { shop, visit } from '../backend/shop.fixture.ts'
import { serve, type RunningServer, type ServeOptions } from '../serve.ts'
import { openStore } from '../store/store.ts'
import { createReadiness } from './readiness.ts'

describe('a running server', () => {
  let data: string
  const running: RunningServer[] = []
  beforeEach(() => void (data = mkdtempSync(join(tmpdir(), 'goodword-operation-'))))
  afterEach(async () => {
    await Promise.all(running.splice(0).map((server) => server.close()))
    rmSync(data, { recursive: true })
  })
  const start = async (options: Partial<ServeOptions> = {}) => {
    const server = await serve({ programs: [shop], port: 0, data, env: {}, ...options })
    running.push(server)
    return server
  }

  it('is alive and ready, and unready as soon as it stops', async () => {
    const server = await start()
    const ready = async () => {
      const response = await server.handler(new Request(`${server.url}/readyz`))
      return [response.status, await response.json()]
    }
    expect((await fetch(`${server.url}/healthz`)).status).toBe(200)
    expect(await ready()).toEqual([200, { status: 'ready' }])
    const closed = server.close()
    expect(await ready()).toEqual([503, { status: 'unready', reason: 'stopping' }])
    await closed
    expect((await server.handler(new Request(`${server.url}/healthz`))).status).toBe(200)
  })

  it('shows its figures to nobody unless it is told to', async () => {
    const server = await start()
    expect((await fetch(`${server.url}/metrics`)).status).toBe(404)
  })

  it('shows them to whoever has the token, and no code, address or key is among them', async () => {
    const token = 'metrics-token-0123456789abcdef'
    const server = await start({ env: { GOODWORD_METRICS: token } })
    const ask = (bearer: string) =>
      fetch(`${server.url}/metrics`, { headers: { authorization: `Bearer ${bearer}` } })
    const { code } = await server.backend('shop')!.enrol({ id: 'amy' })
    const body = JSON.stringify({ events: [visit({ code, visitor: 'v_0001' })] })
    await fetch(`${server.url}/v1/shop/events`, { method: 'POST', body })
    await fetch(`${server.url}/r/shop/${code}`, { redirect: 'manual' })
    await fetch(`${server.url}/r/nowhere-${code}/x?${code}`)
    expect((await ask(`${token}0`)).status).toBe(404)
    // The jobs begin within a second, each at a moment of its own.
    await vi.waitFor(
      async () =>
        expect(await (await ask(token)).text()).toContain(
          'goodword_job_runs_total{job="ripening",end="fine"} 1',
        ),
      { timeout: 5000, interval: 100 },
    )
    const response = await ask(token)
    const text = await response.text()
    expect(response.headers.get('content-type')).toBe('text/plain; version=0.0.4; charset=utf-8')
    expect(text).toContain('goodword_events_total{type="visit",receipt="accepted"} 1')
    expect(text).toContain(
      'goodword_request_seconds_count{method="GET",route="/r/:program/:code",status="302"} 1',
    )
    expect(text).toContain('goodword_outbox_waiting{program="shop"} 0')
    expect(text).toContain('goodword_queue_events{program="shop"} 0')
    expect(text).toContain('goodword_commit_events_count 1\n')
    expect(text).toMatch(/goodword_job_last_run_timestamp_seconds\{job="ripening"\} \d/)
    expect(text).not.toMatch(new RegExp(`${code}|nowhere|localhost|v_0001`, 'i'))
    const series = text.split('\n').filter((line) => line.startsWith('goodword_request_seconds_count'))
    expect(series.length).toBeLessThan(10)
  })

  it('tells who calls about it by an id, and its log where it failed', async () => {
    const told: unknown[] = []
    const server = await start({ onError: (_, where) => told.push(where?.request) })
    await server.close()
    const response = await server.handler(new Request(`${server.url}/v1/shop/leaderboard`))
    expect([response.status, told]).toEqual([503, [response.headers.get('x-request-id')]])
  })
})

describe('readiness', () => {
  it('waits for migrations that are missing, and not for a store that is gone', async () => {
    const store = await openStore({ file: ':memory:' })
    const behind = createReadiness(store, () => false, ['9999-future'])
    expect(await behind()).toEqual({ ready: false, reason: 'migrations' })
    const ready = createReadiness(store, () => false)
    await store.db.insertInto('gw_migrations').values({ name: '9999-later', at: 0 }).execute()
    expect(await ready()).toEqual({ ready: true })
    await store.close()
    expect(await ready()).toEqual({ ready: false, reason: 'store' })
  })

  it('gives a store that hangs one second, and looks once for all who ask', async () => {
    const store = await openStore({ file: ':memory:' })
    let release = () => undefined as void
    const held = store.db.connection().execute(() => new Promise<void>((resolve) => (release = resolve)))
    const ready = createReadiness(store, () => false)
    const began = performance.now()
    const answers = await Promise.all([ready(), ready(), ready()])
    expect(new Set(answers).size).toBe(1)
    expect(answers[0]).toEqual({ ready: false, reason: 'store' })
    expect(performance.now() - began).toBeLessThan(1500)
    release()
    await held
    expect(await ready()).toEqual({ ready: true })
    await store.close()
  })
})
