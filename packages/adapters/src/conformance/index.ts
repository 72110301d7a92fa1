import { attribution } from './attribution.ts'
import { enrolment } from './enrolment.ts'
import { events } from './events.ts'
import { publicFace } from './public-face.ts'
import { rewarding } from './rewarding.ts'
import { sharingOut } from './sharing-out.ts'
import { createScene, type ConformanceCase, type Subject } from './scene.ts'

export { conformanceProgram } from './program.ts'
export { fairProgram } from './fair-program.ts'
export type { ConformanceCase, Scene, Subject } from './scene.ts'

/** Every rule of the contract, by area. */
export const conformanceCases: Readonly<Record<string, readonly ConformanceCase[]>> = {
  'the public program': publicFace,
  enrolment,
  events,
  attribution,
  rewards: rewarding,
}

/** What rests on everybody's rewards, for backends that hold `fairProgram`. */
export const fairCases: Readonly<Record<string, readonly ConformanceCase[]>> = {
  'sharing out': sharingOut,
}

/** Runs one case; says why instead when the subject does not offer what it needs. */
export async function runCase(
  rule: ConformanceCase,
  subject: Subject,
): Promise<'passed' | `not offered: ${string}`> {
  await subject.backend.program()
  for (const need of rule.needs) {
    const offered = need === 'clock' ? subject.travel : subject.backend.supports.has(need)
    if (!offered) return `not offered: ${need}`
  }
  await rule.run(createScene(subject))
  return 'passed'
}

/** What `testBackend` needs of a test runner; vitest, jest and node:test all have it. */
export interface Runner {
  describe(title: string, body: () => void): void
  it(title: string, body: () => Promise<void>): void
}

/**
 * Registers every case as a test of one subject. `optOuts` names what the subject does not offer, each with its
 * reason; anything else that is not offered fails, and so does an opt-out that is offered after all.
 */
export function testBackend(
  runner: Runner,
  subject: () => Subject,
  optOuts: Readonly<Record<string, string>> = {},
): void {
  testCases(runner, conformanceCases, subject, optOuts)
}

/** As `testBackend`, with `fairProgram`: `subject` makes a new backend for each case, with nothing in it. */
export function testFairness(
  runner: Runner,
  subject: () => Subject | Promise<Subject>,
  optOuts: Readonly<Record<string, string>> = {},
): void {
  testCases(runner, fairCases, subject, optOuts)
}

function testCases(
  runner: Runner,
  cases: Readonly<Record<string, readonly ConformanceCase[]>>,
  subject: () => Subject | Promise<Subject>,
  optOuts: Readonly<Record<string, string>>,
): void {
  for (const [area, rules] of Object.entries(cases)) {
    runner.describe(`conformance: ${area}`, () => {
      for (const rule of rules) {
        runner.it(rule.title, async () => {
          const missing = (await runCase(rule, await subject())).split(': ')[1]
          const expected = rule.needs.find((need) => need in optOuts)
          if (missing !== expected) {
            throw new Error(
              missing
                ? `"${missing}" is not offered; name it in optOuts with its reason.`
                : `"${expected}" is offered: remove the opt-out.`,
            )
          }
        })
      }
    })
  }
}
