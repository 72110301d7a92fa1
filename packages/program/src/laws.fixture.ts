import { isDeepStrictEqual } from 'node:util'
import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { runs } from './runs.fixture.ts'

/** What holds of a case, given what was decided of it; throws where it does not. */
export type Law<Case, Decided> = (given: Case, decided: Decided) => void

/**
 * Declares properties that share their cases: each case is made and decided once and then put to every law, which is
 * most of what a property costs. The first test of the file does that for all of them; a law that breaks is shrunk by
 * itself, in its own test.
 */
export function createLaws<Case, Decided>(
  cases: fc.Arbitrary<Case>,
  decide: (given: Case) => Decided,
): (title: string, law: Law<Case, Decided>) => void {
  const settings = { ...runs, seed: Date.now() | 0 }
  const laws: Law<Case, Decided>[] = []
  let broken: Set<Law<Case, Decided>> | undefined

  function putAll(): Set<Law<Case, Decided>> {
    const found = new Set<Law<Case, Decided>>()
    const put = (given: Case): void => {
      const decided = decide(given)
      for (const law of laws) {
        if (found.has(law)) continue
        try {
          law(given, decided)
        } catch {
          found.add(law)
        }
      }
    }
    fc.assert(fc.property(cases, put), settings)
    return found
  }

  return (title, law) => {
    laws.push(law)
    test(title, () => {
      broken ??= putAll()
      // The same seed makes the same cases, so that this finds it again.
      if (broken.has(law)) {
        fc.assert(
          fc.property(cases, (given) => law(given, decide(given))),
          settings,
        )
        throw new Error(
          'A law broke once, and not again with the same case: it is not a function of the case.',
        )
      }
    })
  }
}

/** As `expect(found).toEqual(expected)`, and several times as fast where they are equal. */
export function expectSame(found: unknown, expected: unknown): void {
  if (!isDeepStrictEqual(found, expected)) expect(found).toEqual(expected)
}

/** Another order of a list for each seed; no order is more likely than others. */
export function shuffled<T>(list: readonly T[], seed: number): T[] {
  return list
    .map((item, index) => ({ item, place: mixed(seed, index) }))
    .toSorted((a, b) => a.place - b.place)
    .map(({ item }) => item)
}

/** Some items of a list, by the same kind of chance. */
export const someOf = <T>(list: readonly T[], seed: number): T[] =>
  list.filter((_, index) => (mixed(seed, index) & 1) === 1)

/** A whole number that says nothing about its arguments (the finalizer of MurmurHash3). */
function mixed(seed: number, index: number): number {
  let hash = Math.imul(seed ^ Math.imul(index + 1, 0x9e3779b1), 0x85ebca6b)
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35)
  return (hash ^ (hash >>> 16)) >>> 0
}
