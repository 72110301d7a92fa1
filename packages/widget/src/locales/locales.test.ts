import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { defaultLabel } from '../elements/labels.ts'
import { words as english } from './en.ts'
import { directionOf, loadWords, localeFor } from './load.ts'
import { overrideWords } from './override.ts'
import { words as englishPanels } from './panels/en.ts'
import { loadPanelWords } from './panels/load.ts'
import { sayCount, sayDate } from './say.ts'

const folder = import.meta.dirname
const languages = readdirSync(folder)
  .filter((file) => /^[a-z]{2}\.ts$/.test(file))
  .map((file) => file.slice(0, 2))
const categories = ['one', 'two', 'few', 'many', 'other'] as const

type Tree = { readonly [key: string]: string | Tree }
const isPlural = (value: Tree): boolean =>
  'other' in value && Object.keys(value).every((key) => categories.some((category) => category === key))
/** The texts of a language by their paths; a plural is one path with all of its forms. */
function textsOf(tree: Tree, path = ''): Map<string, Tree | string> {
  const entries = Object.entries(tree).flatMap(([key, value]) => {
    const at = path ? `${path}.${key}` : key
    return typeof value === 'string' || isPlural(value) ? [[at, value] as const] : [...textsOf(value, at)]
  })
  return new Map(entries)
}
const variablesOf = (text: string): string[] => [...text.matchAll(/\{\w+\}/g)].map(([name]) => name).sort()
const asTree = (words: object): Tree => words as Tree

describe.each([
  ['dialog', loadWords, asTree(english)],
  ['other elements', loadPanelWords, asTree(englishPanels)],
])('the words of the %s', (_, load, reference) => {
  const expected = textsOf(reference)

  it.each(languages)('are all there in "%s", and no others', async (language) => {
    const words = await load(language)
    expect(words.language).toBe(language)
    expect([...textsOf(asTree(words)).keys()].sort()).toEqual([...expected.keys()].sort())
  })

  it.each(languages)('have the same variables in "%s", none of them empty or loud', async (language) => {
    const texts = textsOf(asTree(await load(language)))
    for (const [path, text] of texts) {
      const model = expected.get(path)!
      const forms = typeof text === 'string' ? { only: text } : text
      for (const [form, said] of Object.entries(forms) as [string, string][]) {
        const wanted = variablesOf(typeof model === 'string' ? model : (model['other'] as string))
        // A form that stands for one number may have it in words.
        const isInWords = /^(one|two)$/.test(form) && !said.includes('{count}')
        expect
          .soft(variablesOf(said), `${path} ${form}`)
          .toEqual(wanted.filter((name) => !(isInWords && name === '{count}')))
        expect.soft(said, path).toMatch(/^[^!！]*\S[^!！]*$/)
      }
    }
  })

  it.each(languages)('have the forms that numbers take in "%s"', async (language) => {
    const rules = new Intl.PluralRules(language)
    const needed = new Set(Array.from({ length: 200 }, (_, count) => rules.select(count + 1)))
    for (const [path, text] of textsOf(asTree(await load(language)))) {
      if (typeof text === 'string' || /money/.test(path)) continue
      const missing = [...needed].filter((form) => !(form in text))
      const useless = Object.keys(text).filter(
        (form) => !rules.resolvedOptions().pluralCategories.includes(form as 'one'),
      )
      expect.soft([missing, useless], path).toEqual([[], []])
    }
  })

  it('are all used', () => {
    const source = sources(join(folder, '..')).join('\n')
    const unused = Object.keys(reference).filter(
      (key) => !new RegExp(`(?:\\.|[{,]\\s*)${key}\\b`).test(source),
    )
    expect(unused).toEqual([])
  })
})

/** Everything that may use a word. */
function sources(path: string): string[] {
  return readdirSync(path, { withFileTypes: true }).flatMap((entry) => {
    if (entry.isDirectory()) return entry.name === 'locales' ? [] : sources(join(path, entry.name))
    const isSource = /\.tsx?$/.test(entry.name) && !/\.test\.|testing/.test(entry.name)
    return isSource ? [readFileSync(join(path, entry.name), 'utf8')] : []
  })
}

describe('languages', () => {
  it('are those of the other elements too, and have a text for the button', () => {
    const panels = readdirSync(join(folder, 'panels')).filter((file) => /^[a-z]{2}\.ts$/.test(file))
    expect(panels.map((file) => file.slice(0, 2))).toEqual(languages)
    const labels = languages.map(defaultLabel)
    expect(new Set(labels).size).toBe(languages.length)
  })

  it('have no word twice, so that an owner’s own goes to one place', () => {
    expect(Object.keys(english).filter((key) => key in englishPanels)).toEqual(['language'])
  })

  it('loads the language of a tag, and English for one that there is not', async () => {
    expect((await loadWords('de-AT')).copied).toBe('Kopiert')
    expect((await loadWords('tlh')).copied).toBe('Copied')
    expect((await loadWords('constructor')).copied).toBe('Copied')
    expect((await loadPanelWords('zh-Hans-CN')).you).toBe('你')
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

describe('an owner’s own words', () => {
  const own = { en: { copied: 'Got it', troubles: { offline: 'Wait for it' } }, de: { copied: 'Hab ich' } }

  it('stand in the places of ours, in their language only', async () => {
    const { copied, troubles, copy } = await loadWords('en', own)
    expect([copied, troubles.offline, troubles.email, copy]).toEqual([
      'Got it',
      'Wait for it',
      'That address does not look right. Please check it.',
      'Copy link',
    ])
    expect((await loadWords('fr', own)).copied).toBe('Copié')
  })

  it('make a language that we have not, with the forms that its numbers take', async () => {
    const czech = {
      cs: { copied: 'Zkopírováno', friends: { one: '{count} přítel', few: '{count} přátelé' } },
    }
    const words = await loadWords('cs-CZ', czech)
    expect([words.language, words.copied, words.copy]).toEqual(['cs', 'Zkopírováno', 'Copy link'])
    expect(sayCount(words.friends, 3, 'cs')).toBe('3 přátelé')
    expect((await loadPanelWords('cs', czech)).language).toBe('cs')
    expect((await loadWords('sk', czech)).language).toBe('en')
  })

  it('are left out where they are no text', () => {
    const wrong: object = { en: { copied: 7, troubles: 'none', language: 'xx', __proto__: { copy: 'no' } } }
    expect(overrideWords(english, wrong as typeof own)).toEqual(english)
  })
})

describe('what is said', () => {
  it('puts numbers into the form that they take', () => {
    const forms = english.togo.friends
    expect(sayCount(forms, 1, 'en', { reward: 'a mug' })).toBe('1 more friend to a mug')
    expect(sayCount(forms, 2000, 'en', { reward: 'a mug' })).toBe('2,000 more friends to a mug')
    expect(sayCount({ other: '{count} znajomych' }, 3, 'pl')).toBe('3 znajomych')
  })

  it.each([
    ['pl', 2, '2 wizyty'],
    ['pl', 5, '5 wizyt'],
    ['ar', 2, 'زيارتان'],
    ['he', 1, 'ביקור אחד'],
    ['ja', 3, '3件の訪問'],
  ])('says in "%s" that there were %i visits', async (language, count, expected) => {
    expect(sayCount((await loadWords(language)).visits, count, language)).toBe(expected)
  })

  it('writes days as the reader does', () => {
    const at = Date.UTC(2026, 11, 6, 12)
    expect(sayDate(at, 'en-US', at)).toBe('Dec 6')
    expect(sayDate(at, 'en-GB', at)).toBe('6 Dec')
    expect(sayDate(at, 'en-US', Date.UTC(2027, 5, 1))).toBe('Dec 6, 2026')
  })
})
