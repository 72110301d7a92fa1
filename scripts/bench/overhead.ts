// What counting costs: POST /events by the handler itself, with /metrics and the limiter and without them.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseProgram } from '../../packages/program/src/index.ts'
import { createHandler, sqlBackend } from '../../packages/server/src/index.ts'
import { plainLog } from '../../packages/server/src/operation/log.ts'
import { createOperation } from '../../packages/server/src/operation/operation.ts'
import { openStore, type Store } from '../../packages/server/src/store/store.ts'
import { createMix } from './mix.ts'
import { count, printClaims, readOptions } from './report.ts'
import { shop } from './shop.ts'

/** Share of a request's time that counting may take. */
const limit = 0.03
const atOnce = 64
const agent =
  'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0 Safari/537.36'

const program = parseProgram(shop)

interface Spent {
  /** Milliseconds by the clock, and of the processor, for one request. */
  readonly wall: number
  readonly processor: number
}

/** Sends as many requests of so many events, 64 at a time, each from an address of its own. */
type Run = (requests: number, perRequest: number) => Promise<Spent>

async function startHandler(store: Store, codes: readonly string[], isCounting: boolean): Promise<Run> {
  const operation = createOperation({
    store,
    programs: [program.id],
    env: isCounting ? { GOODWORD_METRICS: 'on' } : {},
    log: plainLog('warn'),
  })
  const backend = operation.watch(program.id, sqlBackend({ store, program, onCommit: operation.onCommit }))
  const handler = createHandler(backend, {
    access: () => ({ secretKeys: [], identityKeys: [] }),
    limits: isCounting ? {} : false,
    ...operation.hooks,
  })
  const mix = createMix(codes, isCounting ? 'on' : 'off')
  let sent = 0
  const send = async (body: string): Promise<void> => {
    const host = sent++
    const address = `10.${(host >> 16) & 255}.${(host >> 8) & 255}.${host & 255}`
    const headers = { 'content-type': 'text/plain', 'user-agent': agent, origin: 'https://shop.example' }
    const request = new Request('http://localhost/v1/shop/events', { method: 'POST', headers, body })
    const answer = await handler(request, { address })
    if (answer.status !== 202) throw new Error(`${answer.status} ${await answer.text()}`)
    await answer.text()
  }
  return async (requests, perRequest) => {
    const bodies = Array.from({ length: requests }, () => {
      const events = Array.from({ length: perRequest }, () => mix.next(Date.now()))
      return `{"events":[${events.join(',')}]}`
    })
    const [began, before] = [performance.now(), process.cpuUsage()]
    for (let start = 0; start < requests; start += atOnce)
      await Promise.all(bodies.slice(start, start + atOnce).map(send))
    const { user, system } = process.cpuUsage(before)
    return { wall: (performance.now() - began) / requests, processor: (user + system) / 1000 / requests }
  }
}

/** What so large a share of the values is not above. */
const quantile = (values: readonly number[], share: number): number =>
  values.toSorted((a, b) => a - b)[Math.floor((values.length - 1) * share)]!
const median = (values: readonly number[]): number => quantile(values, 0.5)

const { quick, check } = readOptions()
const [rounds, requests] = quick ? [21, 256] : [201, 256]
const folder = mkdtempSync(join(tmpdir(), 'goodword-overhead-'))
const store = await openStore({ file: join(folder, 'goodword.db') })
try {
  const enrolling = sqlBackend({ store, program })
  const codes: string[] = []
  for (let member = 0; member < 50; member++) codes.push((await enrolling.enrol({ id: `m${member}` })).code)
  const off = await startHandler(store, codes, false)
  const on = await startHandler(store, codes, true)

  const lines: Record<string, string | number>[] = []
  const costs: { readonly perRequest: number; readonly ratios: readonly number[] }[] = []
  for (const perRequest of [1, 20]) {
    const size = perRequest === 1 ? requests : requests / 4
    for (const warmUp of [off, on, on, off]) await warmUp(size, perRequest)
    const spent: { off: Spent; on: Spent }[] = []
    for (let round = 0; round < rounds; round++) {
      // In turn, and each as often first: the store grows, and the machine has other things to do.
      const first = round % 2 === 0 ? await off(size, perRequest) : await on(size, perRequest)
      const second = round % 2 === 0 ? await on(size, perRequest) : await off(size, perRequest)
      spent.push(round % 2 === 0 ? { off: first, on: second } : { off: second, on: first })
    }
    const of = (state: 'off' | 'on', what: keyof Spent) => median(spent.map((pair) => pair[state][what]))
    const ratios = (what: keyof Spent) => spent.map(({ off, on }) => on[what] / off[what])
    costs.push({ perRequest, ratios: ratios('processor') })
    lines.push({
      'events per request': perRequest,
      'requests/s off': count(1000 / of('off', 'wall')),
      'on ': count(1000 / of('on', 'wall')),
      'processor µs off': count(1000 * of('off', 'processor')),
      on: count(1000 * of('on', 'processor')),
      'ratio by clock': median(ratios('wall')).toFixed(3),
      'by processor': median(ratios('processor')).toFixed(3),
    })
  }
  console.table(lines)
  const more = (ratio: number) => ((ratio - 1) * 100).toFixed(1)
  const claims = costs.map(({ perRequest, ratios }) => ({
    name: `metrics and limiter cost less than ${limit * 100} % of a POST of ${count(perRequest)} ${perRequest === 1 ? 'event' : 'events'}`,
    holds: median(ratios) < 1 + limit,
    found: `${more(median(ratios))} % of the processor's time, median of ${rounds} pairs (half of them ${more(quantile(ratios, 0.25))} to ${more(quantile(ratios, 0.75))} %)`,
  }))
  printClaims(claims, check)
} finally {
  await store.close()
  rmSync(folder, { recursive: true })
}
