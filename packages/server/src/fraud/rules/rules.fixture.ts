import type { FraudRules } from '@goodword/program'
import { expect, test } from 'vitest'
import { shop } from '../../backend/shop.fixture.ts'
import type { Finding } from '../finding.ts'

/** The rules as they are when a program says nothing of them. */
export const defaults: FraudRules = shop.fraud

/** What a rule says: `hold` as far as it is concerned, `show` for a sign that holds nothing, `-` for nothing. */
export const toldBy = (finding: Finding | undefined): 'hold' | 'show' | '-' =>
  finding ? (finding.weak ? 'show' : 'hold') : '-'

/** One test for each case: what it is, the facts, and what the rule says. */
export function tryCases<Facts>(
  rule: (facts: Facts) => Finding | undefined,
  cases: readonly (readonly [title: string, facts: Facts, told: 'hold' | 'show' | '-'])[],
): void {
  test('has twenty cases for it and twenty against', () => {
    expect(cases.filter(([, , told]) => told !== '-').length).toBeGreaterThanOrEqual(20)
    expect(cases.filter(([, , told]) => told === '-').length).toBeGreaterThanOrEqual(20)
  })
  test.each(cases)('%s', (_, facts, told) => {
    expect(toldBy(rule(facts))).toBe(told)
  })
  test('keeps nothing that names a person', () => {
    for (const [, facts] of cases) {
      const text = JSON.stringify(rule(facts)?.evidence ?? {})
      expect(text).not.toMatch(/@|\.(com|example|org)\b/)
    }
  })
}
