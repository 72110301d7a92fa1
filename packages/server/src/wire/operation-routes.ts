import type { Hono } from 'hono'
import type { ProgramEnv, Wire } from './options.ts'

/** Whether a server should be sent requests, and if not, why. */
export interface Readiness {
  readonly ready: boolean
  /** `stopping`, `store` (no answer in time) or `migrations` (the tables are behind this version). */
  readonly reason?: 'stopping' | 'store' | 'migrations'
}

/** What the machinery around a server asks of it. */
export interface Operation {
  ready(): Promise<Readiness>
  /** The figures in Prometheus’ text format; `undefined` for a caller who may not read them. */
  metrics(bearer: string | undefined): Promise<string | undefined>
}

/** For load balancers and monitoring: `/healthz` says that the process runs, `/readyz` that it can do its work. */
export function operationRoutes(app: Hono<ProgramEnv>, { operation }: Wire): void {
  app.get('/healthz', (c) => {
    c.header('cache-control', 'no-store')
    return c.json({ status: 'ok' })
  })
  if (!operation) return
  app.get('/readyz', async (c) => {
    const { ready, reason } = await operation.ready()
    c.header('cache-control', 'no-store')
    return c.json({ status: ready ? 'ready' : 'unready', ...(reason && { reason }) }, ready ? 200 : 503)
  })
  app.get('/metrics', async (c) => {
    const [, bearer] = /^Bearer +([^\s]+) *$/i.exec(c.req.header('authorization') ?? '') ?? []
    const text = await operation.metrics(bearer)
    if (text === undefined) return c.notFound()
    return c.body(text, 200, {
      'content-type': 'text/plain; version=0.0.4; charset=utf-8',
      'cache-control': 'no-store',
    })
  })
}
