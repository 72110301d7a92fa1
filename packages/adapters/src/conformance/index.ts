import { attribution } from './attribution.ts'
import { badEvents } from './bad-events.ts'
import { enrolment } from './enrolment.ts'
import { events } from './events.ts'
import { friends } from './friends.ts'
import { giving } from './giving.ts'
import { lookup } from './lookup.ts'
import { missing } from './missing.ts'
import { orders } from './orders.ts'
import { outside } from './outside.ts'
import { overview } from './overview.ts'
import { publicFace } from './public-face.ts'
import { refunds } from './refunds.ts'
import { runCase, type Cases } from './results.ts'
import { rewarding } from './rewarding.ts'
import { sharingOut } from './sharing-out.ts'
import type { Subject } from './scene.ts'

export { conformanceProgram } from './program.ts'
export { fairProgram } from './fair-program.ts'
export { runCases, type CaseResult, type Cases } from './results.ts'
export {
  countResults,
  describeResults,
  judgeCapabilities,
  oneLine,
  type Count,
  type Verdict,
} from './report.ts'
export type { ConformanceCase, Need, Scene, Subject } from './scene.ts'

/** Every rule of the contract, by area. */
export const conformanceCases: Cases = {
  'the public program': publicFace,
  enrolment,
  lookup,
  events,
  'events that are none': badEvents,
  orders,
  friends,
  attribution,
  refunds,
  'rewards by the program': rewarding,
  'rewards, and giving them': giving,
  'everybody together': overview,
  'to and from outside': outside,
  'what is not offered': missing,
}

/** What rests on everybody's rewards, for backends that hold `fairProgram`. */
export const fairCases: Cases = {
  'sharing out': sharingOut,
}

/** What `testBackend` needs of a test runner; vitest, jest and node:test all have it. */
export interface Runner {
  describe(title: string, body: () => void): void
  it(title: string, body: (context?: RunnerContext) => Promise<void>): void
}

/** What a test may be told while it runs; a case that is not offered is skipped where that can be said. */
export interface RunnerContext {
  readonly skip?: (note?: string) => unknown
}

/**
 * Registers every case as a test of one subject. `optOuts` names what the subject does not offer, each with its
 * reason; anything else that is not offered fails, and so does an opt-out that is offered after all.
 */
export function testBackend(
  runner: Runner,
  subject: () => Subject | Promise<Subject>,
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
  cases: Cases,
  subject: () => Subject | Promise<Subject>,
  optOuts: Readonly<Record<string, string>>,
): void {
  for (const [area, rules] of Object.entries(cases)) {
    runner.describe(`conformance: ${area}`, () => {
      for (const rule of rules) {
        runner.it(rule.title, async ({ skip } = {}) => {
          const { status, missing, error } = await runCase(area, rule, await subject())
          if (status === 'failed') throw error
          const expected = rule.needs.find((need) => need in optOuts)
          if (missing === `without ${rule.lacks}`) {
            if (rule.lacks && rule.lacks in optOuts)
              throw new Error(`"${rule.lacks}" is offered: remove the opt-out.`)
          } else if (missing && !(missing in optOuts)) {
            throw new Error(`"${missing}" is not offered; name it in optOuts with its reason.`)
          } else if (expected && !missing) {
            throw new Error(`"${expected}" is offered: remove the opt-out.`)
          }
          if (missing) skip?.(`not offered: ${missing}`)
        })
      }
    })
  }
}
