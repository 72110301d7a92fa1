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

const launchers = findLaunchers()
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

/** Runs one step to its end; a signal to this process, or the end of who started it, goes on to it. */
function run(args) {
  const child = spawn(node, args, { cwd: root, env, stdio: 'inherit' })
  const stop = (signal) => child.kill(signal)
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, stop)
  const watch = setInterval(() => {
    if (!launchers.some((pid) => !isAlive(pid))) return
    // Once: a second one would not let the server finish what it has begun.
    clearInterval(watch)
    stop('SIGTERM')
  }, 300)
  return new Promise((resolve) => {
    child.on('exit', (code, signal) => {
      clearInterval(watch)
      resolve(code ?? (signal ? 1 : 0))
    })
  })
}

/**
 * npm and the shells between it and this process. npm hands SIGTERM to the first shell only, which dies of it and tells
 * nobody; so we look whether they are all still there. None where there is no `ps`, such as on Windows.
 */
function findLaunchers() {
  const found = []
  for (let pid = process.ppid; pid > 1;) {
    const { stdout } = spawnSync('ps', ['-o', 'ppid=,args=', '-p', String(pid)], { encoding: 'utf8' })
    const [, parent, command = ''] = /^\s*(\d+)\s+(.*)/.exec(stdout ?? '') ?? []
    const isShell = command.includes('bootstrap.mjs')
    if (!isShell && !/\bnpm\b/.test(command)) break
    found.push(pid)
    if (!isShell) break
    pid = Number(parent)
  }
  return found
}

function isAlive(pid) {
  try {
    return process.kill(pid, 0)
  } catch (error) {
    return error.code === 'EPERM'
  }
}

function fail(message) {
  console.error(message)
  process.exit(1)
}
