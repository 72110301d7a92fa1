import { GoodwordError } from '@goodword/program'
import { readFile } from 'node:fs/promises'
import { parseArgs } from 'node:util'
import { restore } from '../backup/restore.ts'
import { replayErasures, type Erasure } from '../privacy/replay.ts'
import { openStore } from '../store/store.ts'
import { usage, type Command, type Terminal } from './output.ts'
import { placeOf } from './place.ts'

/** `goodword restore`: a backup in the place of the store. */
export const restoreCommand: Command = {
  name: 'restore',
  about: 'Puts a backup back, without those who were erased since',
  help: `goodword restore FILE [--data FOLDER] [--force] [--erasures LIST] [--json]
goodword restore --erasures LIST [--data FOLDER] [--json]

Checks a backup, brings it up to date, erases again who was erased since it was made, and puts it in the place of the
database in the data folder. The server must be stopped.

  --data FOLDER     where to (GOODWORD_DATA, or .goodword)
  --force           replaces a database that holds something; that one is kept beside it
  --erasures LIST   who was erased since, and who wants no more mail, from \`goodword export erasures\`; the list in the
                    database that is replaced counts by itself. Keep a copy of it apart from the database, for the day
                    that this is lost. Addresses are hashes in it: a backup from before the first invitation has no
                    key for them, and passes these lines over.
                    Without FILE: only erases these, also in the PostgreSQL of DATABASE_URL
  --json            what was done, as one JSON object

Keys: keys.json is put back from FILE.keys.json where the folder has none; otherwise nothing happens to it.`,
  async run(args, terminal) {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        data: { type: 'string' },
        force: { type: 'boolean', default: false },
        erasures: { type: 'string' },
        json: { type: 'boolean', default: false },
      },
    })
    const [from] = positionals
    if (positionals.length > 1 || (from === undefined && values.erasures === undefined))
      throw usage('restore needs one backup: goodword restore shop.backup')
    const { file, location } = placeOf(values.data, terminal.env)
    const erasures = values.erasures === undefined ? [] : await readErasures(values.erasures)
    if (from === undefined) return replay(location, erasures, values.json, terminal)
    if ('url' in location)
      throw new GoodwordError(
        'restore-postgres',
        'The data is in PostgreSQL: use pg_restore, then goodword restore --erasures LIST. See goodword backup --help.',
      )
    const { manifest, ...done } = await restore({ from, to: file, force: values.force, erasures })
    if (done.unasked && values.erasures === undefined)
      terminal.complain(
        'The database that was replaced cannot be read: it could not say who was erased since the backup. Run goodword restore --erasures LIST, if you have a list.',
      )
    const { ledger, rows, at } = manifest
    terminal.print(
      values.json
        ? JSON.stringify({ file, from, ledger, rows, at, ...done })
        : [
            `${file} is what it was at ${new Date(at).toISOString()}: ${rows['gw_ledger']} ledger rows, ${rows['gw_rewards']} rewards.`,
            `Erased again: ${done.erased}.`,
            ...(done.kept === undefined ? [] : [`What was there before is ${done.kept}.`]),
          ].join('\n'),
    )
    return 0
  },
}

async function replay(
  location: ReturnType<typeof placeOf>['location'],
  erasures: readonly Erasure[],
  json: boolean,
  { print }: Terminal,
): Promise<0> {
  const store = await openStore(location)
  const erased = await replayErasures(store, erasures).finally(() => store.close())
  print(json ? JSON.stringify({ erased }) : `Erased again: ${erased} of ${erasures.length}.`)
  return 0
}

/** Throws `erasures-invalid`, and then nothing is erased. */
async function readErasures(file: string): Promise<Erasure[]> {
  try {
    const lines = (await readFile(file, 'utf8')).split('\n')
    return lines.flatMap((line, index) => (line.trim() === '' ? [] : [readErasure(line, index + 1)]))
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause)
    throw new GoodwordError(
      'erasures-invalid',
      `"${file}" is no list of erasures: ${why}. Make one by: goodword export erasures`,
      { cause },
    )
  }
}

function readErasure(line: string, number: number): Erasure {
  const { program, person, at, asked } = JSON.parse(line) as Partial<Erasure>
  if (typeof program === 'string' && typeof person === 'string' && typeof at === 'number')
    return { program, person, at, asked: typeof asked === 'string' ? asked : '{}' }
  throw new Error(`line ${number} lacks \`program\`, \`person\` or \`at\``)
}
