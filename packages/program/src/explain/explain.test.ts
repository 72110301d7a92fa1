import { expect, test } from 'vitest'
import { explainProgram } from './explain.ts'
import { parseProgram } from '../check/parse.ts'
import type { Amount } from '../schema/amount.ts'
import type { ProgramInput } from '../schema/program.ts'
import { shop } from '../shop.fixture.ts'

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
    'Bo’s order waits for your review when he seems to be Amy herself, he had ordered before he followed her link, his e-mail is a disposable one, her visits are made in frames or in bulk, 3 friends of hers and 50% of them all gave everything back, or up to 4 people refer each other in a circle.',
    'It counts, but is shown to you, when Amy brings more than 20 friends within 1 hour, he orders within 5 seconds of his visit, or her code is typed though somebody else’s link led him there.',
    'A shared address alone holds nothing.',
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

const purchase = { name: 'purchase', value: true } as const
/** The sentence of one incentive, without its id. */
const sentence = (
  incentive: Partial<ProgramInput['incentives'][number]>,
  more: Partial<ProgramInput> = {},
) => {
  const whole = { ...shop.incentives[0], ...incentive }
  const lines = explain({ conversions: [purchase], incentives: [whole], ...more })
  return lines.find((line) => line.endsWith('(credit)'))?.replace(' (credit)', '')
}
const when = (rest: object) => ({
  when: { conversion: 'purchase', ...rest } as ProgramInput['incentives'][number]['when'],
})
const cash = (amount: Amount) => ({ give: { type: 'cash' as const, amount } })

test.each<[Partial<ProgramInput['incentives'][number]>, string]>([
  [
    cash({ percent: 12.5 }),
    'Amy gets 12.5% of the amount in cash for each friend’s first purchase, at once.',
  ],
  [
    cash({ percent: 10, upTo: 5000 }),
    'Amy gets 10% of the amount (at most $50) in cash for each friend’s first purchase, at once.',
  ],
  [
    cash({
      by: 'ordinal',
      tiers: [
        { from: 1, amount: 1000 },
        { from: 3, amount: { percent: 5 } },
      ],
    }),
    'Amy gets $10 in cash (5% of the amount from the 3rd one on) for each friend’s first purchase, at once.',
  ],
  [
    cash({ by: 'money', tiers: [{ from: 5000, amount: 500 }] }),
    'Amy gets $5 in cash from $50 on for each friend’s first purchase, at once.',
  ],
  [
    { give: { type: 'coupon', pool: 'ten' }, to: 'friend' },
    'Bo gets a coupon code of his own from the pool “ten” for his first purchase, at once.',
  ],
  [
    {
      limit: {
        perFriend: { count: 1 },
        perParticipant: { count: 10, money: 50_000, per: 'month' },
        total: { money: 500_000 },
      },
    },
    'Amy gets $10 credit for each friend’s first purchase, at once, at most 1 time for one friend, at most 10 times or $500 a month, at most $5,000 for everybody together.',
  ],
  [
    when({
      type: 'milestone',
      count: 'money',
      at: 100_000,
      per: 'friend',
      repeat: { every: 50_000, upTo: 300_000 },
    }),
    'Amy gets $10 credit when the money of one friend’s purchases reaches $1,000, and again with every $500 more, up to $3,000, at once.',
  ],
  [
    when({ type: 'rank', by: 'friends', period: 'month', places: 3 }),
    'Amy gets $10 credit if she is one of the first 3 of the month by friends with a purchase, 3 days after the month has ended.',
  ],
  [
    when({ type: 'draw', period: 'quarter', winners: 1, graceDays: 0 }),
    'Amy gets $10 credit if she is the winner drawn for each quarter (each purchase of a friend is an entry), at the end of the quarter.',
  ],
])('an incentive is told: %j', (incentive, expected) => {
  expect(sentence(incentive)).toBe(expected)
})

test('for whom, and when, is told where the incentive is', () => {
  const seasons = [{ id: 'spring', from: '2027-03-01', to: '2027-03-31' }]
  const segments = [{ id: 'loyal', where: { type: 'at-least', attribute: 'orders', value: 5 } as const }]
  const more = { seasons, segments, timeZone: 'Europe/Berlin' }
  expect(sentence({ season: 'spring', segment: 'loyal' }, more)).toBe(
    'Amy gets $10 credit for each friend’s first purchase, at once, from 1 March 2027 until 31 March 2027, only for customers in “loyal”.',
  )
  const lines = explain(more)
  expect(lines).toContain('A customer is in “loyal” when orders is 5 or more.')
  expect(lines).toContain('Days and months begin and end as in Europe/Berlin.')
  expect(lines).toContain('Careful: no incentive names the season “spring”, so it changes nothing.')
  expect(lines).toContain('Careful: nothing names the segment “loyal”, so it changes nothing.')
})

test('moments are told, and one that waits for a misspelt conversion', () => {
  const lines = explain({
    moments: [
      { id: 'second', on: { type: 'event', name: 'purchase', nth: 2 }, delayMinutes: 90 },
      {
        id: 'happy',
        on: { type: 'event', name: 'support', where: { type: 'at-least', attribute: 'rating', value: 4 } },
        caps: { everyDays: 0, times: 1, negativeDays: 30 },
      },
      { id: 'birthday', on: { type: 'anniversary', years: [1, 5] }, open: 'progress' },
      { id: 'typo', on: { type: 'event', name: 'purchse' } },
    ],
  })
  expect(lines).toContain(
    'Amy is asked to invite friends 90 minutes after her 2nd “purchase”, or up to 7 days later; at most 5 times, 30 days apart. (second)',
  )
  expect(lines).toContain(
    'Amy is asked to invite friends right after each “support” when rating is 4 or more, or up to 7 days later; at most 1 time. (happy)',
  )
  expect(lines).toContain(
    'Amy is shown how far she is right after 1 year and 5 years from her sign-up, or up to 7 days later; at most 5 times, 30 days apart. (birthday)',
  )
  expect(lines).toContain('After “not now” Amy is left alone for 90 days, after a bad answer for 30. (happy)')
  expect(lines).toContain(
    'Careful: the moment “typo” waits for goodword.moment(\'purchse\'). If you mean the conversion, write "purchase".',
  )
})

test('experiments and targets are told', () => {
  const copy = { en: { title: 'A coffee for a friend', when: 'Soon' } }
  const lines = explain({
    experiments: [
      {
        id: 'title',
        control: 'plain',
        from: '2027-03-01',
        variants: [
          { id: 'plain', weight: 2 },
          { id: 'warm', copy },
        ],
      },
    ],
    targets: [
      { metric: 'referred-revenue', value: 1_000_000, from: '2027-01-01', to: '2027-03-31' },
      { metric: 'share-rate', value: 12.5, from: '2027-01-01', to: '2027-12-31' },
    ],
  })
  expect(lines).toContain(
    'The experiment “title” shows the program as it is (“plain”) to 66.7% and “warm” to 33.3% of customers, from 1 March 2027. It changes `title` and `when`.',
  )
  expect(lines).toContain(
    'The target: $10,000 from referred customers from 1 January 2027 until 31 March 2027.',
  )
  expect(lines).toContain('The target: a share rate of 12.5% from 1 January 2027 until 31 December 2027.')
})

test('rules against fraud are told by what they do', () => {
  const off = { action: 'off' } as const
  const rules = { ownReferral: off, existingCustomer: off, velocity: off, tooFast: off, codeStuffing: off }
  const lines = explain({
    fraud: {
      ...rules,
      cookieStuffing: off,
      refundCycling: off,
      ring: off,
      disposableEmail: { deny: ['mail.example'] },
    },
  })
  expect(lines).toContain(
    'Bo’s order waits for your review when his e-mail is a disposable one (mail.example too).',
  )
  expect(lines.some((line) => line.startsWith('Nobody looks at whether he seems to be Amy herself,'))).toBe(
    true,
  )
  const none = explain({
    fraud: { ...rules, cookieStuffing: off, refundCycling: off, ring: off, disposableEmail: off },
  })
  expect(none).toContain('No order is looked at for fraud.')
})
