import { join } from 'node:path'
import { sqlBackend } from '../backend/sql-backend.ts'
import { openStore } from '../store/store.ts'
import { freshOrders } from '../transfer/fresh-orders.ts'
import { importVendor, type VendorImported } from '../transfer/vendor-import.ts'
import { progressFile } from '../transfer/vendor-progress.ts'
import { usage, type ExitCode, type Terminal } from './output.ts'
import { placeOf } from './place.ts'
import { loadProgram } from './program-file.ts'
import { openVendor, type OpenVendor } from './open-vendor.ts'

/** What the command line says of it. */
export interface VendorImportCommand {
  /** The vendor's name. */
  readonly name: string
  readonly programFile: string
  readonly conversion: string | undefined
  readonly data: string | undefined
  readonly json: boolean
}

/** `goodword import VENDOR`: participants, codes, referrals and rewards from a vendor's API. */
export async function importFromVendor(
  { name, programFile, conversion, data: folder, json }: VendorImportCommand,
  terminal: Terminal,
): Promise<ExitCode> {
  const { env, print, complain } = terminal
  const program = await loadProgram(programFile)
  const known = program.conversions.map((one) => one.name)
  const counted = conversion ?? known[0]!
  if (!known.includes(counted))
    throw usage(`--conversion is "${counted}", and the program has ${known.join(', ')}.`)
  const vendor = await openVendor(name, program, terminal)
  const { data, location } = placeOf(folder, env)
  const store = await openStore(location)
  let isStopped = false
  const stop = () => {
    isStopped = true
  }
  process.once('SIGINT', stop)
  try {
    const done = await importVendor({
      name,
      vendor: vendor.backend,
      own: sqlBackend({ store, program }),
      program,
      conversion: counted,
      progress: progressFile(join(data, `import-${name}-${program.id}.json`)),
      fresh: (since) => freshOrders(store.db, program.id, name, since),
      onProblem: complain,
      onProgress: (text) => {
        if (!json) complain(`… ${text}`)
      },
      isStopped: () => isStopped,
    })
    print(json ? JSON.stringify(done) : describe(done, vendor, program.attribution.params))
    return done.bad > 0 || done.stopped ? 1 : 0
  } finally {
    process.removeListener('SIGINT', stop)
    await store.close()
  }
}

function describe(done: VendorImported, { title, backend }: OpenVendor, own: readonly string[]): string {
  const { params, isClick } = backend.landing
  const all = new Set([...own, ...(isClick ? [] : params)])
  const lines: readonly (string | false)[] = [
    `${done.participants} participants are in, each with the code that they had at ${title}.`,
    done.withoutCode > 0 &&
      `${done.withoutCode} people have no code there; they enrol when they first share.`,
    `${done.referrals} referrals are in; ${done.known} were known.`,
    done.waiting > 0 && `${done.waiting} referrals wait for ${title}'s decision: import again after it.`,
    done.held > 0 && `${done.held} referrals are held by a rule of yours: see the owner's page.`,
    `${done.given} rewards are marked as given, since ${title} gave them.`,
    done.due > 0 && `${done.due} rewards were not given there and are due here: cancel them at ${title}.`,
    done.owedThere > 0 &&
      `${done.owedThere} rewards were not given there and your program does not know them: give them at ${title}.`,
    done.bad > 0 && `${done.bad} were not taken; each is named above.`,
    done.stopped
      ? 'Stopped. The same command goes on where it was.'
      : `For old links, write data-param="${[...all].join(' ')}" into the script tag.`,
    !done.stopped &&
      isClick === true &&
      `${title}'s links bring the id of a click, and no code: only those work on that bring ${[...all].join(' or ')} as well.`,
  ]
  return lines.filter((line) => line !== false).join('\n')
}
