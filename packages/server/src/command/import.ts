import { GoodwordError } from '@goodword/program'
import { createReadStream } from 'node:fs'
import { access } from 'node:fs/promises'
import { parseArgs } from 'node:util'
import { sqlBackend } from '../backend/sql-backend.ts'
import { openStore } from '../store/store.ts'
import { importLines, type Imported } from '../transfer/import-file.ts'
import { readLines } from '../transfer/import-lines.ts'
import { importFromVendor } from './import-vendor.ts'
import { usage, type Command } from './output.ts'
import { placeOf } from './place.ts'
import { loadProgram } from './program-file.ts'
import { vendorNames } from './open-vendor.ts'

/** `goodword import`: customers and orders from before. */
export const importCommand: Command = {
  name: 'import',
  about: 'Takes customers and past orders in, from a file or a vendor',
  help: `goodword import VENDOR PROGRAM-FILE [--conversion NAME] [--data FOLDER] [--json]
goodword import PROGRAM-FILE FILE [--format jsonl|csv] [--conversion NAME] [--from LINE] [--data FOLDER] [--json]

Enrols customers, and takes past orders in as the site's server would report them. Each line is one customer
(id, email, name), or an order if it has "order" (with at, and amount, currency, code as far as known).
A line that cannot be taken is named with its number and what to do; the others are taken. Run it again as often as you
like: nothing counts twice. Orders of more than 13 months ago tell who is a customer already, and earn nothing.
Ctrl-C stops after the lines in hand, and says where to go on.

With a vendor's name (${vendorNames.join(', ')}) it takes
participants with their codes, who brought whom, and what was given, over the vendor's API; \`goodword serve --help\` has
its settings. Nothing is given twice: what the vendor gave is marked as given, and what it still owes is due here. It
may be stopped, and goes on where it was.

  --format F          jsonl or csv with a first line of columns (by the file's name)
  --conversion NAME   what an order counts as when its line does not say, or a vendor's friend (the program's first)
  --from LINE         the line to begin at (1)
  --data FOLDER       where the database is kept (GOODWORD_DATA, or .goodword)
  --json              { "customers": …, "orders": …, "known": …, "bad": …, "line": …, "stopped": … }`,
  async run(args, { env, print, complain }) {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        format: { type: 'string' },
        conversion: { type: 'string' },
        from: { type: 'string', default: '1' },
        data: { type: 'string' },
        json: { type: 'boolean', default: false },
      },
    })
    const [programFile, file] = positionals
    if (programFile !== undefined && vendorNames.includes(programFile)) {
      if (file === undefined || positionals.length > 2)
        throw usage(`import ${programFile} needs a program: goodword import ${programFile} program.json`)
      const { conversion, data, json } = values
      return importFromVendor(
        { name: programFile, programFile: file, conversion, data, json },
        { env, print, complain },
      )
    }
    if (programFile === undefined || file === undefined || positionals.length > 2)
      throw usage('import needs a program and a file: goodword import program.json customers.csv')
    const format = values.format ?? (/\.csv$/i.test(file) ? 'csv' : 'jsonl')
    if (format !== 'jsonl' && format !== 'csv') throw usage(`--format is "${format}". Use jsonl or csv.`)
    if (!/^[1-9]\d{0,11}$/.test(values.from)) throw usage(`--from is "${values.from}". Use a line's number.`)
    const program = await loadProgram(programFile)
    await requireFile(file)
    const store = await openStore(placeOf(values.data, env).location)
    let isStopped = false
    const stop = () => {
      isStopped = true
    }
    process.once('SIGINT', stop)
    try {
      const lines = readLines(createReadStream(file, 'utf8') as AsyncIterable<string>, format)
      const done = await importLines(sqlBackend({ store, program }), program, lines, {
        conversion: values.conversion ?? program.conversions[0]!.name,
        from: Number(values.from),
        onProblem: (line, problem) => complain(`Line ${line}: ${problem}`),
        onProgress: (line) => {
          if (!values.json) complain(`… ${line} lines`)
        },
        isStopped: () => isStopped,
      })
      print(values.json ? JSON.stringify(done) : describe(done))
      return done.bad > 0 || done.stopped ? 1 : 0
    } finally {
      process.removeListener('SIGINT', stop)
      await store.close()
    }
  },
}

async function requireFile(file: string): Promise<void> {
  try {
    await access(file)
  } catch (cause) {
    throw new GoodwordError('file-missing', `"${file}" cannot be read. Check the path.`, { cause })
  }
}

function describe({ customers, orders, known, bad, line, stopped }: Imported): string {
  const counts = `${customers} customers and ${orders} orders are in; ${known} orders were known, ${bad} lines were not taken.`
  return stopped ? `${counts}\nStopped after line ${line}. Go on with --from ${line + 1}.` : counts
}
