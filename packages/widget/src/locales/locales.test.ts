import { describe, expect, it } from 'vitest'
import { words as german } from './de.ts'
import { words as english } from './en.ts'
import { directionOf, loadWords, localeFor } from './load.ts'
import { sayCount, sayDate } from './say.ts'

const variables = (value: unknown): unknown =>
  typeof value === 'string'
    ? [...value.matchAll(/\{\w+\}/g)].map(([name]) => name).sort()
    : Object.fromEntries(Object.entries(value as object).map(([key, part]) => [key, variables(part)]))

describe('languages', () => {
  it('loads the language of a tag, and English for one that there is not', async () => {
    expect((await loadWords('de-AT')).copied).toBe('Kopiert')
    expect((await loadWords('tlh')).copied).toBe('Copied')
    expect((await loadWords('constructor')).copied).toBe('Copied')
  })

  it('uses the same variables in every language', () => {
    const { language: _, ...inEnglish } = english
    const { language: __, ...inGerman } = german
    expect(variables(inGerman)).toEqual(variables(inEnglish))
  })

  it('has no text left empty', () => {
    expect(JSON.stringify([english, german])).not.toContain('""')
  })

  it.each([
    ['en', ['en-GB', 'de'], 'en-GB'],
    ['de', ['en-GB', 'de-AT'], 'de-AT'],
    ['en', ['ar'], 'en'],
    ['en', ['en_US', 'en-a-', ''], 'en'],
  ])('formats %s for %j as %s', (language, tags, expected) => {
    expect(localeFor(language, tags)).toBe(expected)
  })

  it('knows which way it is written', () => {
    expect([directionOf('he-IL'), directionOf('ar'), directionOf('en'), directionOf('arn')]).toEqual([
      'rtl',
      'rtl',
      'ltr',
      'ltr',
    ])
  })
})

describe('what is said', () => {
  it('puts numbers into the form that they take', () => {
    const forms = english.togo.friends
    expect(sayCount(forms, 1, 'en', { reward: 'a mug' })).toBe('1 more friend to a mug')
    expect(sayCount(forms, 2000, 'en', { reward: 'a mug' })).toBe('2,000 more friends to a mug')
    expect(sayCount({ other: '{count} znajomych' }, 3, 'pl')).toBe('3 znajomych')
  })

  it('writes days as the reader does', () => {
    const at = Date.UTC(2026, 11, 6, 12)
    expect(sayDate(at, 'en-US', at)).toBe('Dec 6')
    expect(sayDate(at, 'en-GB', at)).toBe('6 Dec')
    expect(sayDate(at, 'en-US', Date.UTC(2027, 5, 1))).toBe('Dec 6, 2026')
  })
})
