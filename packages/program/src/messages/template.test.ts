import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { fillTemplate } from './template.ts'

const usd = { locale: 'en', currency: 'USD', timeZone: 'Europe/Berlin' }
const brought = '{friends, plural, =0 {nobody yet} one {# friend} other {# friends}}'

describe('a template', () => {
  test('is filled in one pass: a value cannot bring variables of its own', () => {
    expect(fillTemplate('{a} and {b}', { a: '{b}', b: '$& {a}' })).toBe('{b} and $& {a}')
    const form = '{n, plural, other {# of {a}}}'
    expect(fillTemplate(form, { n: 2, a: '# {n}' }, usd)).toBe('2 of # {n}')
  })

  test('keeps what it does not know, also names that every object has', () => {
    const text =
      '{nobody} {constructor} {__proto__} {toString} { a } {} {{a {a, shout} {a, __proto__} {a, plural}'
    expect(fillTemplate(text, { a: 'x' })).toBe(text)
  })

  test('has the form of a number that each language has', () => {
    const say = (friends: number, locale: string, text = brought) =>
      fillTemplate(text, { friends }, { locale })
    expect([0, 1, 2, 1234].map((count) => say(count, 'en'))).toEqual([
      'nobody yet',
      '1 friend',
      '2 friends',
      '1,234 friends',
    ])
    const polish = '{friends, plural, one {# osoba} few {# osoby} many {# osób} other {# osoby}}'
    expect([1, 3, 5, 22].map((count) => say(count, 'pl', polish))).toEqual([
      '1 osoba',
      '3 osoby',
      '5 osób',
      '22 osoby',
    ])
    expect(say(1234, 'de')).toBe('1.234 friends')
  })

  test('writes money and days as the language does', () => {
    const values = { earned: 105_050, until: Date.UTC(2027, 2, 30, 23) }
    const text = '{earned, money} until {until, date}'
    expect(fillTemplate(text, values, usd)).toBe('$1,050.50 until March 31')
    expect(fillTemplate(text, values, { ...usd, locale: 'de' })).toBe('1.050,50\u00A0$ until 31. März')
  })

  test('counts what is not known as none, and writes nothing for it', () => {
    expect(fillTemplate(`[{friends}] ${brought}`, { friends: undefined }, usd)).toBe('[] nobody yet')
  })

  test('never throws into a page because of its locale, currency or time', () => {
    for (const wrong of ['', 'no_locale', '!', 'x'.repeat(99)]) {
      const speech = { locale: wrong, currency: wrong }
      expect(fillTemplate(brought, { friends: 2 }, speech)).toBe('2 friends')
      expect(fillTemplate('{n, money}{t, date}', { n: 100, t: 0 }, speech)).not.toContain('{')
    }
    expect(fillTemplate('{t, date}', { t: 0 }, { timeZone: 'Nowhere' })).not.toContain('{')
    expect(fillTemplate('{t, date}', { t: Number.NaN }, usd)).not.toContain('{')
  })

  test('of hostile braces is read in no time', () => {
    const start = performance.now()
    for (const text of [
      '{a, plural, one {'.repeat(500),
      '{'.repeat(5000),
      '{a, b, '.repeat(2000),
      '{a,{'.repeat(2000),
    ])
      fillTemplate(text, { a: 1 }, usd)
    expect(performance.now() - start).toBeLessThan(500)
  })

  test('takes values as they are, whatever they hold', () => {
    const hostile = fc.oneof(
      fc.string({ unit: 'grapheme' }),
      fc.constantFrom('{b}', '#', '{n, plural, other {#}}', '$1', '$&', '\\', '}{', '<b>'),
    )
    fc.assert(
      fc.property(hostile, hostile, fc.nat(), (a, b, n) => {
        const said = fillTemplate('<{a}|{b}|{n, plural, one {# {a}} other {# {a}}}>', { a, b, n })
        const number = n.toLocaleString()
        expect(said).toBe(`<${a}|${b}|${number} ${a}>`)
      }),
    )
  })
})
