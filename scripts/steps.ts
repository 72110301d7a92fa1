import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'

export const root: string = fileURLToPath(new URL('..', import.meta.url))

/** One command whose exit code says whether it passed. */
export interface Step {
  readonly name: string
  readonly command: readonly string[]
  /** Beside this process's own. */
  readonly env?: Readonly<Record<string, string>>
}

/** Runs a step, shows its output only when it fails, and says how long it took. */
export function runStep({ name, command, env }: Step): Promise<boolean> {
  const begun = performance.now()
  const [program = '', ...args] = command
  return new Promise((resolve) => {
    let output = ''
    const child = spawn(program, args, {
      cwd: root,
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, ...env },
    })
    for (const stream of [child.stdout, child.stderr])
      stream.setEncoding('utf8').on('data', (text: string) => void (output += text))
    const end = (passed: boolean): void => {
      console.log(`${passed ? '✓' : '✗'} ${name} ${((performance.now() - begun) / 1000).toFixed(1)} s`)
      if (!passed) console.log(output)
      resolve(passed)
    }
    child.on('error', (error) => {
      output += error.message
      end(false)
    })
    child.on('close', (code) => end(code === 0))
  })
}

/** Runs steps that do not wait for each other, so many at a time, and tells of each whether it passed. */
export async function runSteps(steps: readonly Step[], atOnce: number): Promise<boolean[]> {
  const waiting = steps.entries()
  const passed: boolean[] = []
  const lane = async (): Promise<void> => {
    for (const [index, step] of waiting) passed[index] = await runStep(step)
  }
  await Promise.all(Array.from({ length: atOnce }, lane))
  return passed
}

/** Go's collector of garbage, told to let four times as much lie: a fifth less work for what ends in seconds. */
export const roomyHeap = { GOGC: '400', GOMEMLIMIT: '3GiB' }

/**
 * Formatting, lint and types: what a person wants to know every minute. Packages share one tsconfig.json, and so do
 * examples: for each further one linter and compiler would read again what its sources import. Types of all are one run.
 */
export function checkSteps(): Step[] {
  return [
    { name: 'format', command: ['oxfmt', '--check'] },
    { name: 'lint', command: ['oxlint', '--deny-warnings'], env: roomyHeap },
    // Several checkers would each work out the same types.
    { name: 'types', command: ['tsc', '-p', 'scripts', '--checkers', '1'], env: roomyHeap },
  ]
}

/** Examples that see our packages as whoever installed them: by the types that were built. */
const installs = ['examples/react-vite', 'examples/vue-vite']

/** What looks at a build: sizes, the README's figures, and our packages as others get them. */
export function builtSteps(): Step[] {
  return [
    {
      name: 'figures in the README',
      command: [process.execPath, '--conditions=source', 'scripts/readme.ts', '--check'],
    },
    ...installs.map((folder) => ({
      name: `types of ${folder}, as installed`,
      command: ['tsc', '-p', folder],
    })),
    { name: 'sizes', command: [process.execPath, 'scripts/size.ts'] },
    { name: 'unused files, exports and dependencies', command: ['knip'] },
    ...['program', 'core', 'adapters', 'widget', 'server'].map((name) => ({
      name: `package ${name} as npm will see it`,
      command: ['publint', '--strict', `packages/${name}`],
    })),
  ]
}
