import { join } from 'node:path'
import { parseArgs } from 'node:util'
import type { Context } from '../backend/context.ts'
import type { Difference } from '../backend/rebuild/difference.ts'
import { rebuild } from '../backend/rebuild/rebuild.ts'
import { runningJobs } from '../jobs/lease.ts'
import { openStore, type Store } from '../store/store.ts'
import { usage, type Command, type Terminal } from './output.ts'
import { loadProgram } from './program-file.ts'

/** `goodword migrate`: the tables brought up to date, and with `--rebuild` made again from the ledger. */
export const migrate: Command = {
  name: 'migrate',
  about: 'Brings the database up to date, which serve does by itself',
  help: `goodword migrate [--data FOLDER] [--json]
goodword migrate --rebuild FILE… [--check] [--data FOLDER] [--json]

Brings the tables up to date in DATABASE_URL, or in the file in the data folder. With --rebuild it then decides all that the
programs in these files owe anew from the ledger, tells what the tables had otherwise, and puts it right; there should be
nothing. Stop the server first.

  --rebuild       bonds, orders, rewards and counts from the ledger; ends with 1 when anything differed
  --check         with --rebuild: only tell, and write nothing
  --data FOLDER   where the database is kept (GOODWORD_DATA, or .goodword)
  --json          { "migrated": […], "programs": [{ "program": …, "differences": […] }] }`,
  async run(args, terminal) {
    const { env, print } = terminal
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        data: { type: 'string' },
        rebuild: { type: 'boolean', default: false },
        check: { type: 'boolean', default: false },
        json: { type: 'boolean', default: false },
      },
    })
    if (!values.rebuild && (values.check || positionals.length > 0))
      throw usage(
        '--check and program files go with --rebuild: goodword migrate --rebuild program.json --check',
      )
    if (values.rebuild && positionals.length === 0)
      throw usage('--rebuild needs a program file: goodword migrate --rebuild program.json')
    const url = env['DATABASE_URL']
    const data = values.data ?? (env['GOODWORD_DATA'] || '.goodword')
    const store = await openStore(url ? { url } : { file: join(data, 'goodword.db') })
    try {
      const { migrated } = store
      const programs = values.rebuild
        ? await rebuildAll(store, positionals, values.check, terminal)
        : undefined
      if (values.json) print(JSON.stringify({ migrated, ...(programs && { programs }) }))
      else {
        print(migrated.length > 0 ? `Ran ${migrated.join(', ')}.` : 'The database was up to date.')
        for (const answer of programs ?? []) print(describe(answer, values.check))
      }
      return programs?.some(({ differences }) => differences.length > 0) ? 1 : 0
    } finally {
      await store.close()
    }
  },
}

interface Answer {
  readonly program: string
  readonly differences: readonly Difference[]
}

async function rebuildAll(
  store: Store,
  files: readonly string[],
  check: boolean,
  { complain }: Terminal,
): Promise<Answer[]> {
  const answers: Answer[] = []
  for (const file of files) {
    const program = await loadProgram(file)
    const random = (bytes: number) => crypto.getRandomValues(new Uint8Array(bytes))
    const context: Context = { store, program, publicUrl: undefined, now: Date.now, random }
    const jobs = await runningJobs(context)
    if (jobs.length > 0)
      complain(
        `A server is at work on "${program.id}" (${jobs.join(', ')}). What it writes meanwhile may show as a difference: stop it, and try again.`,
      )
    answers.push({ program: program.id, differences: await rebuild(context, { check }) })
  }
  return answers
}

function describe({ program, differences }: Answer, check: boolean): string {
  if (differences.length === 0) return `${program}: the tables say what the ledger says.`
  const lines = differences.map(
    ({ table, key, stored, expected }) =>
      `  ${table} ${JSON.stringify(key)}\n    stored    ${JSON.stringify(stored)}\n    expected  ${JSON.stringify(expected)}`,
  )
  const done = check ? 'differ from the ledger' : 'differed from the ledger, and were put right'
  return [`${program}: ${differences.length} rows ${done}.`, ...lines].join('\n')
}
