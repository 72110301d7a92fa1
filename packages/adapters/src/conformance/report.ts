import { AssertionError } from 'node:assert'
import { capabilities, type Capability } from '../capabilities.ts'
import type { CaseResult } from './results.ts'

/** How many cases passed, failed and were not offered. */
export interface Count {
  readonly passed: number
  readonly failed: number
  readonly notOffered: number
}

/** Counts results. */
export function countResults(results: readonly CaseResult[]): Count {
  const of = (status: CaseResult['status']): number => results.filter((one) => one.status === status).length
  return { passed: of('passed'), failed: of('failed'), notOffered: of('not offered') }
}

/** What came of one capability: of all the cases that need it, and of those that ask how a backend is without it. */
export interface Verdict extends Count {
  readonly capability: Capability
  readonly offered: boolean
}

/** Every capability, whether it is offered, and what the cases said. */
export function judgeCapabilities(
  results: readonly CaseResult[],
  supports: ReadonlySet<Capability>,
): readonly Verdict[] {
  return (Object.keys(capabilities) as Capability[]).map((capability) => ({
    capability,
    offered: supports.has(capability),
    ...countResults(results.filter(({ needs }) => needs.includes(capability))),
  }))
}

/** Results for a person: a line for each area, then what failed and why, then what is not offered. */
export function describeResults(results: readonly CaseResult[], supports: ReadonlySet<Capability>): string {
  const areas = [...new Set(results.map(({ area }) => area))]
  const width = Math.max(...areas.map((area) => area.length), 'all'.length) + 2
  const row = (name: string, { passed, failed, notOffered }: Count): string =>
    name.padEnd(width) + [passed, failed, notOffered].map((count) => String(count).padStart(12)).join('')
  const failures = results
    .filter(({ status }) => status === 'failed')
    .map(({ area, title, error }) => `✗ ${area}: ${title}\n    ${oneLine(error)}`)
  const missing = (Object.keys(capabilities) as Capability[])
    .filter((capability) => !supports.has(capability))
    .map((capability) => `  ${capability.padEnd(26)} ${capabilities[capability]}`)
  return [
    ' '.repeat(width) + ['passed', 'failed', 'not offered'].map((title) => title.padStart(12)).join(''),
    ...areas.map((area) => row(area, countResults(results.filter((one) => one.area === area)))),
    row('all', countResults(results)),
    ...(failures.length > 0 ? ['', ...failures] : []),
    ...(missing.length > 0 ? ['', 'Not offered:', ...missing] : []),
  ].join('\n')
}

/** What went wrong, short enough for a line of a terminal: of two values that differ both, whole if they are short. */
export function oneLine(error: unknown): string {
  const { generatedMessage, expected, actual } = error instanceof AssertionError ? error : {}
  if (generatedMessage && expected !== undefined) return `expected ${show(expected)}, but got ${show(actual)}`
  const text = error instanceof Error ? error.message : String(error)
  return text.replaceAll(/\s+/g, ' ').slice(0, 300)
}

function show(value: unknown): string {
  const text = value instanceof RegExp ? String(value) : (JSON.stringify(value) ?? String(value))
  return text.length <= 160 ? text : `${text.slice(0, 160)}…`
}
