import { spawnSync } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

/**
 * Plants mistakes in a copy of what decides rewards, one after the other, and asks the property tests to find each.
 * `node scripts/mutants.ts [word]`: only those whose description has the word.
 */
interface Mistake {
  readonly what: string
  readonly file: string
  readonly code: string
  readonly instead: string
}

const mistakes: readonly Mistake[] = [
  {
    what: 'a limit lets one more through',
    file: 'limits.ts',
    code: 'taken.count >= cap.count',
    instead: 'taken.count > cap.count',
  },
  {
    what: 'the last reward of a budget is not cut to fit',
    file: 'limits.ts',
    code: 'Math.min(amount, cap.money - taken.money)',
    instead: 'amount',
  },
  {
    what: 'what was given loses its place to an earlier order',
    file: 'line-order.ts',
    code: 'candidate.given ? 0',
    instead: 'candidate.given ? 1',
  },
  {
    what: 'equal times are decided by the order of arrival',
    file: 'orders.ts',
    code: 'a.at - b.at || compare(a.id, b.id)',
    instead: 'a.at - b.at',
  },
  {
    what: 'a row that arrives twice counts twice',
    file: 'ledger-index.ts',
    code: 'if (seen.has(row.id)) continue',
    instead: '',
  },
  {
    what: 'a percentage is rounded down at exactly one half',
    file: 'amounts.ts',
    code: 'rest >= 5_000',
    instead: 'rest > 5_000',
  },
  {
    what: 'a milestone fires one too late',
    file: 'milestones.ts',
    code: 'if (count < at) return at',
    instead: 'if (count + 1 < at) return at',
  },
  {
    what: 'a milestone is due before it is ripe',
    file: 'milestones.ts',
    code: "{ state: 'open', due: ripeAt }",
    instead: "{ state: 'open', due: 0 }",
  },
  {
    what: 'periods are cut by UTC',
    file: 'periods.ts',
    code: 'calendar.dateAt(at)',
    instead: 'new Date(at).toISOString().slice(0, 10)',
  },
  {
    what: 'a late visit moves a sealed bond',
    file: 'bonds.ts',
    code: 'if (seal) return',
    instead: 'if (seal && rows.orders.length > 99) return',
  },
  {
    what: 'a grant that nothing points to is forgotten',
    file: 'evaluate.ts',
    code: 'if (reward) stray.push(reward)',
    instead: 'if (reward && reward.friend === undefined) stray.push(reward)',
  },
  {
    what: 'a refunded order keeps its place',
    file: 'settlement.ts',
    code: "if (status === 'refunded' || status === 'rejected') return { state: 'lost', because: status }",
    instead:
      "if (status === 'rejected') return { state: 'lost', because: status }\n  if (status === 'refunded') return { state: 'open', due: ripeAt }",
  },
  {
    what: 'giving a cut reward takes more of the limit than was given',
    file: 'settlement.ts',
    code: 'Math.min(most, sumOf(given, most))',
    instead: 'most',
  },
  {
    what: 'a draw depends on the order of its entries',
    file: 'draw.ts',
    code: 'const row = sorted(entries.filter(({ entries }) => entries > 0))',
    instead: 'const row = entries.filter(({ entries }) => entries > 0)',
  },
  {
    what: 'the incremental form promotes nobody',
    file: 'incremental/stage.ts',
    code: 'if (kept.size >= cap.count || bucket.money >= cap.money) break',
    instead: 'if (kept.size > 0 || bucket.money >= cap.money) break',
  },
  {
    what: 'the incremental form forgets who crosses the edge of a tier',
    file: 'incremental/ordinals.ts',
    code: 'if (moved && moved !== entry) ask(moved, index + 1)',
    instead: '',
  },
]

const source = fileURLToPath(new URL('../packages/program/src', import.meta.url))
const modules = fileURLToPath(new URL('../node_modules', import.meta.url))
const tests = ['properties', 'incremental', 'amounts', 'draw', 'periods']

/** A copy of the sources that finds its dependencies. */
function copySources(): string {
  const folder = mkdtempSync(join(tmpdir(), 'goodword-mutants-'))
  cpSync(source, join(folder, 'src'), { recursive: true })
  mkdirSync(join(folder, 'node_modules'))
  for (const name of ['vitest', 'fast-check'])
    symlinkSync(join(modules, name), join(folder, 'node_modules', name))
  symlinkSync(join(source, '../node_modules/valibot'), join(folder, 'node_modules/valibot'))
  writeFileSync(join(folder, 'package.json'), '{ "type": "module" }')
  return folder
}

/** Whether all property tests pass there. */
function passes(folder: string): boolean {
  const vitest = join(modules, 'vitest/vitest.mjs')
  const { status, stdout } = spawnSync(
    process.execPath,
    [vitest, 'run', '--root', folder, '--bail', '1', '--testTimeout', '120000', ...tests],
    {
      env: { ...process.env, FAST_CHECK_RUNS: '500' },
      encoding: 'utf8',
    },
  )
  if (!/Test Files/.test(stdout)) throw new Error(`The tests did not run:\n${stdout}`)
  return status === 0
}

const [word = ''] = process.argv.slice(2)
const folder = copySources()
const missed: string[] = []
try {
  if (!passes(folder)) throw new Error('The property tests fail without any mistake.')
  for (const { what, file, code, instead } of mistakes.filter(({ what }) => what.includes(word))) {
    const path = join(folder, 'src/rewards', file)
    const before = readFileSync(path, 'utf8')
    if (before.split(code).length !== 2)
      throw new Error(`${file} has not exactly one "${code}". Write the mistake anew.`)
    writeFileSync(
      path,
      before.replace(code, () => instead),
    )
    const begun = performance.now()
    const found = !passes(folder)
    writeFileSync(path, before)
    console.log(
      `${found ? '✓ found' : '✗ MISSED'}: ${what} (${((performance.now() - begun) / 1000).toFixed(1)} s)`,
    )
    if (!found) missed.push(what)
  }
} finally {
  rmSync(folder, { recursive: true })
}
if (missed.length > 0) process.exitCode = 1
