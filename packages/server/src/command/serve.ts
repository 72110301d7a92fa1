import type { VendorNews } from '@goodword/adapters'
import { GoodwordError, type Program } from '@goodword/program'
import { parseArgs } from 'node:util'
import { jsonLog, plainLog, readLogLevel, type Log } from '../operation/log.ts'
import { superviseProcess } from '../operation/supervision.ts'
import { serve, type RunningServer } from '../serve.ts'
import { describeProblems } from './check.ts'
import { readPort, usage, type Command, type Terminal } from './output.ts'
import { loadProgram } from './program-file.ts'
import { openVendor, vendorTable, type OpenVendor } from './open-vendor.ts'
import { remindersOf, remindOfSecret, type Reminder, type SetUp } from './reminders.ts'

/** `goodword serve`: runs until a signal ends it. */
export const serveCommand: Command = {
  name: 'serve',
  about: 'Serves the API, the script, the widget and the owner’s page',
  help: `goodword serve FILE… [--port N] [--data FOLDER] [--public-url URL] [--trust-proxy N] [--no-rate-limit] [--backend NAME]
               [--json]

Serves the programs in these files (.json, .ts) until it is stopped.

  --port N           the port to listen on (PORT, or 4400)
  --host ADDRESS     the address to listen on (all of them)
  --data FOLDER      where the database and the keys are kept (GOODWORD_DATA, or .goodword)
  --public-url URL   where browsers reach this server (GOODWORD_PUBLIC_URL, or http://localhost:PORT)
  --trust-proxy N    how many proxies of your own are in front and write X-Forwarded-For (GOODWORD_TRUST_PROXY, or 0)
  --no-rate-limit    counts no requests; for a proxy that does
  --backend NAME     a vendor answers for the program, and keeps what happens: see below
  --json             says what runs as one JSON object

DATABASE_URL puts everything into PostgreSQL instead of a file. GOODWORD_SECRET_KEY gives the secret key that is
otherwise made, and shown, at the first start; GOODWORD_IDENTITY_KEY what signs customers' identities: an Ed25519 public
key in PEM, whose private half stays with the site, or a shared secret. Two of each, set apart by a comma or a line, are
good while one replaces the other. GOODWORD_SERVER_KEY signs the sessions of the owner's page, where several servers
share them.

GOODWORD_LOG (silent, error, warn, info) says how much is told on standard error: warn, unless it says info, which is a
line for each request.
GOODWORD_METRICS opens /metrics to everybody (on), or to whoever sends its value as a bearer token; without it there is
none. /healthz says that the process runs, /readyz that it can do its work.

With --backend, the vendor is asked at the start whether its keys are right. The program file says what the vendor does
not know: the words, the conversions. While the vendor is down, requests are refused with status 503, and the tracker
keeps its events until it is back. The vendor's settings, those in brackets as you like:

${vendorTable}`,
  async run(args, terminal) {
    const { env } = terminal
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        port: { type: 'string' },
        host: { type: 'string' },
        data: { type: 'string' },
        'public-url': { type: 'string' },
        'trust-proxy': { type: 'string' },
        'no-rate-limit': { type: 'boolean', default: false },
        backend: { type: 'string' },
        json: { type: 'boolean', default: false },
      },
    })
    if (positionals.length === 0) throw usage('serve needs a program file: goodword serve program.json')
    const port = readPort(values.port ?? (env['PORT'] || '4400'), values.port ? '--port' : 'PORT')
    const publicUrl = readPublicUrl(values['public-url'] ?? env['GOODWORD_PUBLIC_URL'])
    const data = values.data ?? (env['GOODWORD_DATA'] || '.goodword')
    const programs = await loadAll(positionals, terminal)
    if (!programs) return 1
    const vendor =
      values.backend === undefined ? undefined : await openOne(values.backend, programs, terminal)
    const backends = vendor && { [programs[0]!.id]: vendor.backend }
    const hops = values['trust-proxy'] ?? (env['GOODWORD_TRUST_PROXY'] || '0')
    const trustProxy = readHops(hops, values['trust-proxy'] ? '--trust-proxy' : 'GOODWORD_TRUST_PROXY')
    const limits = values['no-rate-limit'] ? false : undefined
    const { host } = values
    const level = readLogLevel(env['GOODWORD_LOG'], 'warn')
    const log = process.stderr.isTTY ? plainLog(level) : jsonLog(level)
    const place = { port, host, data, publicUrl, env }
    const onNews = ({ type }: VendorNews): void => log.told(`A vendor’s webhook said: ${type}.`)
    const server = await serve({ programs, backends, ...place, trustProxy, limits, log, onNews })
    const ended = superviseProcess(() => server.close(), log)
    const places = await Promise.all(programs.map((program) => placeOf(program, server, publicUrl, vendor)))
    terminal.print(
      values.json
        ? JSON.stringify({ url: server.url, programs: places })
        : [...places.map(describe), `\nCtrl-C stops it.`].join('\n'),
    )
    const secret = vendor?.webhookVariable
    const refused = places[0]!.webhooks ?? ''
    const reminders = [
      ...(await forgotten(programs, server, publicUrl)),
      ...(secret ? [remindOfSecret(programs[0]!.id, vendor.title, secret, refused)] : []),
    ]
    remind(reminders, values.json, terminal, log)
    return ended
  },
}

async function forgotten(
  programs: readonly Program[],
  server: RunningServer,
  publicUrl = server.url,
): Promise<Reminder[]> {
  // What a vendor does is set up there.
  const own = programs.filter(({ id }) => server.backend(id) !== undefined)
  const setUps = own.map(async (program): Promise<SetUp> => {
    const { keys, webhooks } = server.backend(program.id)!.owner
    const [known, receivers] = await Promise.all([keys.list(), webhooks.list()])
    return {
      program,
      hasKey: known.some(({ state }) => state === 'live'),
      hasWebhook: receivers.some(({ state }) => state === 'on'),
    }
  })
  return remindersOf(publicUrl, await Promise.all(setUps))
}

/** Lines for people; for machines lines of the log. */
function remind(reminders: readonly Reminder[], json: boolean, terminal: Terminal, log: Log): void {
  if (json) for (const { message, ...facts } of reminders) log.warned(message, facts)
  else if (reminders.length > 0)
    terminal.complain(`\nBefore it goes live:\n${reminders.map(({ message }) => `  ${message}`).join('\n')}`)
}

/** All programs, or none: every problem of every file is told before anything starts. */
async function loadAll(files: readonly string[], terminal: Terminal): Promise<Program[] | undefined> {
  const programs: Program[] = []
  for (const file of files) {
    try {
      programs.push(await loadProgram(file))
    } catch (error) {
      if (!(error instanceof GoodwordError)) throw error
      const { message, problems } = error
      terminal.complain(problems.length > 0 ? describeProblems(file, problems) : message)
    }
  }
  return programs.length === files.length ? programs : undefined
}

/** A vendor's settings are those of one program. */
async function openOne(name: string, programs: readonly Program[], terminal: Terminal): Promise<OpenVendor> {
  const [program] = programs
  if (program && programs.length === 1) return openVendor(name, program, terminal)
  throw usage(
    `--backend answers for one program, and there are ${programs.length} files. Start a server for each.`,
  )
}

function readPublicUrl(text: string | undefined): string | undefined {
  if (!text) return undefined
  const url = URL.parse(text)
  if (url && /^https?:$/.test(url.protocol)) return text.replace(/\/+$/, '')
  throw usage(`--public-url is "${text}". Use an address such as https://refer.example.com.`)
}

function readHops(text: string, from: string): number {
  if (/^\d$/.test(text)) return Number(text)
  throw usage(`${from} is "${text}". Use the number of proxies in front, 0 to 9.`)
}

interface Place {
  readonly program: string
  readonly name: string
  readonly api: string
  readonly script: string
  readonly dashboard: string
  /** The vendor that answers, if one does. */
  readonly backend?: string
  /** Where its webhooks are sent. */
  readonly webhooks?: string
  /** Only when it is new. */
  readonly secretKey?: string
}

async function placeOf(
  { id, name, attribution }: Program,
  server: RunningServer,
  publicUrl = server.url,
  vendor?: OpenVendor,
): Promise<Place> {
  const { secret, isNew } = server.keys[id]!
  // A link may bring the vendor's own beside another: what the vendor knows comes first.
  const params = new Set([...(vendor?.backend.landing.params ?? []), ...attribution.params])
  const reads = vendor ? ` data-param="${[...params].join(' ')}"` : ''
  return {
    program: id,
    name,
    api: `${server.url}/v1/${id}`,
    script: `<script async src="${publicUrl}/goodword.js" data-program="${id}"${reads}></script>`,
    dashboard: await server.ownerLink(id),
    ...(vendor && {
      backend: vendor.title,
      ...(vendor.backend.receive && {
        webhooks: `${publicUrl}/v1/${id}/webhooks/${vendor.backend.name}`,
      }),
    }),
    ...(isNew && secret !== undefined && { secretKey: secret }),
  }
}

const describe = (place: Place): string => `
${place.name}${place.backend === undefined ? '' : `, answered by ${place.backend}`}
  The API           ${place.api}
  The script        ${place.script}
${place.webhooks === undefined ? '' : `  Its webhooks to   ${place.webhooks}\n`}  The owner's page  ${place.dashboard}
                    (opens for 15 minutes; a new link: goodword keys link --program ${place.program})${
                      place.secretKey === undefined
                        ? ''
                        : `
  The secret key    ${place.secretKey}
                    For your server. Keep it: it is not shown again.`
                    }`
