// pnpm conformance: every rule of the contract against every backend, as a table of capabilities. Exit code 1 when a
// rule is broken. `--json` prints every case.
import {
  conformanceCases,
  countResults,
  judgeCapabilities,
  oneLine,
  runCases,
  type CaseResult,
  type Verdict,
} from '../packages/adapters/src/conformance/index.ts'
import { backends } from './conformance-backends.ts'

const found: { name: string; results: CaseResult[]; verdicts: readonly Verdict[] }[] = []
for (const [name, open] of Object.entries(backends)) {
  const { subject, close } = await open()
  const results = await runCases(conformanceCases, () => subject)
  found.push({ name, results, verdicts: judgeCapabilities(results, subject.backend.supports) })
  await close()
}

if (process.argv.includes('--json')) {
  const told = found.map(({ name, results }) => ({
    name,
    results: results.map(({ error, ...rest }) =>
      error === undefined ? rest : { ...rest, error: oneLine(error) },
    ),
  }))
  console.log(JSON.stringify(told))
} else {
  const row = (title: string, cells: readonly string[]): void =>
    console.log(title.padEnd(27) + cells.map((cell) => cell.padStart(15)).join(''))
  row(
    'cases passed and failed',
    found.map(({ name }) => name),
  )
  for (const [index, { capability }] of found[0]!.verdicts.entries())
    row(
      capability,
      found.map(({ verdicts }) => cellOf(verdicts[index]!)),
    )
  row(
    'all cases passed',
    found.map(({ results }) => String(countResults(results).passed)),
  )
  row(
    'failed',
    found.map(({ results }) => String(countResults(results).failed)),
  )
  row(
    'not offered',
    found.map(({ results }) => String(countResults(results).notOffered)),
  )
  for (const { name, results } of found)
    for (const { area, title, status, error } of results)
      if (status === 'failed') console.log(`✗ ${name}, ${area}: ${title}\n    ${oneLine(error)}`)
}
process.exitCode = found.some(({ results }) => countResults(results).failed > 0) ? 1 : 0

function cellOf({ offered, passed, failed }: Verdict): string {
  if (failed > 0) return `${passed} ✓ ${failed} ✗`
  if (!offered) return '–'
  return passed > 0 ? `${passed} ✓` : '✓'
}
