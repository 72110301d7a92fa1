import { GoodwordError } from '@goodword/program'
import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { backup } from '../backup/backup.ts'
import { checkBackup, compareContents } from '../backup/check.ts'
import { parseManifest } from '../backup/manifest.ts'
import { verifyStore, type Verification } from '../backup/verify.ts'
import { usage, type Command, type ExitCode, type Terminal } from './output.ts'
import { placeOf } from './place.ts'

/** `goodword backup`: a copy of the store, and the check of one. */
export const backupCommand: Command = {
  name: 'backup',
  about: 'Copies the database while the server runs, and checks copies',
  help: `goodword backup FILE [--data FOLDER] [--keys] [--force] [--json]
goodword backup --verify [FILE] [--data FOLDER] [--json]

Copies the SQLite database of a server that may be at work to FILE, as it is at one moment, with a manifest beside it
(FILE.json: rows by table, SHA-256 of the file and of the ledger with its rewards). Both are needed to restore.

  --data FOLDER   where the database is kept (GOODWORD_DATA, or .goodword)
  --keys          also copies keys.json, which signs customers' identities, to FILE.keys.json
  --force         replaces FILE
  --verify        checks instead: the store's ledger hash and the chain of every audit log; with FILE, that the backup
                  is whole; with FILE.json, that the store holds what the manifest says
  --json          what was made or found, as one JSON object

With DATABASE_URL, PostgreSQL's own tools make the copy:
  goodword backup --verify --json > shop.json       (while nobody writes: what the copy must hold)
  pg_dump --format=custom --file=shop.dump "$DATABASE_URL"
  pg_restore --no-owner --dbname="$DATABASE_URL" shop.dump      (into an empty database)
  goodword backup --verify shop.json                (the same hash)
  goodword restore --erasures erasures.jsonl        (forgets again who asked for it since)`,
  async run(args, terminal) {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        data: { type: 'string' },
        keys: { type: 'boolean', default: false },
        force: { type: 'boolean', default: false },
        verify: { type: 'boolean', default: false },
        json: { type: 'boolean', default: false },
      },
    })
    if (positionals.length > 1) throw usage('backup takes one file: goodword backup shop.backup')
    const [file] = positionals
    const place = placeOf(values.data, terminal.env)
    if (values.verify) return verify(file, place.location, values.json, terminal)
    if (file === undefined) throw usage('backup needs a file: goodword backup shop.backup')
    if ('url' in place.location)
      throw new GoodwordError(
        'backup-postgres',
        'The data is in PostgreSQL, whose own tool makes the copy: pg_dump --format=custom --file=shop.dump "$DATABASE_URL". See goodword backup --help.',
      )
    const keys = values.keys ? join(place.data, 'keys.json') : undefined
    const manifest = await backup({ from: place.file, to: file, keys, force: values.force })
    const { ledger, rows, bytes } = manifest
    terminal.print(
      values.json
        ? JSON.stringify({ file, ...manifest })
        : `${file} holds ${rows['gw_ledger']} ledger rows and ${rows['gw_rewards']} rewards in ${bytes} bytes.\nLedger ${ledger}`,
    )
    return 0
  },
}

async function verify(
  file: string | undefined,
  location: Parameters<typeof verifyStore>[0],
  json: boolean,
  { print, complain }: Terminal,
): Promise<ExitCode> {
  if (file !== undefined && existsSync(`${file}.json`)) {
    const manifest = await checkBackup(file)
    print(
      json ? JSON.stringify({ file, ok: true, ...manifest }) : `${file} is whole.\nLedger ${manifest.ledger}`,
    )
    return 0
  }
  const expected = file === undefined ? undefined : parseManifest(await readText(file), file)
  const found = await verifyStore(location, expected?.audit)
  const problems = [...found.problems, ...(expected ? compareContents(expected, found) : [])]
  const ok = problems.length === 0
  if (json) print(JSON.stringify({ format: 'goodword-backup-1', ok, ...found, problems }))
  else if (ok) print(describe(found))
  else complain([...problems, `Ledger ${found.ledger}`].join('\n'))
  return ok ? 0 : 1
}

const describe = ({ ledger, rows, audit }: Verification): string => {
  const lines = Object.values(audit).reduce((sum, { seq }) => sum + seq, 0)
  return `The store holds ${rows['gw_ledger']} ledger rows and ${rows['gw_rewards']} rewards; the audit log's ${lines} lines are as they were written.\nLedger ${ledger}`
}

async function readText(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8')
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause)
    throw new GoodwordError('file-missing', `"${file}" cannot be read: ${why}. Check the path.`, { cause })
  }
}
