// The load generator's process: sends what the plan in its argument says, and prints what came of it as JSON.
import { openConnection, type Connection } from './connection.ts'
import type { LoadPlan, LoadResult } from './load.ts'
import { createMix } from './mix.ts'

const plan = JSON.parse(process.argv[2]!) as LoadPlan
const { port, path, connections, perRequest, codes, prefix } = plan
const mix = createMix(codes, prefix)
const agent =
  'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0 Safari/537.36'
const head = `POST ${path} HTTP/1.1\r\nhost: 127.0.0.1:${port}\r\ncontent-type: text/plain;charset=UTF-8\r\nuser-agent: ${agent}\r\norigin: https://shop.example\r\n`

const begun = performance.now()
const measureFrom = begun + plan.warmUp * 1000
const end = measureFrom + plan.seconds * 1000
const latencies: number[] = []
const errors: Record<string, number> = {}
let acknowledged = 0
let requests = 0
let events = 0
let lastAnswer = measureFrom

// A purchase that a fraud rule holds is stored as well.
const taken = /"status":"(?:accepted|held)"/g
const countReceipts = (body: string): number =>
  plan.count === 'sent' ? perRequest : (body.match(taken)?.length ?? 0)

function complain(what: string): void {
  errors[what] = (errors[what] ?? 0) + 1
}

/** Visitors are behind a proxy that names them, each with an address of their own. */
function request(client: number): string {
  const now = Date.now()
  let body = `{"events":[${mix.next(now)}`
  for (let more = 1; more < perRequest; more++) body += `,${mix.next(now)}`
  body += ']}'
  const address = `10.${client & 255}.${Math.floor(Math.random() * 256)}.${1 + Math.floor(Math.random() * 250)}`
  return `${head}x-forwarded-for: ${address}\r\ncontent-length: ${body.length}\r\n\r\n${body}`
}

async function converse(connection: Connection, client: number): Promise<void> {
  for (let sent = performance.now(); sent < end;) {
    let answer
    try {
      answer = await connection.send(request(client))
    } catch (error) {
      return complain((error as Error).message)
    }
    const answered = performance.now()
    const found = answer.status === 202 ? countReceipts(answer.body) : 0
    acknowledged += found
    if (found < perRequest)
      complain(`${answer.status} ${answer.body.replaceAll(/"id":"[^"]*"/g, '"id":…').slice(0, 300)}`)
    if (answered >= measureFrom && answered <= end) {
      requests++
      events += found
      latencies.push(answered - sent)
      lastAnswer = answered
    }
    sent = answered
  }
}

const open = await Promise.all(Array.from({ length: connections }, () => openConnection(port)))
await Promise.all(open.map(converse))
for (const connection of open) connection.close()

latencies.sort((a, b) => a - b)
const seconds = Math.max(plan.seconds, (lastAnswer - measureFrom) / 1000)
const at = (share: number): number => latencies[Math.floor(latencies.length * share)] ?? Number.NaN
const result: LoadResult = {
  acknowledged,
  requests: requests / seconds,
  events: events / seconds,
  p50: at(0.5),
  p99: at(0.99),
  errors,
}
process.stdout.write(JSON.stringify(result))
