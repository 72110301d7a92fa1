import { createScene, type ConformanceCase, type Need, type Subject } from './scene.ts'

/** What became of one case. */
export interface CaseResult {
  readonly area: string
  readonly title: string
  readonly needs: readonly Need[]
  readonly status: 'passed' | 'failed' | 'not offered'
  /** What is not offered; or `without X` when the case asks how the backend says that it has no X, and it has. */
  readonly missing?: Need | `without ${Need}`
  /** How it failed. */
  readonly error?: unknown
}

/** Cases by area. */
export type Cases = Readonly<Record<string, readonly ConformanceCase[]>>

/** What a case needs and the subject does not offer; `undefined` when it can be run. */
export function missingFor(
  { needs, lacks }: ConformanceCase,
  { backend, travel }: Subject,
): CaseResult['missing'] {
  if (lacks && backend.supports.has(lacks)) return `without ${lacks}`
  return needs.find((need) => {
    if (need === 'clock') return !travel
    if (need === 'ripe') return !travel && !backend.supports.has('stats.held')
    return !backend.supports.has(need)
  })
}

/** Runs one case, and says what became of it. Never rejects because of the backend. */
export async function runCase(area: string, rule: ConformanceCase, subject: Subject): Promise<CaseResult> {
  const { title, needs } = rule
  const base = { area, title, needs }
  try {
    // What a remote backend can do it says with its program.
    await subject.backend.program()
    const missing = missingFor(rule, subject)
    if (missing) return { ...base, status: 'not offered', missing }
    await rule.run(createScene(subject))
    return { ...base, status: 'passed' }
  } catch (error) {
    return { ...base, status: 'failed', error }
  }
}

/** Runs all cases, one after the other, each with the subject that `subject` gives it. */
export async function runCases(
  cases: Cases,
  subject: () => Subject | Promise<Subject>,
  onResult: (result: CaseResult) => void = () => {},
): Promise<CaseResult[]> {
  const results: CaseResult[] = []
  for (const [area, rules] of Object.entries(cases)) {
    for (const rule of rules) {
      const result = await runCase(area, rule, await subject())
      results.push(result)
      onResult(result)
    }
  }
  return results
}
