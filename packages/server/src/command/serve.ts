import { GoodwordError, type Program } from '@goodword/program'
import { parseArgs } from 'node:util'
import { serve } from '../serve.ts'
import { describeProblems } from './check.ts'
import { readPort, usage, type Command, type Terminal } from './output.ts'
import { loadProgram } from './program-file.ts'

/** `goodword serve`: runs until a signal ends it. */
export const serveCommand: Command = {
  name: 'serve',
  about: 'Serves the API, the script, the widget and the owner’s page',
  help: `goodword serve FILE… [--port N] [--data FOLDER] [--public-url URL] [--json]

Serves the programs in these files (.json, .ts) until it is stopped.

  --port N           the port to listen on (PORT, or 4400)
  --host ADDRESS     the address to listen on (all of them)
  --data FOLDER      where the database and the keys are kept (GOODWORD_DATA, or .goodword)
  --public-url URL   where browsers reach this server (GOODWORD_PUBLIC_URL, or http://localhost:PORT)
  --json             says what runs as one JSON object

DATABASE_URL puts everything into PostgreSQL instead of a file. GOODWORD_SECRET_KEY and GOODWORD_IDENTITY_KEY
replace the keys that are made at the first start.`,
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
        json: { type: 'boolean', default: false },
      },
    })
    if (positionals.length === 0) throw usage('serve needs a program file: goodword serve program.json')
    const port = readPort(values.port ?? (env['PORT'] || '4400'), values.port ? '--port' : 'PORT')
    const publicUrl = readPublicUrl(values['public-url'] ?? env['GOODWORD_PUBLIC_URL'])
    const data = values.data ?? (env['GOODWORD_DATA'] || '.goodword')
    const programs = await loadAll(positionals, terminal)
    if (!programs) return 1
    const server = await serve({ programs, port, host: values.host, data, publicUrl, env })
    const places = programs.map(({ id, name }) => ({
      program: id,
      name,
      api: `${server.url}/v1/${id}`,
      script: `<script async src="${publicUrl ?? server.url}/goodword.js" data-program="${id}"></script>`,
      dashboard: `${server.url}/dashboard#program=${id}&key=${server.keys[id]!.secret}`,
    }))
    terminal.print(
      values.json
        ? JSON.stringify({ url: server.url, programs: places })
        : [...places.map(describe), `\nCtrl-C stops it.`].join('\n'),
    )
    await stopSignal()
    await server.close()
    return 0
  },
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

function readPublicUrl(text: string | undefined): string | undefined {
  if (!text) return undefined
  const url = URL.parse(text)
  if (url && /^https?:$/.test(url.protocol)) return text.replace(/\/+$/, '')
  throw usage(`--public-url is "${text}". Use an address such as https://refer.example.com.`)
}

const describe = (place: { name: string; api: string; script: string; dashboard: string }): string => `
${place.name}
  The API           ${place.api}
  The script        ${place.script}
  The owner's page  ${place.dashboard}`

/** Resolves when somebody wants the process to end. */
function stopSignal(): Promise<void> {
  return new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => resolve())
  })
}
