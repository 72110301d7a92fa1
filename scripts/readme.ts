// pnpm readme: writes the figures of the README from measurements, and the tables of the adapters' README from what they
// say of themselves. With --check it only says whether they are true.
import { readFileSync, writeFileSync } from 'node:fs'
import { integrityOf } from './build.ts'
import { withAdapters } from './adapters-table.ts'
import { conformanceTable } from './conformance-table.ts'
import { measureSizes } from './sizes.ts'
import { root } from './steps.ts'

const file = `${root}README.md`
const before = readFileSync(file, 'utf8')
const blocks: Readonly<Record<string, readonly string[]>> = {
  sizes: await sizesTable(),
  integrity: ['```', integrityOf(`${root}packages/server/dist/public/goodword.js`), '```'],
  conformance: await conformanceTable(),
}
let after = before
for (const [name, table] of Object.entries(blocks))
  after = after.replace(
    new RegExp(`(<!-- ${name}:.*?-->\\n)[^]*?(<!-- /${name} -->)`),
    (_, open: string, close: string) => `${open}\n${table.join('\n')}\n\n${close}`,
  )

const adaptersFile = `${root}packages/adapters/README.md`
const adapters = readFileSync(adaptersFile, 'utf8')
if (!process.argv.includes('--check')) {
  writeFileSync(file, after)
  writeFileSync(adaptersFile, withAdapters(adapters))
} else if (after !== before || withAdapters(adapters) !== adapters) {
  console.error(
    'The README’s figures are not what was measured. Run `pnpm build && pnpm readme` and commit it.',
  )
  process.exitCode = 1
}

async function sizesTable(): Promise<string[]> {
  const rows = (await measureSizes()).map(
    ({ what, size, limit }) => `| ${what} | ${number(size)} | ${number(limit)} |`,
  )
  return ['| stage | bytes | limit |', '|---|--:|--:|', ...rows]
}

function number(value: number): string {
  return value.toLocaleString('en')
}
