import { join } from 'node:path'
import { freePort } from '../free-port.ts'
import { root } from '../steps.ts'
import { createDatabases, type Database, type Kind } from './database.ts'
import { enrolMembers, startGoodword } from './goodword.ts'
import { load, type LoadPlan, type LoadResult } from './load.ts'
import { runNode, untilAnswers } from './process.ts'
import { insertRaw } from './raw-insert.ts'
import { count, printClaims, readOptions, type Claim } from './report.ts'

/**
 * What one small server takes in: `goodword serve` as its own process, 256 connections from another, on SQLite and on
 * PostgreSQL, next to a route that does nothing and to a database that only inserts.
 * `node --conditions=source scripts/bench/server.ts [--quick] [--check] [--store sqlite|postgres]`
 *
 * The mix is 16 visits, 3 shares and exposures and 1 purchase in 20, all by the public route: the program believes
 * browsers. Each purchase earns its rewards. Ratios are events a second over requests a second of the no-op route, which
 * answers 202 and does not even read the body; without `--quick` the figures themselves are limits as well.
 */
const { quick, check, kinds } = readOptions()
const timing = quick ? { warmUp: 0.5, seconds: 1.5 } : { warmUp: 3, seconds: 10 }
const limits: Record<Kind, Record<1 | 20, { readonly events: number; readonly ratio: number }>> = {
  postgres: { 1: { events: 8000, ratio: 0.2 }, 20: { events: 25_000, ratio: 0.55 } },
  sqlite: { 1: { events: 8000, ratio: 0.22 }, 20: { events: 22_000, ratio: 0.5 } },
}

const lines: Record<string, string | number>[] = []
const claims: Claim[] = []

const plan = (port: number, codes: readonly string[], perRequest: number): LoadPlan => ({
  port,
  path: '/v1/shop/events',
  connections: 256,
  ...timing,
  perRequest,
  codes,
  prefix: `r${perRequest}`,
  count: 'receipts',
})
const milliseconds = (value: number): string => value.toFixed(1)

const databases = createDatabases()
try {
  // The route that does nothing is measured right before each server: a shared machine changes by the minute.
  for (const kind of kinds) await measureServer(await databases.create(kind), await measureNoOp())
} finally {
  await databases.close()
}
console.table(lines)
printClaims(claims, check)

async function measureNoOp(): Promise<number> {
  const port = await freePort()
  const server = runNode([join(root, 'scripts/bench/no-op.ts'), String(port)])
  await untilAnswers(`http://127.0.0.1:${port}/`, server)
  const send = async (path: string, perRequest: number) => {
    const result = await load({ ...plan(port, ['AMY42'], perRequest), path, count: 'sent' })
    const name = path.startsWith('/parse') ? 'no-op that parses' : 'no-op'
    tell(name, perRequest, result)
    refuseErrors(name, result)
    return result.requests
  }
  const requests = await send('/v1/shop/events', 1)
  if (!quick) for (const perRequest of [1, 20]) await send('/parse/shop/events', perRequest)
  server.signal('SIGTERM')
  await server.ended
  return requests
}

async function measureServer(database: Database, noOp: number): Promise<void> {
  const { kind, title } = database
  const server = await startGoodword(database)
  const codes = await enrolMembers(server.url, 500)
  let acknowledged = 0
  for (const perRequest of [1, 20] as const) {
    const limit = limits[kind][perRequest]
    const name = `${title}, requests of ${perRequest}`
    const send = async (prefix: string): Promise<LoadResult> => {
      const result = await load({ ...plan(server.port, codes, perRequest), prefix })
      acknowledged += result.acknowledged
      refuseErrors(name, result)
      return result
    }
    let result = await send(`r${perRequest}`)
    if (quick && result.events < limit.ratio * noOp) {
      // Three seconds are easily disturbed; the better of two counts.
      const again = await send(`again${perRequest}`)
      if (again.events > result.events) result = again
    }
    const ratio = result.events / noOp
    tell(title, perRequest, result, { ratio: ratio.toFixed(2), limit: limit.ratio })
    claims.push({
      name: `${name}: events a second over the no-op's requests`,
      holds: ratio >= limit.ratio,
      found: `${ratio.toFixed(2)} × (at least ${limit.ratio} ×)`,
    })
    if (!quick)
      claims.push({
        name: `${name}: events a second`,
        holds: result.events >= limit.events,
        found: `${count(result.events)} (at least ${count(limit.events)})`,
      })
  }
  await server.stop()
  await compareStored(database, acknowledged)
  const rows = Math.min(acknowledged, quick ? 50_000 : 200_000)
  const inserted = await insertRaw(database, rows)
  lines.push({ what: `${title}, raw INSERT of 500`, 'events/s': count(inserted) })
  await database.drop()
}

/** What was acknowledged is stored, no more and no less, and was paid for. */
async function compareStored(database: Database, acknowledged: number): Promise<void> {
  const store = await database.open()
  const { stored, orders } = await store.db
    .selectFrom('gw_ledger')
    .select((eb) => [
      eb.fn.countAll<number>().as('stored'),
      eb.fn.sum<number>(eb.case().when('type', '=', 'conversion').then(1).else(0).end()).as('orders'),
    ])
    .where('program', '=', 'shop')
    .where('type', 'in', ['visit', 'share', 'exposure', 'conversion'])
    .executeTakeFirstOrThrow()
  const { rewards } = await store.db
    .selectFrom('gw_rewards')
    .select((eb) => eb.fn.countAll<number>().as('rewards'))
    .where('program', '=', 'shop')
    .executeTakeFirstOrThrow()
  await store.close()
  claims.push(
    {
      name: `${database.title}: acknowledged events are stored`,
      holds: stored === acknowledged,
      found: `${count(stored)} of ${count(acknowledged)}`,
    },
    {
      name: `${database.title}: purchases earned rewards`,
      holds: rewards > orders,
      found: `${count(rewards)} rewards of ${count(orders)} purchases`,
    },
  )
}

function tell(
  what: string,
  perRequest: number,
  result: LoadResult,
  more: Record<string, string | number> = {},
): void {
  const { events, requests, p50, p99 } = result
  lines.push({
    what,
    'events per request': perRequest,
    'events/s': count(events),
    'requests/s': count(requests),
    'p50 ms': milliseconds(p50),
    'p99 ms': milliseconds(p99),
    ...more,
  })
}

function refuseErrors(name: string, { errors }: LoadResult): void {
  const found = Object.entries(errors).map(([what, times]) => `${times} × ${what}`)
  if (found.length > 0)
    claims.push({ name: `${name}: errors`, holds: false, found: found.slice(0, 5).join('; ') })
}
