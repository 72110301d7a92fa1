import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'

export const root: string = fileURLToPath(new URL('..', import.meta.url))

/** One command whose exit code says whether it passed. */
export interface Step {
  readonly name: string
  readonly command: readonly string[]
}

/** Runs a step, shows its output only when it fails, and says how long it took. */
export function runStep({ name, command }: Step): boolean {
  const begun = performance.now()
  const [program = '', ...args] = command
  const { status, stdout, stderr, error } = spawnSync(program, args, {
    cwd: root,
    encoding: 'utf8',
    maxBuffer: 1e8,
  })
  const passed = status === 0
  console.log(`${passed ? '✓' : '✗'} ${name} ${((performance.now() - begun) / 1000).toFixed(1)} s`)
  if (!passed) console.log([stdout, stderr, error?.message].filter(Boolean).join('\n'))
  return passed
}

/** Formatting, lint and types: what a person wants to know every minute. The types of all are one run, for speed. */
export function checkSteps(): Step[] {
  return [
    { name: 'format', command: ['oxfmt', '--check'] },
    { name: 'lint', command: ['oxlint', '--deny-warnings'] },
    { name: 'types', command: ['tsc', '-p', 'scripts'] },
  ]
}

/** Examples that see our packages as whoever installed them: by the types that were built. */
const installs = ['examples/react-vite', 'examples/vue-vite']

/** After a build: the types that others get. */
export function installSteps(): Step[] {
  return installs.map((folder) => ({
    name: `types of ${folder}, as installed`,
    command: ['tsc', '-p', folder],
  }))
}
