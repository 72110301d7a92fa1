import { describe, expect, test } from 'vitest'
import { findProblems } from './parse.ts'
import { shop } from '../shop.fixture.ts'

const en = shop.copy.en
const [credit, welcome, bag] = shop.incentives
/** `path: remedy` of every problem. */
const told = (input: unknown): string[] => findProblems(input).map(({ path, remedy }) => `${path}: ${remedy}`)

describe('what one field says of another', () => {
  test('an incentive names a conversion that is there', () => {
    const when = { type: 'each', conversion: 'purchse' }
    expect(told({ ...shop, incentives: [{ ...credit, when }, welcome, bag] })).toEqual([
      'incentives.0.when.conversion: Name one of the program’s conversions; did you mean "purchase"?',
    ])
  })

  test('names and ids are there once', () => {
    expect(
      told({
        ...shop,
        conversions: [...shop.conversions, { name: 'purchase' }],
        incentives: [credit, credit, bag],
        channels: ['x', 'x'],
      }),
    ).toEqual([
      'conversions.1.name: Take it out, or call it something else: conversions.0 is the same.',
      'incentives.1.id: Take it out, or call it something else: incentives.0 is the same.',
      'channels.1: Take it out, or call it something else: channels.0 is the same.',
    ])
  })

  test('a milestone of friends is the referrer’s', () => {
    expect(told({ ...shop, incentives: [credit, welcome, { ...bag, to: 'friend' }] })).toEqual([
      'incentives.2.to: Write "referrer": friends are counted for the one who brings them. Or count "orders".',
    ])
  })

  test('the currency is one that exists', () => {
    expect(told({ ...shop, currency: 'USE' })).toEqual([
      'currency: Write the ISO 4217 code of a currency in use, such as "USD" or "EUR".',
    ])
  })

  test('channels are known, in the list and in the copy', () => {
    expect(
      told({ ...shop, channels: ['whatsap'], copy: { en: { ...en, channels: { smoke: 'x' } } } }),
    ).toEqual([
      expect.stringMatching(/^channels\.0: Use one of "whatsapp", "email", .*; did you mean "whatsapp"\?$/),
      expect.stringMatching(/^copy\.en\.channels\.smoke: Use one of "whatsapp", .*, "teams"\.$/),
    ])
  })

  test('there is copy in the language that everyone else gets', () => {
    expect(told({ ...shop, locale: 'de' })).toEqual([
      'copy: Add copy for "de", the language that everyone else gets, or set `locale` to one that is there.',
    ])
  })

  test('rewards are called by the ids of incentives, and messages use variables that exist', () => {
    const copy = {
      en: { ...en, rewards: { 'fre-bag': 'x' }, message: 'Hi {freind}, {link}', disclosure: '{youget}' },
    }
    expect(told({ ...shop, copy })).toEqual([
      'copy.en.rewards.fre-bag: Use the id of one of the program’s incentives; did you mean "free-bag"?',
      expect.stringMatching(/^copy\.en\.message: Use one of \{link\}, \{code\}, /),
      expect.stringMatching(/^copy\.en\.disclosure: .*; did you mean "youGet"\?$/),
    ])
  })

  test('the landing page carries no code of its own, and hosts are hosts', () => {
    expect(
      told({
        ...shop,
        url: 'https://shop.example/?via=AMY',
        hosts: ['shop.example', 'a..b', 'ok-1.example:8080'],
      }),
    ).toEqual([
      'url: Take `via` out of the address: that is where each link carries its own code.',
      'hosts.0: Take it out: the host of `url` is always allowed.',
      'hosts.1: Write a host name such as "www.shop.example".',
    ])
  })

  test('amounts are at most 10^12 in minor units', () => {
    const give = (amount: number) => ({ type: 'credit', amount })
    const rich = (amount: number) => ({
      ...shop,
      incentives: [{ ...credit, give: give(amount) }, welcome, bag],
    })
    expect(told(rich(10 ** 12))).toEqual([])
    expect(told(rich(10 ** 12 + 1)).join('\n')).toContain('1000000000000')
  })

  test('is checked in programs that have other mistakes too', () => {
    expect(told({ ...shop, id: '!', locale: 'fr' }).map((line) => line.split(':')[0])).toEqual(['id', 'copy'])
  })

  test('segments and draws are named by their ids, wherever that is', () => {
    const variants = [{ id: 'a' }, { id: 'b' }]
    const entry = { type: 'entry', draw: 'bag' }
    expect(
      told({
        ...shop,
        segments: [{ id: 'loyal', where: { type: 'exists', attribute: 'plan' } }],
        experiments: [{ id: 'title', segment: 'royal', control: 'a', variants }],
        incentives: [{ ...credit, give: entry }, welcome, bag],
      }),
    ).toEqual([
      'incentives.0.give.draw: Take it out, or add "bag" first: the program has no draws.',
      'experiments.0.segment: Name one of the program’s segments; did you mean "loyal"?',
    ])
  })

  test('one mistake is told once, and what follows from it is not', () => {
    const percent = { ...credit, give: { type: 'credit', amount: { percent: 10 } } }
    const change = (conversion: object, incentive: object = percent) =>
      told({
        ...shop,
        conversions: [{ name: 'purchase', ...conversion }],
        incentives: [incentive, welcome, bag],
      })
    expect(change({ valeu: true })).toEqual([expect.stringContaining('did you mean `value`?')])
    expect(change({ value: 'yes' })).toEqual([expect.stringContaining('true or false')])
    expect(change({}, { ...credit, give: { type: 'coupon', cod: 'TEN' } })).toEqual([
      'incentives.0.give.cod: There is no `cod` here; did you mean `code`?',
    ])
    expect(change({ value: true }, { ...credit, when: [] })).toEqual([
      expect.stringMatching(/^incentives\.0\.when: Write an object/),
    ])
    expect(told({ ...shop, copy: [en] })).toContain('copy: Write an object, { … }, and no list.')
  })
})
