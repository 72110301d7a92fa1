import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { fits } from './json-schema.fixture.ts'
import { programJsonSchema } from './json-schema.ts'
import { findProblems, parseProgram } from './parse.ts'
import { shop } from '../shop.fixture.ts'

describe('a program that uses everything', () => {
  const when = { conversion: 'purchase' } as const
  const everything = {
    ...shop,
    timeZone: 'America/New_York',
    segments: [
      { id: 'loyal', where: { type: 'not', of: { type: 'one-of', attribute: 'plan', values: ['free', 1] } } },
    ],
    seasons: [
      { id: 'spring', from: '2027-03-01', to: '2027-03-31' },
      { id: 'easter', from: '2027-03-28', to: '2027-03-28' },
    ],
    incentives: [
      ...shop.incentives,
      {
        id: 'part',
        when: { ...when, type: 'each' },
        to: 'friend',
        give: { type: 'donation', name: 'a forest', amount: { percent: 0.29, upTo: 500 } },
        segment: 'loyal',
        season: 'easter',
        limit: {
          perFriend: { count: 1 },
          perParticipant: { money: 5000, per: 'day' },
          total: { count: 9, money: 9 },
        },
      },
      {
        id: 'tiers',
        when: {
          ...when,
          type: 'milestone',
          count: 'money',
          at: 1,
          per: 'friend',
          repeat: { every: 1001, upTo: 1_000_000 },
        },
        to: 'referrer',
        give: {
          type: 'cash',
          amount: {
            by: 'ordinal',
            tiers: [
              { from: 1, amount: 5 },
              { from: 2, amount: 6 },
            ],
          },
        },
      },
      {
        id: 'rank',
        when: { ...when, type: 'rank', by: 'money', period: 'week', places: 3 },
        to: 'friend',
        give: { type: 'recognition', name: 'thanks' },
      },
      {
        id: 'lots',
        when: { ...when, type: 'each' },
        to: 'friend',
        give: { type: 'entry', draw: 'car', entries: 2 },
      },
      {
        id: 'car',
        when: { type: 'draw', period: 'year', winners: 1 },
        to: 'referrer',
        give: { type: 'product', name: 'a car' },
      },
    ],
    moments: [{ id: 'order', on: { type: 'event', name: 'purchase', nth: 3 }, open: 'progress' }],
    experiments: [
      {
        id: 'title',
        segment: 'loyal',
        control: 'a',
        variants: [{ id: 'a' }, { id: 'b', copy: { en: { subject: '{referrer}' } } }],
      },
    ],
    targets: [{ metric: 'referral-rate', value: 2.5, from: '2027-01-01', to: '2027-12-31' }],
    copy: {
      en: {
        ...shop.copy.en,
        message:
          '{friends, plural, =0 {} one {# friend} other {# friends of {referrer}}} {earned, money} {until, date} {friends} {friends, number}',
      },
      'pt-BR': { ...shop.copy.en, rewards: { car: 'um carro' } },
    },
  } as const

  test('has nothing wrong with it', () => {
    expect(findProblems(everything)).toEqual([])
    expect(fits(programJsonSchema(), everything)).toBe(true)
  })

  test('in which anything is torn out or replaced says so, and never throws', { timeout: 30_000 }, () => {
    const anything = fc.constantFrom<unknown>(
      undefined,
      null,
      0,
      -1,
      1e99,
      '',
      'x',
      '{',
      [],
      [null],
      {},
      { type: 'x' },
      true,
      Number.NaN,
    )
    const places = pathsOf(everything)
    fc.assert(
      fc.property(fc.constantFrom(...places), anything, (path, value) => {
        const broken = structuredClone(everything) as unknown
        const parent = path.slice(0, -1).reduce((at, key) => (at as Record<string, unknown>)[key], broken)
        Object.assign(parent as object, { [path.at(-1)!]: value })
        const problems = findProblems(broken)
        expect(problems.filter(({ given, remedy }) => !given || !/[.?]"?$/.test(remedy))).toEqual([])
        if (problems.length === 0) expect(parseProgram(broken)).toBeDefined()
      }),
      { numRuns: 1_000 },
    )
  })
})

const pathsOf = (value: unknown, path: readonly string[] = []): string[][] =>
  typeof value === 'object' && value !== null
    ? Object.entries(value).flatMap(([key, part]) => [[...path, key], ...pathsOf(part, [...path, key])])
    : []
