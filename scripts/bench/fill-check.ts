import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { root } from '../steps.ts'
import type { Database } from './database.ts'

const command = join(root, 'packages/server/src/command.ts')

/** Rows of a filled database that `goodword migrate --rebuild` would have made otherwise; none, or the crowd is not real. */
export function checkFill({ folder, env, programFile }: Database): number {
  const run = ['--conditions=source', '--no-warnings', command, 'migrate', '--rebuild', programFile]
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [...run, '--check', '--data', folder, '--json'],
    { env, encoding: 'utf8', maxBuffer: 1e9 },
  )
  if (status !== 0 && status !== 1) throw new Error(`The rows could not be checked: ${stderr}`)
  const { programs } = JSON.parse(stdout) as { programs: { differences: unknown[] }[] }
  return programs.reduce((sum, { differences }) => sum + differences.length, 0)
}
