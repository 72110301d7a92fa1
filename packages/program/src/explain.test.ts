import { expect, test } from 'vitest'
import { explainProgram } from './explain.ts'
import { parseProgram } from './parse.ts'
import type { ProgramInput } from './schema/program.ts'
import { shop } from './shop.fixture.ts'

const explain = (change: Partial<ProgramInput> = {}) =>
  explainProgram(parseProgram({ ...shop, copy: { en: { ...shop.copy.en, rewards: {} } }, ...change }))

test('a program is told in plain sentences', () => {
  expect(explain()).toEqual([
    'Juniper Coffee rewards people who bring friends. Say Amy brings Bo: her link leads to http://localhost:4321/.',
    'Bo counts as Amy’s friend if hers was the last link that he followed in the 90 days before his first order.',
    'Amy gets $10 credit for each friend’s first purchase, 14 days after it. (credit)',
    'Bo gets the coupon WELCOME10 ($10) for his first purchase, 14 days after it. (welcome)',
    'Amy gets a free bag of coffee when 3 friends have made a purchase, 14 days after the last of these. (free-bag)',
    'Your server reports the purchase and its amount; a browser’s report waits for it.',
    'Amy can share by WhatsApp, E-mail, SMS, and X.',
    'Amounts are in USD. The texts are there in English.',
  ])
})

test('money is told in its own currency, and what comes at once so', () => {
  const lines = explain({
    currency: 'JPY',
    conversions: [{ name: 'trip' }],
    incentives: [
      {
        id: 'each',
        when: { type: 'each', conversion: 'trip' },
        to: 'friend',
        give: { type: 'cash', amount: 1000 },
      },
      {
        id: 'trees',
        when: { type: 'milestone', conversion: 'trip', count: 'orders', at: 5 },
        to: 'referrer',
        give: { type: 'donation', amount: 250, name: 'a forest' },
      },
    ],
  })
  expect(lines).toContain('Bo gets ¥1,000 in cash for each trip of his, at once. (each)')
  expect(lines).toContain(
    'Amy gets ¥250 donated to a forest when her friends have made 5 × trip, at once. (trees)',
  )
})

test('an owner who believes browsers is warned', () => {
  const lines = explain({ conversions: [{ name: 'purchase', trust: 'browser' }] })
  expect(lines).toContain('The browser reports the purchase, and is believed.')
  expect(lines.join('\n')).toMatch(
    /Careful: anyone can make a browser report a purchase, and credit, welcome, and free-bag are given/,
  )
})
