import { startPostgres, type RunningPostgres } from '../postgres.ts'
import { compareWithLedger } from './comparison.ts'
import { createFile, createSchema, type Database } from './database.ts'
import { fillDisk } from './full-disk.ts'
import { enrolMembers, startGoodword, type Goodword } from './goodword.ts'
import { openReadOnly } from './read-only-folder.ts'
import { createRandom } from './random.ts'
import { count, printClaims, readOptions, type Claim } from './report.ts'
import { startWriters } from './writers.ts'

/**
 * Nothing that was acknowledged is lost: 64 writers that try again, while the server, or PostgreSQL itself, is killed at
 * random and started again. Then a disk that fills up, and a folder that may not be written to.
 * `node --conditions=source scripts/bench/faults.ts [--quick] [--check] [--store sqlite|postgres]`
 */
const { quick, check, kinds } = readOptions()
const kills = quick ? { sqlite: 2, server: 2, postgres: 2 } : { sqlite: 40, server: 40, postgres: 30 }
const writers = 64
const random = createRandom(Date.now())

const lines: Record<string, string | number>[] = []
const claims: Claim[] = []

const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds))

if (kinds.includes('sqlite')) await killServer(createFile(), kills.sqlite)
if (kinds.includes('postgres')) {
  const postgres = await startPostgres()
  try {
    await killServer(await createSchema(postgres.url), kills.server)
    await killPostgres(postgres, kills.postgres)
  } finally {
    await postgres.stop()
  }
}
if (kinds.includes('sqlite')) claims.push(...(await fillDisk()), ...(await openReadOnly()))
console.table(lines)
printClaims(claims, check)

async function killServer(database: Database, times: number): Promise<void> {
  let server = await startGoodword(database)
  const { port } = server
  await underLoad(database, `the server on ${database.title}`, times, {
    server: () => server,
    crashed: new Promise(() => undefined),
    async kill() {
      await server.kill()
      server = await startGoodword(database, { port })
    },
  })
}

async function killPostgres(postgres: RunningPostgres, times: number): Promise<void> {
  const database = await createSchema(postgres.url)
  const server = await startGoodword(database)
  await underLoad(database, 'PostgreSQL itself', times, {
    server: () => server,
    crashed: server.ended.then((how) => {
      throw new Error(`The server ended with ${how} when PostgreSQL did:\n${server.output()}`)
    }),
    async kill() {
      await postgres.kill()
      await pause(random.below(200))
      await postgres.restart()
    },
  })
}

interface Victim {
  server(): Goodword
  /** Rejects when the server ends by itself. */
  readonly crashed: Promise<never>
  /** Kills it, and has it back. */
  kill(): Promise<void>
}

async function underLoad(database: Database, what: string, times: number, victim: Victim): Promise<void> {
  const codes = await enrolMembers(victim.server().url, 40)
  const { sender, failed, finish } = startWriters(() => victim.server().url, codes, writers)
  const begun = performance.now()
  const unwell = Promise.race([failed, victim.crashed])
  unwell.catch(() => undefined)
  for (let killed = 0; killed < times; killed++) {
    // At any moment, and only when something was taken since the last time: there must be something to lose.
    const known = sender.acknowledged.size
    await pause(50 + random.below(500))
    while (sender.acknowledged.size < known + 20) await Promise.race([pause(5), unwell])
    await victim.kill()
  }
  await Promise.race([finish(), unwell])
  const seconds = (performance.now() - begun) / 1000
  await victim.server().stop()
  const { claims: held, ledger, rewards } = await compareWithLedger(database, sender.acknowledged)
  const told = [...sender.retried].map(([why, often]) => `${often} × ${why}`)
  lines.push({
    'what is killed': what,
    kills: times,
    seconds: seconds.toFixed(0),
    acknowledged: count(sender.acknowledged.size),
    'rows of the ledger': count(ledger),
    rewards: count(rewards),
    'tried again': told.join(', '),
  })
  const unclear = [...sender.retried.keys()].filter((why) => /^\d{3} /.test(why) && !/^(503|429) /.test(why))
  const refused = [...sender.refused].map(([reason, often]) => `${often} × ${reason}`)
  claims.push(
    ...held.map((claim) => ({ ...claim, name: `${what}: ${claim.name.replace(`${database.title}: `, '')}` })),
    {
      name: `${what}: what could not be taken is told as 503`,
      holds: unclear.length === 0,
      found: unclear.join(', ') || 'yes',
    },
    { name: `${what}: refused events`, holds: refused.length === 0, found: refused.join(', ') || '0' },
  )
  await database.drop()
}
