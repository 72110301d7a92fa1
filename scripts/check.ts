// pnpm check: formatting, lint and types, in a few seconds.
import { checkSteps, runSteps } from './steps.ts'

const results = await runSteps(checkSteps(), 2)
process.exitCode = results.every(Boolean) ? 0 : 1
