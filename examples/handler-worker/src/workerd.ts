import { spawn, type ChildProcess } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'vite'
import workerd from 'workerd'

/** A worker that runs. */
export interface RunningWorker {
  readonly url: string
  close(): void
}

/**
 * Bundles the worker as its platform would, with nothing of Node's in it, and runs it in workerd. Rejects if the bundle
 * imports anything, or if the worker does not start within 20 seconds.
 */
export async function startWorker(env: Readonly<Record<string, string>>): Promise<RunningWorker> {
  const folder = mkdtempSync(join(tmpdir(), 'goodword-worker-'))
  writeFileSync(join(folder, 'worker.js'), await bundle())
  const bindings = Object.keys(env).map((name) => `(name = "${name}", fromEnvironment = "${name}")`)
  writeFileSync(
    join(folder, 'config.capnp'),
    `using Workerd = import "/workerd/workerd.capnp";
const config :Workerd.Config = (
  services = [
    (name = "main", worker = .main),
    (name = "internet", network = (allow = ["public", "private"])),
  ],
  sockets = [(name = "http", address = "127.0.0.1:0", http = (), service = "main")],
);
const main :Workerd.Worker = (
  modules = [(name = "worker.js", esModule = embed "worker.js")],
  compatibilityDate = "2026-07-01",
  bindings = [${bindings.join(', ')}],
);`,
  )
  const child = spawn(workerd, ['serve', join(folder, 'config.capnp'), '--control-fd=1'], {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const close = (): void => {
    child.kill('SIGKILL')
    rmSync(folder, { recursive: true, force: true })
  }
  try {
    return { url: `http://127.0.0.1:${await portOf(child)}`, close }
  } catch (error) {
    close()
    throw error
  }
}

async function bundle(): Promise<string> {
  const conditions = ['source', 'workerd', 'worker', 'module', 'import']
  const built = await build({
    configFile: false,
    logLevel: 'error',
    root: fileURLToPath(new URL('..', import.meta.url)),
    resolve: { conditions },
    ssr: { noExternal: true, target: 'webworker', resolve: { conditions } },
    build: { ssr: 'src/worker.ts', write: false, minify: false },
  })
  const [chunk] = 'output' in built ? built.output : []
  if (!chunk) throw new Error('Vite built nothing.')
  // Vite puts an empty module in place of what a worker does not have.
  const missing = [
    ...chunk.imports,
    ...Object.keys(chunk.modules).filter((id) => id.includes('browser-external')),
  ]
  if (missing.length > 0) throw new Error(`The worker needs what it does not have: ${missing.join(', ')}.`)
  return chunk.code
}

function portOf({ stdout }: ChildProcess): Promise<number> {
  return new Promise((resolve, reject) => {
    const late = setTimeout(() => reject(new Error('workerd did not start in 20 seconds.')), 20_000)
    stdout?.on('data', (chunk: Buffer) => {
      for (const line of String(chunk).split('\n').filter(Boolean)) {
        const { event, port } = JSON.parse(line) as { event?: string; port?: number }
        if (event === 'listen' && port !== undefined) {
          clearTimeout(late)
          resolve(port)
        }
      }
    })
    stdout?.on('end', () => reject(new Error('workerd ended at once; what it said is above.')))
  })
}
