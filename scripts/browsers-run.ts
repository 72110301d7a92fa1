// pnpm browsers [--long] [files]: tracker and invite journey in every engine that is here, or can be installed; says which
// it had to do without.
import { spawnSync } from 'node:child_process'
import { ensureChromium, ensureOthers } from './browsers.ts'
import { root } from './steps.ts'

const args = process.argv.slice(2)
const env = { ...process.env, EVERY_BROWSER: '1', CHROMIUM_PATH: ensureChromium() }
for (const sentence of ensureOthers()) console.log(sentence)
const { status } = spawnSync(
  'vitest',
  ['run', '--project', 'browsers', '--project', 'engines', ...args.filter((arg) => arg !== '--long')],
  { cwd: root, stdio: 'inherit', env: { ...env, ...(args.includes('--long') && { BROWSERS_LONG: '1' }) } },
)
process.exitCode = status ?? 1
