// pnpm browsers: the invite journey in every engine that is here, or can be installed; says which it had to do without.
import { spawnSync } from 'node:child_process'
import { ensureChromium, ensureOthers } from './browsers.ts'
import { root } from './steps.ts'

const env = { ...process.env, CHROMIUM_PATH: ensureChromium() }
for (const sentence of ensureOthers()) console.log(sentence)
const args = ['run', '--project', 'engines', ...process.argv.slice(2)]
const { status } = spawnSync('vitest', args, { cwd: root, stdio: 'inherit', env })
process.exitCode = status ?? 1
