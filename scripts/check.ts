// pnpm check: formatting, lint and types, in a few seconds.
import { checkSteps, runStep } from './steps.ts'

const results = checkSteps().map(runStep)
process.exitCode = results.every(Boolean) ? 0 : 1
