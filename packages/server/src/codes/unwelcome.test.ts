import { expect, it } from 'vitest'
import { parseChosen } from './chosen-code.ts'
import { asMade, skeletonOf } from './typed-code.ts'
import { isOffensive, unwelcomeIn } from './unwelcome.ts'

const program = { id: 'shop', name: 'Juniper Coffee' }

it.each([
  'FUCK-YOU',
  'F-U-C-K',
  'FUUUCK',
  'FVCK',
  'PHUCK-FCK',
  '5H1T',
  'SH1T',
  'B1TCH',
  'A55',
  'A-S-S-HOLE',
  'A55H0LE',
  'N1GG3R',
  'F4GG0T',
  'WH0RE',
  'CUNT1',
  'TITS',
  'BIG-TITS',
  'COCK',
  'SEXY',
  'PORN',
  'P0RN',
  'RAPE',
  'NAZI',
  'NAZI-88',
  'HITLER',
  '1488',
  'KKK',
  'AMY-KKK',
  'ARSCH',
  'ARSCHLOCH',
  'FICKEN',
  'F1CK',
  'FOTZE',
  'HURENSOHN',
  'HURE',
  'WICHSER',
  'SCHEISSE',
  'SCHLAMPE',
  'PUTAIN',
  'PUTE',
  'SALOPE',
  'ENCULE',
  'CONNARD',
  'MERDE',
  'M3RDE',
  'NIQUE',
  'MIERDA',
  'PUTA',
  'PUT4',
  'JODER',
  'CABRON',
  'PENDEJO',
  'MARICON',
  'CHINGA',
  'CARALHO',
  'FODER',
  'BUCETA',
  'CAZZO',
  'C4ZZ0',
  'STRONZO',
  'PUTTANA',
  'VAFFANCULO',
  'COGLIONE',
  'MINCHIA',
  'KANKER',
  'KLOOTZAK',
  'HOER',
  'KURWA',
  'KVRWA',
  'CHUJ',
  'PIZDA',
  'BLYAT',
  'SUKA',
  'SIKTIR',
  'OROSPU',
])('%s is not for a code', (code) => {
  expect(isOffensive(code)).toBe(true)
  expect(() => parseChosen(code, program)).toThrow()
})

it.each([
  'AMY',
  'AMY-BAKES',
  'AMY42',
  'BO-1988',
  'BO88',
  'JOSE-LUIS',
  'CLASSIC',
  'GRAPES',
  'COCKTAIL',
  'COMPUTER',
  'UNIQUE',
  'MONIQUE',
  'DEBATE',
  'CATERING',
  'TORPEDO',
  'HEILBRONN',
  'LULU',
  'CHATTERBOX',
  'HUNGRY',
  'FUKUOKA',
  'REPUTATION',
  'SWANKY',
  'DICK',
  'ASSISI',
  'PASSION',
  'BASSET',
  'TITANIC',
  'ESSEX',
  'CUMIN',
  'ANALYST',
  'PEDALO',
  'HOMEWORK',
  'DRAPER',
  'MASSIMO',
  'KIRSTEN',
  'NIGEL',
  'MUSHROOM',
  'COFFEE4U',
  '4EVER',
  'TEAM-BO',
  'L33T',
  'X-RAY',
  'MAX',
  'KIM',
  'OSCAR',
  'VERGARA',
  'TROY',
])('%s is a fine code', (code) => expect(parseChosen(code, program)).toBe(code))

it.each([
  ['  amy bakes ', 'AMYBAKES'],
  ['José', 'JOSE'],
  ['amy–bakes', 'AMY-BAKES'],
  ['ａｍｙ', 'AMY'],
])('%j is kept as %s', (typed, code) => expect(parseChosen(typed, program)).toBe(code))

it.each([
  ['ab', /2 characters/],
  ['A'.repeat(21), /21 characters/],
  ['123456', /no letter/],
  ['-amy', /other signs/],
  ['amy--b', /other signs/],
  ['amy_b', /other signs/],
  ['амелия', /other signs/],
  ['<script>', /other signs/],
  ['amy\0', /other signs/],
  ['Admin', /kept for the program/],
  ['4DM1N', /kept for the program/],
  ['g00dword', /kept for the program/],
  ['SHOP', /kept for the program/],
  ['juniper-coffee', /kept for the program/],
  ['BCDFGHJKM', /kept for the program/],
])('%j is refused, with the reason', (typed, reason) =>
  expect(() => parseChosen(typed, program)).toThrow(reason),
)

it('sees what looks alike', () => {
  for (const [a, b] of [
    ['AMY-O', 'AMY0'],
    ['BILL', 'B111'],
    ['SAM', '5AM'],
    ['BOB', '808'],
    ['ANNE', '4NN3'],
    ['WILL', 'VVI1L'],
    ['MORE', 'RNORE'],
  ])
    expect([a, skeletonOf(a!)]).toEqual([a, skeletonOf(b!)])
  expect(skeletonOf('AMY')).not.toBe(skeletonOf('AMI'))
})

it('puts a typed code right where that is certain', () => {
  expect(asMade('bcd fgh-jkm')).toBe('BCDFGHJKM')
  expect(asMade('8CO-F6H-JKM')).toBe('BCDFGHJKM')
  expect(asMade('bcdfghjk')).toBeUndefined()
  expect(asMade('BCDFGHJK1')).toBeUndefined()
  expect(asMade('x'.repeat(100_000))).toBeUndefined()
})

it('refuses for chance what it would let a person choose', () => {
  expect([unwelcomeIn('ABCLS4D')('CLASS4BCD'), isOffensive('CLASS4BCD')]).toEqual([true, false])
})
