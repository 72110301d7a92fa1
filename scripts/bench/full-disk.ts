import { spawnSync } from 'node:child_process'
import { closeSync, openSync, rmSync, statSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { compareWithLedger } from './comparison.ts'
import { createFile, type Database } from './database.ts'
import { enrolMembers, ownerHeaders, startGoodword, type Goodword } from './goodword.ts'
import { createOrders } from './orders.ts'
import type { Claim } from './report.ts'

/** A way to take the room on a disk from one server, and to give it back. */
interface Disk {
  readonly how: string
  fill(server: Goodword): void
  free(server: Goodword): void
  remove(): void
}

/**
 * Writes until the disk is full, goes on asking, makes room, and writes again: while there is none, each answer is an
 * error with a code, and what was acknowledged is there in the end.
 */
export async function fillDisk(): Promise<readonly Claim[]> {
  const database = createFile()
  const disk = mountSmallDisk(database) ?? limitFileSize(database)
  try {
    return await writeOnFullDisk(database, disk)
  } finally {
    disk.remove()
    await database.drop()
  }
}

async function writeOnFullDisk(database: Database, disk: Disk): Promise<readonly Claim[]> {
  const server = await startGoodword(database)
  const codes = await enrolMembers(server.url, 20)
  const orders = createOrders(codes, 'disk', 23)
  const acknowledged = new Set<string>()
  const answers = new Map<string, number>()
  const send = async (): Promise<boolean> => {
    const events = orders.next().map(({ event }) => event)
    const answer = await fetch(`${server.url}/v1/shop/admin/events`, {
      method: 'POST',
      headers: ownerHeaders,
      body: JSON.stringify({ events }),
    })
    const body = (await answer.json()) as { readonly code?: string }
    if (answer.status === 202) {
      for (const { id } of events) acknowledged.add(id)
      return true
    }
    const what = `${answer.status} ${body.code ?? 'without a code'}`
    answers.set(what, (answers.get(what) ?? 0) + 1)
    return false
  }

  for (let sent = 0; sent < 20; sent++) await send()
  disk.fill(server)
  let refusals = 0
  // What is left of the disk takes some more.
  for (let tries = 0; tries < 3000 && refusals < 20; tries++) if (!(await send())) refusals++
  const health = await fetch(`${server.url}/healthz`)
  disk.free(server)
  let taken = 0
  for (let tries = 0; tries < 40 && taken < 20; tries++) {
    if (await send()) taken++
    else await new Promise((resolve) => setTimeout(resolve, 100))
  }
  await server.stop()
  const { claims } = await compareWithLedger(database, acknowledged)
  const codesTold = [...answers.keys()]
  const name = `a full disk (${disk.how})`
  return [
    {
      name: `${name}: an error with a code, told as 503 or 507`,
      holds: refusals > 0 && codesTold.every((told) => /^50[37] (?!internal|without)/.test(told)),
      found: codesTold.join(', ') || 'nothing was refused',
    },
    { name: `${name}: it still answers`, holds: health.ok, found: `healthz says ${health.status}` },
    { name: `${name}: goes on when there is room again`, holds: taken === 20, found: `${taken} of 20 taken` },
    ...claims.map((claim) => ({
      ...claim,
      name: `${name}: ${claim.name.replace(`${database.title}: `, '')}`,
    })),
  ]
}

/** Where this user may mount: a file system in memory, and a file that takes what is left of it. */
function mountSmallDisk({ folder, programFile }: Database): Disk | undefined {
  const copy = spawnSync('cp', [programFile, `${folder}.json`]).status === 0
  const mounted = copy && spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=24m', 'tmpfs', folder]).status === 0
  spawnSync(mounted ? 'cp' : 'true', [`${folder}.json`, programFile])
  rmSync(`${folder}.json`, { force: true })
  if (!mounted) return undefined
  const ballast = join(folder, 'ballast')
  return {
    how: 'tmpfs of 24 MB',
    fill() {
      const file = openSync(ballast, 'w')
      try {
        for (let size = 65_536; size >= 4096;) {
          try {
            while (writeSync(file, Buffer.alloc(size)) === size);
            size /= 2
          } catch {
            size /= 2
          }
        }
      } finally {
        closeSync(file)
      }
    },
    free: () => rmSync(ballast),
    remove: () => void spawnSync('umount', ['-l', folder]),
  }
}

/** Elsewhere: the server's files may not grow beyond what they are; the system then tells it the same. */
function limitFileSize({ folder }: Database): Disk {
  const limit = (server: Goodword, size: number | 'unlimited') => {
    const { status } = spawnSync('prlimit', [`--pid=${server.pid}`, `--fsize=${size}:unlimited`])
    if (status !== 0) throw new Error('Neither `mount` nor `prlimit` works here: no disk can be filled.')
  }
  return {
    how: 'a limit on the size of files',
    fill: (server) => limit(server, statSync(join(folder, 'goodword.db-wal')).size + 8192),
    free: (server) => limit(server, 'unlimited'),
    remove: () => undefined,
  }
}
