// npm test: everything that must hold, from formatting to a browser that walks the whole journey. Installs Chromium
// and PostgreSQL where they are missing and that is possible; `pnpm browsers` tries the other engines. The last line is
// `tests: N passed, N failed`.
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, relative } from 'node:path'
import { ensureChromium } from './browsers.ts'
import { startPostgres } from './postgres.ts'
import { checkSteps, installSteps, root, runStep, type Step } from './steps.ts'

const count = { passed: 0, failed: 0 }
const times: { readonly file: string; readonly seconds: number }[] = []
const begun = performance.now()

steps(checkSteps())
steps([{ name: 'build', command: [process.execPath, 'scripts/build.ts'] }])
steps(installSteps())
steps([
  { name: 'sizes', command: [process.execPath, 'scripts/size.ts'] },
  {
    name: 'what rewards cost, quick form',
    command: [
      process.execPath,
      '--conditions=source',
      '--expose-gc',
      'scripts/bench/evaluate.ts',
      '--quick',
      '--check',
    ],
  },
  { name: 'nothing is paid twice, quick form', command: bench('once') },
  {
    name: 'figures in the README',
    command: [process.execPath, '--conditions=source', 'scripts/readme.ts', '--check'],
  },
  { name: 'unused files, exports and dependencies', command: ['knip'] },
  ...['program', 'core', 'adapters', 'widget', 'server'].map((name) => ({
    name: `package ${name} as npm will see it`,
    command: ['publint', '--strict', `packages/${name}`],
  })),
])
await guarded('PostgreSQL', async () => {
  const postgres = process.env['DATABASE_URL'] ? undefined : await startPostgres()
  try {
    vitest(['pure', 'unit', 'dom', 'stores'], {
      DATABASE_URL: process.env['DATABASE_URL'] ?? postgres!.url,
      FAST_CHECK_RUNS: '3000',
      FUZZ_REQUESTS: '1500',
    })
  } finally {
    await postgres?.stop()
  }
})
await guarded('Chromium', () => {
  const CHROMIUM_PATH = ensureChromium()
  console.log('Firefox and WebKit are left out here: `pnpm browsers` tries the tracker in them.')
  vitest(['journey', 'browsers'], { CHROMIUM_PATH })
  steps([
    {
      name: 'what the tracker’s start costs a page, quick form',
      command: [process.execPath, '--conditions=source', 'scripts/bench/start.ts', '--quick', '--check'],
    },
  ])
})

const slowest = times.toSorted((a, b) => b.seconds - a.seconds).slice(0, 12)
console.log('\nWhat took longest:')
for (const { file, seconds } of slowest) console.log(`${seconds.toFixed(0).padStart(5)} s  ${file}`)
console.log(`in ${((performance.now() - begun) / 1000).toFixed(0)} s`)
console.log(`tests: ${count.passed} passed, ${count.failed} failed`)
process.exitCode = count.failed ? 1 : 0

function steps(list: readonly Step[]): void {
  for (const step of list) count[runStep(step) ? 'passed' : 'failed']++
}

/** The form of a bench that takes seconds, as a command that fails when a limit is missed. */
function bench(name: string): string[] {
  return [process.execPath, '--conditions=source', `scripts/bench/${name}.ts`, '--quick', '--check']
}

/** Runs what needs something from outside; says plainly when it is not to be had. */
async function guarded(needs: string, job: () => void | Promise<void>): Promise<void> {
  try {
    await job()
  } catch (error) {
    count.failed++
    console.error(`✗ ${needs}: ${(error as Error).message}`)
  }
}

/** Runs test projects and counts each test, and each file that could not even be loaded. */
function vitest(projects: readonly string[], env: Record<string, string>): void {
  const folder = mkdtempSync(join(tmpdir(), 'goodword-test-'))
  const report = join(folder, 'report.json')
  const chosen = projects.flatMap((project) => ['--project', project])
  const args = ['run', ...chosen, '--reporter=dot', '--reporter=json', `--outputFile.json=${report}`]
  const { status } = spawnSync('vitest', args, {
    cwd: root,
    stdio: 'inherit',
    env: { ...process.env, ...env },
  })
  const result = JSON.parse(readFileSync(report, 'utf8')) as Report
  rmSync(folder, { recursive: true })
  const broken = result.testResults.filter(
    (file) => file.status === 'failed' && file.assertionResults.length === 0,
  )
  for (const { name, startTime, endTime } of result.testResults)
    times.push({ file: relative(root, name), seconds: (endTime - startTime) / 1000 })
  count.passed += result.numPassedTests
  count.failed += result.numFailedTests + broken.length
  if (status !== 0 && result.numFailedTests + broken.length === 0) count.failed++
}

interface Report {
  readonly numPassedTests: number
  readonly numFailedTests: number
  readonly testResults: readonly {
    readonly name: string
    readonly status: string
    /** Epoch milliseconds. */
    readonly startTime: number
    readonly endTime: number
    readonly assertionResults: readonly unknown[]
  }[]
}
