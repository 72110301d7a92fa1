import { expect, test } from 'vitest'
import { coffee, known } from './forecast.fixture.ts'
import { publishedRates } from './rates.ts'
import { simulateProgram } from './simulate.ts'
import { formatForecast } from './table.ts'

const forecast = simulateProgram({
  program: coffee,
  customers: 10_000,
  seed: 1,
  rates: known,
  months: 3,
  runs: 20,
})

test('a forecast is a table in aligned columns', () => {
  expect(`\n${formatForecast(forecast, 'en')}\n`).toMatchInlineSnapshot(`
    "
    Juniper Coffee: 10,000 customers, 3 months. 20 runs, seed 1; 90 % of them lie from low to high.

    In all                    expected      low     high
    Shares                       6,069    5,939    6,177
    Leads                       12,120   11,854   12,400
    Referred customers           1,093    1,048    1,127
    Each customer brings (K)      1.24     1.18     1.27
    Referred revenue           $62,145  $59,696  $65,624
    Cost                       $21,915  $21,012  $22,610
    Cost per lead                $1.81    $1.74    $1.85
    Cost per new customer       $20.05   $20.03   $20.07
    Return on investment          184%     173%     192%
    Promised at the end         $3,751   $3,504   $4,126

    Month  referred    low   high  customers     cost  promised
    1           366    347    396     10,072   $7,333    $3,746
    2           727    683    767     10,142  $14,570    $3,697
    3         1,093  1,048  1,127     10,203  $21,915    $3,751

    Incentive  rewards     cost      low     high
    credit       1,093  $10,930  $10,485  $11,273
    welcome      1,093  $10,930  $10,485  $11,273
    free-bag        14   $54.60   $31.60   $80.20

    Note: "welcome" is a coupon: it counts as if every one were used.
    Note: Only the customers of today and the friends they bring are counted: who else comes is not in it.
    Note: The cost is that of the rewards, without fees and work.
    "
  `)
})

test('every line of a table is as long as its head', () => {
  for (const part of formatForecast(forecast, 'ja').split('\n\n').slice(1, 4)) {
    const [head, ...rest] = part.split('\n')
    for (const line of rest) expect(line.length).toBe(head!.length)
  }
})

test('a locale that is none, and numbers that are not there, do no harm', () => {
  const empty = simulateProgram({ program: coffee, customers: 0, seed: 1, rates: known, runs: 20 })
  expect(formatForecast(empty, 'no such locale')).toMatch(/Cost per lead +– +– +–/)
})

test('published rates go from what the site converts', () => {
  expect(publishedRates(0.02).conversionRate).toEqual({ low: 0.04, likely: 0.05, high: 0.06 })
  expect(publishedRates(0.5).conversionRate).toEqual({ low: 1, likely: 1, high: 1 })
})
