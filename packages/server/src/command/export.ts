import { parseArgs } from 'node:util'
import { openStore } from '../store/store.ts'
import { exportKinds } from '../transfer/export-kinds.ts'
import { exportLines } from '../transfer/export-lines.ts'
import { usage, type Command } from './output.ts'
import { placeOf } from './place.ts'

const kinds = Object.keys(exportKinds)

/** `goodword export`: what a program knows, line by line. */
export const exportCommand: Command = {
  name: 'export',
  about: 'Writes conversions, rewards, participants, referrals, feedback or erasures',
  help: `goodword export KIND --program ID [--format jsonl|csv] [--since DAY] [--data FOLDER]

Writes one line for each row to the standard output. KIND is conversions (with refunds), rewards, participants,
referrals, feedback (scores and comments), or erasures: the list that a restore needs. Times are epoch milliseconds, amounts minor units.

  --program ID    the program's id
  --format F      jsonl, or csv for spreadsheets: texts that would run as a formula begin with an apostrophe (jsonl)
  --since DAY     only what is as new: 2026-03-31 (UTC), or a time such as 2026-03-31T12:00:00Z
  --data FOLDER   where the database is kept (GOODWORD_DATA, or .goodword)
  --json          the same as --format jsonl`,
  async run(args, { env, print }) {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        program: { type: 'string' },
        format: { type: 'string', default: 'jsonl' },
        since: { type: 'string' },
        data: { type: 'string' },
        json: { type: 'boolean', default: false },
      },
    })
    const [name = ''] = positionals
    const kind = Object.hasOwn(exportKinds, name) ? exportKinds[name] : undefined
    if (!kind || positionals.length > 1)
      throw usage(`export writes one of ${kinds.join(', ')}: goodword export rewards --program shop`)
    const { program, format } = values
    if (!program) throw usage('export needs a program: --program shop')
    if (format !== 'jsonl' && format !== 'csv') throw usage(`--format is "${format}". Use jsonl or csv.`)
    const since = readTime(values.since)
    const store = await openStore(placeOf(values.data, env).location)
    try {
      const options = { program, since, format: values.json ? 'jsonl' : format } as const
      for await (const line of exportLines(store.db, kind, options)) print(line)
    } finally {
      await store.close()
    }
    return 0
  },
}

function readTime(text: string | undefined): number {
  if (text === undefined) return 0
  const time = /^\d{4}-\d\d-\d\d(T[\d:.]+Z)?$/.test(text) ? Date.parse(text) : Number.NaN
  if (!Number.isNaN(time)) return time
  throw usage(`--since is "${text}". Use a day such as 2026-03-31, or a time such as 2026-03-31T12:00:00Z.`)
}
