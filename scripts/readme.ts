// pnpm readme: writes the figures of the README from measurements. With --check it only says whether they are true.
import { readFileSync, writeFileSync } from 'node:fs'
import { measureSizes } from './sizes.ts'
import { root } from './steps.ts'

const file = `${root}README.md`
const before = readFileSync(file, 'utf8')
const table = ['| stage | bytes | limit |', '|---|--:|--:|']
for (const { what, size, limit } of await measureSizes())
  table.push(`| ${what} | ${number(size)} | ${number(limit)} |`)
const after = before.replace(
  /(<!-- sizes:.*?-->\n)[^]*?(<!-- \/sizes -->)/,
  (_, open: string, close: string) => `${open}\n${table.join('\n')}\n\n${close}`,
)

if (!process.argv.includes('--check')) writeFileSync(file, after)
else if (after !== before) {
  console.error(
    'The README’s sizes are not what was measured. Run `pnpm build && pnpm readme` and commit it.',
  )
  process.exitCode = 1
}

function number(value: number): string {
  return value.toLocaleString('en')
}
