import { describe, expect, test } from 'vitest'
import { GoodwordError } from '../errors.ts'
import { parseProgram } from '../check/parse.ts'
import { shop } from '../shop.fixture.ts'
import { gatherRates } from './gathered.ts'
import { parseRates } from './rates-file.ts'
import { formatRates } from './rate-table.ts'

const program = parseProgram(shop)
const problemsOf = (input: unknown) => {
  try {
    parseRates(input, program)
  } catch (error) {
    if (error instanceof GoodwordError && error.code === 'rates-invalid') return error.problems
  }
  return []
}

describe('a rates file', () => {
  test('holds any of the rates, and what things cost', () => {
    const range = { low: 2500, likely: 3000, high: 4000 }
    const file = {
      shareRate: 0.08,
      orderValue: range,
      siteConversionRate: 0.03,
      unitCosts: { 'free-bag': 400 },
    }
    expect(parseRates(file, program)).toEqual({
      rates: { shareRate: 0.08, orderValue: range },
      siteConversionRate: 0.03,
      unitCosts: { 'free-bag': 400 },
    })
    expect(parseRates({}, program)).toEqual({ rates: {}, unitCosts: {} })
  })

  test.each<[unknown, string, string, string]>([
    [{ shareRate: 7 }, 'shareRate', '7', 'Write a number from 0 to 1,'],
    [{ shareRate: '7 %' }, 'shareRate', '"7 %"', 'Write a number such as 0.07'],
    [{ shareRate: { low: 0.05, high: 0.09 } }, 'shareRate.likely', 'nothing', 'Add `likely`'],
    [
      { churnRate: { low: 0.3, likely: 0.2, high: 0.4 } },
      'churnRate',
      '{"low":0.3,"likely":0.2,"high":0.4}',
      'in that order',
    ],
    [{ orderValue: -1 }, 'orderValue', '-1', 'Write a number from 0'],
    [{ shareRat: 0.1 }, 'shareRat', '0.1', 'did you mean `shareRate`?'],
    [{ unitCosts: { 'fre-bag': 400 } }, 'unitCosts.fre-bag', '400', 'did you mean "free-bag"?'],
    [{ unitCosts: { 'free-bag': 4.5 } }, 'unitCosts.free-bag', '4.5', 'Write a whole number.'],
    [[0.1], '', '[0.1]', 'Write an object'],
    [null, '', 'null', 'Write an object'],
  ])('%j is refused, with the place and what to write', (input, path, given, remedy) => {
    expect(problemsOf(input)).toEqual(
      expect.arrayContaining([{ path, given, remedy: expect.stringContaining(remedy) }]),
    )
  })
})

test('each rate is the best there is, and says where it is from', () => {
  const gathered = gatherRates('USD', {
    file: { shareRate: 0.08, holdDays: 30 },
    store: { shareRate: 0.5, refundRate: 0.07 },
  })
  expect(gathered.rates).toMatchObject({ shareRate: 0.08, refundRate: 0.07, holdDays: 30 })
  expect(gathered.sources).toEqual({
    shareRate: 'file',
    clicksPerShare: 'published',
    conversionRate: 'published',
    refundRate: 'store',
    churnRate: 'assumed',
    orderValue: 'assumed',
    ordersPerYear: 'assumed',
    holdDays: 'file',
  })
  expect(`\n${formatRates(gathered, 'USD', 'en')}\n`).toMatchInlineSnapshot(`
    "
    Rate            low  likely  high  from
    shareRate        8%      8%    8%  your file
    clicksPerShare  1.8     2.3   2.8  published by Friendbuy
    conversionRate   4%      5%    6%  published by Friendbuy, of a site that converts 2% (assumed)
    refundRate       7%      7%    7%  your store
    churnRate       20%     30%   40%  assumed: nobody has measured it
    orderValue      $30     $50   $80  assumed: nobody has measured it
    ordersPerYear     2       4     6  assumed: nobody has measured it
    holdDays         30      30    30  your file
    "
  `)
})

test('an assumed order is worth about as much in any currency', () => {
  const likely = (currency: string) => gatherRates(currency).rates.orderValue
  expect([likely('USD'), likely('JPY'), likely('KWD')]).toMatchObject([
    { likely: 5000 },
    { likely: 5000 },
    { likely: 50_000 },
  ])
})
