// npm test: everything that must hold, from formatting to a browser that walks the whole journey. Installs Chromium
// and PostgreSQL where they are missing and that is possible; `pnpm browsers` tries the other engines. The last line is
// `tests: N passed, N failed`.
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, relative } from 'node:path'
import { ensureChromium } from './browsers.ts'
import { fastFolder } from './fast-folder.ts'
import { startPostgres } from './postgres.ts'
import { builtSteps, checkSteps, root, runSteps, type Step } from './steps.ts'

const count = { passed: 0, failed: 0 }
const times: { readonly file: string; readonly seconds: number }[] = []
const begun = performance.now()
// Some fifty processes read the same sources; without their types and compiled they are kept for the next.
process.env['NODE_COMPILE_CACHE'] ??= join(root, 'node_modules/.cache/compiled')

await steps(checkSteps(), 2)
// By itself: what looks at types and imports reads the folders that it empties.
await steps([{ name: 'build', command: [process.execPath, 'scripts/build.ts'] }], 1)
await steps(builtSteps(), 2)
// What compares times in one run has the machine to itself; what asks only whether something holds can wait in pairs.
await steps([bench('what rewards cost', 'evaluate'), bench('what a server takes in', 'server')], 1)
await steps([bench('whether size slows anything down', 'scale')], 1)
await steps([bench('nothing is lost', 'faults'), bench('nothing is paid twice', 'once')], 2)

const browser = await guarded('Chromium', ensureChromium)
console.log(
  'Firefox, WebKit and the longest of the tracker’s suites are left out here: `pnpm browsers` tries them.',
)
await guarded('PostgreSQL', async () => {
  const folder = fastFolder()
  const postgres = process.env['DATABASE_URL'] ? undefined : await startPostgres({ durable: false, folder })
  try {
    vitest(['pure', 'unit', 'dom', 'stores', 'start', ...(browser ? ['journey', 'browsers'] : [])], {
      DATABASE_URL: process.env['DATABASE_URL'] ?? postgres!.url,
      ...(browser && { CHROMIUM_PATH: browser }),
      FAST_CHECK_RUNS: '10000',
      FUZZ_REQUESTS: '1500',
      TMPDIR: folder,
    })
  } finally {
    await postgres?.stop()
  }
})

const slowest = times.toSorted((a, b) => b.seconds - a.seconds).slice(0, 12)
console.log('\nWhat took longest:')
for (const { file, seconds } of slowest) console.log(`${seconds.toFixed(0).padStart(5)} s  ${file}`)
console.log(`in ${((performance.now() - begun) / 1000).toFixed(0)} s`)
console.log(`tests: ${count.passed} passed, ${count.failed} failed`)
process.exitCode = count.failed ? 1 : 0

async function steps(list: readonly Step[], atOnce: number): Promise<void> {
  for (const passed of await runSteps(list, atOnce)) count[passed ? 'passed' : 'failed']++
}

/** The form of a bench that takes seconds; it fails when a limit is missed. */
function bench(name: string, file: string): Step {
  const node = [process.execPath, '--conditions=source', '--expose-gc']
  return {
    name: `${name}, quick form`,
    command: [...node, `scripts/bench/${file}.ts`, '--quick', '--check'],
  }
}

/** Runs what needs something from outside; says plainly when it is not to be had. */
async function guarded<T>(needs: string, job: () => T | Promise<T>): Promise<T | undefined> {
  try {
    return await job()
  } catch (error) {
    count.failed++
    console.error(`✗ ${needs}: ${(error as Error).message}`)
    return undefined
  }
}

/** Runs test projects and counts each test, and each file that could not even be loaded. */
function vitest(projects: readonly string[], env: Record<string, string>): void {
  const folder = mkdtempSync(join(tmpdir(), 'goodword-test-'))
  const report = join(folder, 'report.json')
  const chosen = projects.flatMap((project) => ['--project', project])
  const args = ['run', ...chosen, '--reporter=minimal', '--reporter=json', `--outputFile.json=${report}`]
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
