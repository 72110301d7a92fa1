// pnpm readme: writes the figures of the README from measurements. With --check it only says whether they are true.
import { readFileSync, writeFileSync } from 'node:fs'
import { integrityOf } from './build.ts'
import { measureSizes } from './sizes.ts'
import { root } from './steps.ts'

const file = `${root}README.md`
const before = readFileSync(file, 'utf8')
const table = ['| stage | bytes | limit |', '|---|--:|--:|']
for (const { what, size, limit } of await measureSizes())
  table.push(`| ${what} | ${number(size)} | ${number(limit)} |`)
const integrity = integrityOf(`${root}packages/server/dist/public/goodword.js`)
const after = fill(fill(before, 'sizes', table.join('\n')), 'integrity', ['```', integrity, '```'].join('\n'))

/** `text` with `content` between the marks called `name`. */
function fill(text: string, name: string, content: string): string {
  return text.replace(
    RegExp(`(<!-- ${name}:.*?-->\\n)[^]*?(<!-- /${name} -->)`),
    (_, open: string, close: string) => `${open}\n${content}\n\n${close}`,
  )
}

if (!process.argv.includes('--check')) writeFileSync(file, after)
else if (after !== before) {
  console.error(
    'The README’s figures are not what was measured. Run `pnpm build && pnpm readme` and commit it.',
  )
  process.exitCode = 1
}

function number(value: number): string {
  return value.toLocaleString('en')
}
