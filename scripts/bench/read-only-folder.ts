import { spawnSync } from 'node:child_process'
import { chmodSync, chownSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { createFile } from './database.ts'
import { enrolMembers, startGoodword } from './goodword.ts'
import type { Claim } from './report.ts'

const nobody = 65_534

/** A server that may not write to its folder does not start, and says which file and what to do. */
export async function openReadOnly(): Promise<readonly Claim[]> {
  const database = createFile()
  const { folder } = database
  const isRoot = process.getuid?.() === 0
  // Root may write everywhere, so somebody else has to try; in a checkout under a folder of root's own nobody else can.
  if (isRoot && spawnSync(process.execPath, ['--version'], { uid: nobody, gid: nobody }).error) {
    console.log(`A read-only folder was not tried: only root may run ${process.execPath}.`)
    await database.drop()
    return []
  }
  const server = await startGoodword(database)
  await enrolMembers(server.url, 1)
  await server.stop()
  const files = readdirSync(folder).map((name) => join(folder, name))
  for (const file of files) chmodSync(file, 0o444)
  chmodSync(folder, 0o555)
  if (isRoot) for (const place of [folder, ...files]) chownSync(place, nobody, nobody)
  let told = 'it started'
  try {
    const started = await startGoodword(database, isRoot ? { user: nobody } : {})
    await started.stop()
  } catch (error) {
    told = (error as Error).message
  }
  chmodSync(folder, 0o755)
  await database.drop()
  const names = told.includes(folder) && /read-only|readonly|write|permission|EACCES/i.test(told)
  return [
    {
      name: 'a read-only folder: it does not start, and says where and why',
      holds: names && !told.includes('    at '),
      found: told.replaceAll('\n', ' ').slice(0, 300),
    },
  ]
}
