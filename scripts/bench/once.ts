import { compareWithLedger } from './comparison.ts'
import { createDatabases, type Database } from './database.ts'
import { enrolMembers, startGoodword } from './goodword.ts'
import { createOrders, type Report } from './orders.ts'
import { createRandom, type Random } from './random.ts'
import { count, printClaims, readOptions, type Claim } from './report.ts'
import { createSender } from './sender.ts'

/**
 * Nothing is paid twice: 256 workers send conversions and refunds, shuffled, many of them again and again, to four
 * servers on one database, and try again whenever they are refused. Then the stored rewards must be what the pure
 * function says of the ledger.
 * `node --conditions=source scripts/bench/once.ts [--quick] [--check] [--store sqlite|postgres]`
 */
const { quick, check, kinds } = readOptions()
const size = quick ? 800 : 20_000
const workers = 256
const processes = 4

const lines: Record<string, string | number>[] = []
const claims: Claim[] = []
const databases = createDatabases()
try {
  for (const kind of kinds) await sendAll(await databases.create(kind))
} finally {
  await databases.close()
}
console.table(lines)
printClaims(claims, check)

async function sendAll(database: Database): Promise<void> {
  const random = createRandom(7)
  const first = await startGoodword(database)
  const more = Array.from({ length: processes - 1 }, () => startGoodword(database))
  const servers = [first, ...(await Promise.all(more))]
  const codes = await enrolMembers(first.url, quick ? 60 : 500)

  const batches = shuffledBatches(codes)
  const sender = createSender(() => random.any(servers).url, 120_000)
  const begun = performance.now()
  let next = 0
  const work = async (): Promise<void> => {
    for (let index = next++; index < batches.length; index = next++) await sender.send(batches[index]!)
  }
  await Promise.all(Array.from({ length: workers }, work))
  const seconds = (performance.now() - begun) / 1000
  for (const server of servers) await server.stop()

  const result = await compareWithLedger(database, sender.acknowledged)
  const sent = batches.flat().length
  const told = [...sender.retried].map(([what, times]) => `${times} × ${what}`)
  lines.push({
    store: database.title,
    'events sent': count(sent),
    'events/s': count(sent / seconds),
    different: count(sender.acknowledged.size),
    'rows of the ledger': count(result.ledger),
    bonds: count(result.bonds),
    rewards: count(result.rewards),
    'tried again': told.join(', ') || 'never',
  })
  const refused = [...sender.refused].map(([reason, times]) => `${times} × ${reason}`)
  claims.push(
    ...result.claims,
    {
      name: `${database.title}: events that were called new once`,
      holds: sender.newTwice.length === 0,
      found: `${sender.newTwice.length} twice`,
    },
    {
      name: `${database.title}: refused events`,
      holds: refused.length === 0,
      found: refused.join(', ') || '0',
    },
  )
  await database.drop()
}

/** Up to eight at a time by one route; every third is sent twice, some of these in one request. */
function shuffledBatches(codes: readonly string[]): Report[][] {
  const random = createRandom(11)
  const orders = createOrders(codes, 'once', 13)
  const reports: Report[] = []
  while (reports.length < size) {
    for (const report of orders.next()) {
      reports.push(report)
      if (random.chance(0.3)) reports.push(report)
    }
  }
  const shuffled = shuffleMostlyNearby(reports, random)
  const batches: Report[][] = []
  for (let start = 0; start < shuffled.length;) {
    const length = 1 + random.below(12)
    const some = shuffled.slice(start, start + length)
    for (const route of ['server', 'browser'] as const) batches.push(some.filter(({ by }) => by === route))
    start += length
  }
  return batches
}

/** Most stay within some hundred places, where they meet others about the same referrer; some go anywhere. */
function shuffleMostlyNearby<T>(list: readonly T[], random: Random): T[] {
  const places = list.map((item, index) => {
    const place = random.chance(0.2) ? random.below(list.length) : index + random.below(128)
    return { item, place }
  })
  return places.toSorted((a, b) => a.place - b.place).map(({ item }) => item)
}
