// The way in for `npm start` and `npm test` on a machine that has only Node and npm: installs what is missing, then
// runs the job with the project's own Node. Plain JavaScript, because it must run on Node 20 before anything is there.
import { spawn, spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const pnpm = 'pnpm@10.34.9'
const root = fileURLToPath(new URL('..', import.meta.url))
const modules = join(root, 'node_modules')
const jobs = {
  start: [
    ['scripts/build.ts', 'browser'],
    ['--conditions=source', 'examples/shop/src/main.ts'],
  ],
  test: [['scripts/test.ts']],
}

const [job = '', ...rest] = process.argv.slice(2)
const steps = jobs[job]
if (!steps) fail(`Unknown job "${job}". Use one of: ${Object.keys(jobs).join(', ')}.`)
if (Number(process.versions.node.split('.')[0]) < 20) {
  fail(`Node ${process.versions.node} is too old. Install Node 20 or newer, then run this again.`)
}

install()
const node = join(modules, 'node', 'bin', process.platform === 'win32' ? 'node.exe' : 'node')
const bins = [join(modules, 'node', 'bin'), join(modules, '.bin')]
const env = { ...process.env, PATH: [...bins, process.env.PATH].join(delimiter) }
for (const [index, step] of steps.entries()) {
  const code = await run(index === steps.length - 1 ? [...step, ...rest] : step)
  if (code !== 0) process.exit(code)
}

/** Installs the locked packages, unless this very lockfile was installed before. */
function install() {
  const lock = createHash('sha256')
    .update(readFileSync(join(root, 'pnpm-lock.yaml')))
    .digest('hex')
  const stamp = join(modules, '.goodword-installed')
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === lock) return
  console.log('Installing packages (once)…')
  const npm = process.env.npm_execpath
  const args = [
    '--yes',
    `--package=${pnpm}`,
    '--',
    'pnpm',
    'install',
    '--frozen-lockfile',
    '--prefer-offline',
  ]
  const options = { cwd: root, stdio: ['ignore', 'pipe', 'pipe'], encoding: 'utf8' }
  const done = npm?.endsWith('npm-cli.js')
    ? spawnSync(process.execPath, [npm, 'exec', ...args], options)
    : spawnSync('npm', ['exec', ...args], { ...options, shell: process.platform === 'win32' })
  if (done.status !== 0) {
    fail(
      `The packages could not be installed. Is the npm registry reachable?\n${done.stdout ?? ''}${done.stderr ?? ''}`,
    )
  }
  writeFileSync(stamp, lock)
}

/** Runs one step to its end; a signal to this process goes on to it. */
function run(args) {
  const child = spawn(node, args, { cwd: root, env, stdio: 'inherit' })
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal))
  return new Promise((resolve) => child.on('exit', (code, signal) => resolve(code ?? (signal ? 1 : 0))))
}

function fail(message) {
  console.error(message)
  process.exit(1)
}
