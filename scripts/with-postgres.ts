// node scripts/with-postgres.ts COMMAND …: runs a command with DATABASE_URL set to a PostgreSQL that lives as long as it does.
import { spawnSync } from 'node:child_process'
import { fastFolder } from './fast-folder.ts'
import { startPostgres } from './postgres.ts'

const [command = '', ...args] = process.argv.slice(2)
const folder = fastFolder()
const postgres = await startPostgres({ durable: false, folder })
const { status } = spawnSync(command, args, {
  stdio: 'inherit',
  env: { ...process.env, DATABASE_URL: postgres.url, TMPDIR: folder },
})
await postgres.stop()
process.exitCode = status ?? 1
