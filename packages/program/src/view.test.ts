import { expect, test } from 'vitest'
import { parseProgram } from './check/parse.ts'
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

test('budgets and pools are the owner’s alone; seasons, limits and moments are for all to see', () => {
  const [credit, welcome] = shop.incentives
  const view = viewProgram(
    parseProgram({
      ...shop,
      timeZone: 'Europe/Berlin',
      seasons: [{ id: 'spring', from: '2027-03-01', to: '2027-03-31' }],
      moments: [{ id: 'promoter', on: { type: 'feedback' } }],
      incentives: [
        {
          ...credit,
          season: 'spring',
          limit: { perParticipant: { count: 10, per: 'month' }, total: { money: 777_000 } },
        },
        { ...welcome, give: { type: 'coupon', pool: 'secret-pool' } },
      ],
      copy: { en: { ...en, rewards: {} } },
    }),
  )
  expect(JSON.stringify(view)).not.toMatch(/777000|secret-pool/)
  expect(view.incentives[0]).toMatchObject({
    season: 'spring',
    limit: { perParticipant: { count: 10, per: 'month' } },
  })
  expect(view).toMatchObject({ timeZone: 'Europe/Berlin', seasons: [{ id: 'spring' }] })
  expect(view.moments?.[0]?.on).toEqual({ type: 'feedback', atLeast: 9 })
})

test('experiments come in the one language too', () => {
  const variants = [
    { id: 'plain' },
    { id: 'warm', copy: { en: { title: 'For a friend' }, de: { title: 'Für Freunde' } } },
  ]
  const tested = parseProgram({
    ...shop,
    copy: program.copy,
    experiments: [{ id: 'title', control: 'plain', variants }],
  })
  const warm = (wanted: string) => viewProgram(tested, [wanted]).experiments?.[0]?.variants[1]?.copy
  expect(warm('de')).toEqual({ de: { title: 'Für Freunde' } })
  expect(warm('pt-BR')).toEqual({})
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
