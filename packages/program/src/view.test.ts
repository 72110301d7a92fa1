import { expect, test } from 'vitest'
import { parseProgram } from './parse.ts'
import { shop } from './shop.fixture.ts'
import { chooseLocale, viewProgram } from './view.ts'

const en = shop.copy.en
const program = parseProgram({
  ...shop,
  hosts: ['staging.internal.example'],
  copy: { en, de: { ...en, title: 'Hol dir 10 $' }, 'pt-BR': { ...en, title: 'Ganhe $10' } },
})

test('a coupon’s code and the program’s hosts never leave', () => {
  const text = JSON.stringify(viewProgram(program))
  expect(text).not.toContain('WELCOME10')
  expect(text).not.toContain('staging.internal.example')
  expect(viewProgram(program).incentives[1]?.give).toEqual({ type: 'coupon', code: '', amount: 1000 })
})

test('copy comes in one language, and the view says which', () => {
  const view = viewProgram(program, ['de-AT', 'en'])
  expect([view.locale, view.copy.title]).toEqual(['de', 'Hol dir 10 $'])
  expect(JSON.stringify(view)).not.toContain('Ganhe')
})

test('incentives are called what the language calls them', () => {
  expect(viewProgram(program).incentives.map(({ label }) => label)).toEqual([
    undefined,
    undefined,
    'a free bag of coffee',
  ])
})

test.each([
  [['pt-BR'], 'pt-BR'],
  [['PT-br'], 'pt-BR'],
  [['pt'], 'pt-BR'],
  [['de-CH', 'en'], 'de'],
  [['fr', 'de'], 'de'],
  [['fr'], 'en'],
  [[], 'en'],
  [['*', '', '-', '__proto__', 'constructor'], 'en'],
])('readers of %j get %s', (wanted, expected) => {
  expect(chooseLocale(program, wanted)).toBe(expected)
})
