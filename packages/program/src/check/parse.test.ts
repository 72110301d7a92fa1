import { describe, expect, test } from 'vitest'
import { defineProgram } from './define.ts'
import { GoodwordError } from '../errors.ts'
import { findProblems, parseProgram } from './parse.ts'
import { shop } from '../shop.fixture.ts'

const en = shop.copy.en
const [credit, welcome, bag] = shop.incentives
/** `path: remedy` of every problem. */
const told = (input: unknown): string[] => findProblems(input).map(({ path, remedy }) => `${path}: ${remedy}`)
const without = (key: keyof typeof shop): object =>
  Object.fromEntries(Object.entries(shop).filter(([name]) => name !== key))

test('a program gets every default', () => {
  const program = parseProgram({ ...shop, conversions: [{ name: 'purchase' }] })
  expect(program).toMatchObject({
    locale: 'en',
    hosts: [],
    attribution: { touch: 'last', days: 90, params: ['via', 'ref'] },
    conversions: [{ name: 'purchase', value: false, trust: 'server', holdDays: 0 }],
    channels: ['whatsapp', 'email', 'sms', 'x'],
  })
})

test('an invalid program throws once, with every problem where people and programs can read it', () => {
  const parse = () => parseProgram({ ...shop, id: 'My Shop', currency: 'dollars' })
  expect(parse).toThrow(GoodwordError)
  try {
    parse()
  } catch (error) {
    const { code, problems, message } = error as GoodwordError
    expect(code).toBe('program-invalid')
    expect(problems.map(({ path }) => path)).toEqual(['id', 'currency'])
    expect(message).toBe(
      [
        'The program has 2 problems:',
        '  id: Write up to 64 lower-case letters, digits, "-" or "_", such as "purchase". Given: "My Shop".',
        '  currency: Write an ISO 4217 code such as "USD". Given: "dollars".',
      ].join('\n'),
    )
  }
})

test('a program in TypeScript is checked by its types and again at once', () => {
  expect(defineProgram(shop).id).toBe('shop')
  // @ts-expect-error a currency is a text
  expect(() => defineProgram({ ...shop, currency: 3 })).toThrow('currency: Write a text in quotes.')
})

describe('what one field says for itself', () => {
  test('every unknown key is named, with the one that was meant', () => {
    expect(
      told({
        ...shop,
        nam: 'x',
        colour: 'red',
        conversions: [{ name: 'purchase', holddays: 3, vlaue: true }],
      }),
    ).toEqual([
      'conversions.0.holddays: There is no `holddays` here; did you mean `holdDays`?',
      'conversions.0.vlaue: There is no `vlaue` here; did you mean `value`?',
      'nam: There is no `nam` here; did you mean `name`?',
      expect.stringMatching(
        /^colour: There is no `colour` here\. Take it out, or use one of `\$schema`, `id`, /,
      ),
    ])
  })

  test('what is missing is asked for, with what it is for', () => {
    expect(told(without('url'))).toEqual(['url: Add `url`. The landing page that links lead to.'])
    expect(findProblems(without('url'))[0]?.given).toBe('nothing')
  })

  test('a choice lists what there is and guesses what was meant', () => {
    expect(told({ ...shop, attribution: { touch: 'frist' } })).toEqual([
      'attribution.touch: Write "first" or "last"; did you mean "first"? Which link counts when a friend followed several.',
    ])
    expect(
      told({
        ...shop,
        incentives: [{ ...credit, give: { type: 'credits', amount: 1 } }],
        copy: { en: { ...en, rewards: {} } },
      })[0],
    ).toBe(
      'incentives.0.give.type: Write "credit", "cash", "coupon", "product", "access", "donation", "recognition" or "entry"; did you mean "credit"?',
    )
  })

  test.each([
    [
      'a broken amount',
      { incentives: [{ ...credit, give: { type: 'credit', amount: 10.5 } }, welcome, bag] },
      'incentives.0.give.amount: Write a whole number. In the currency’s smallest unit: 1050 is $10.50, and ¥1050.',
    ],
    [
      'a negative amount',
      { incentives: [{ ...credit, give: { type: 'credit', amount: -1 } }, welcome, bag] },
      'incentives.0.give.amount: Write 1 or more. In the currency’s smallest unit: 1050 is $10.50, and ¥1050.',
    ],
    [
      'a text for a number',
      { conversions: [{ name: 'purchase', holdDays: '14' }] },
      'conversions.0.holdDays: Write a number, without quotes. Days until its rewards are due, e.g. the return period.',
    ],
    [
      'a hold of years',
      { conversions: [{ name: 'purchase', holdDays: 999 }] },
      'conversions.0.holdDays: Write 365 or less. Days until its rewards are due, e.g. the return period.',
    ],
    ['no list', { conversions: {} }, 'conversions: Write a list: [ … ]. What a friend may do that counts.'],
    [
      'four steps',
      { copy: { en: { ...en, steps: Array.from({ length: 4 }, () => ({ title: 'x' })) } } },
      'copy.en.steps: Keep it to 3 entries; it has 4. How it works.',
    ],
    [
      'an address that runs code',
      { url: 'javascript:alert(1)' },
      'url: Write an address that starts with "https://" (or "http://" while developing).',
    ],
    [
      'an address with a password',
      { url: 'https://amy:secret@shop.example/' },
      'url: Write an address that starts with "https://" (or "http://" while developing).',
    ],
    [
      'a name that every object has',
      { conversions: [{ name: 'purchase' }, { name: 'constructor' }] },
      'conversions.1.name: Write another name: this one means something else.',
    ],
  ])('%s', (_, change, expected) => {
    expect(told({ ...shop, ...change })).toEqual([expected])
  })

  test.each([null, undefined, 3, 'shop', [], () => 1])('%o is no program', (input) => {
    expect(findProblems(input).length).toBeGreaterThan(0)
  })

  test('what was given is shown in 80 characters, even where JSON cannot', () => {
    const circle: unknown[] = []
    circle.push(circle)
    for (const id of ['x'.repeat(5000), 10n, circle, Symbol('x')])
      expect(findProblems({ ...shop, id })[0]!.given.length).toBeLessThanOrEqual(80)
    expect(findProblems({ ...shop, id: 'X'.repeat(99) })[0]?.given).toMatch(/^"X{78}…$/)
  })

  test('thousands of mistakes are all found and the message stays readable', () => {
    const junk = Object.fromEntries(Array.from({ length: 3000 }, (_, index) => [`junk${index}`, index]))
    expect(findProblems({ ...shop, ...junk })).toHaveLength(3000)
    expect(() => parseProgram({ ...shop, ...junk })).toThrow(/… and 2950 more\.$/)
  })
})
