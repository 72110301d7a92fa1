import { expect, test } from 'vitest'
import { presets } from './index.ts'
import { play } from './play.fixture.ts'

/** A play with Amy enrolled, and a friend of hers who came by her link the day before. */
function withAmy(input: (typeof presets)[keyof typeof presets]) {
  const stage = play(input)
  stage.enrol('amy')
  const bring = (friend: string, days = 1) => stage.visit(friend, 'amy', days - 0.5)
  return { ...stage, bring }
}

test('Dropbox: both get space at once, up to 16 GB', () => {
  const { bring, convert, told } = withAmy(presets.dropbox)
  bring('bo')
  convert('bo', 'signup', 1)
  expect(told(1)).toEqual(['amy space-for-you due', 'bo space-for-friend due'])
  for (let count = 0; count < 40; count++) {
    bring(`friend${count}`, 2)
    convert(`friend${count}`, 'signup', 2 + count / 100)
  }
  expect(told(3).filter((line) => line === 'amy space-for-you due')).toHaveLength(32)
  expect(told(3).filter((line) => line.endsWith('space-for-friend due'))).toHaveLength(41)
})

test('Airbnb: the friend saves at once, the credit comes after the trip, and not for a cancelled one', () => {
  const { bring, convert, refund, told } = withAmy(presets.airbnb)
  bring('bo')
  convert('bo', 'signup', 1)
  expect(told(1)).toEqual(['bo first-trip 4000 due'])
  convert('bo/cancelled', 'trip', 5, 30_000)
  refund('bo/cancelled', 'trip', 6)
  convert('bo/second', 'trip', 20, 40_000)
  expect(told(21)).toContain('amy travel-credit 2500 pending')
  expect(told(22)).toContain('amy travel-credit 2500 due')
  expect(told(22).filter((line) => line.endsWith('due'))).toHaveLength(2)
})

test('Uber: credit with the first ride alone, twenty a month', () => {
  const { bring, convert, told } = withAmy(presets.uber)
  for (let count = 10; count < 35; count++) {
    bring(`bo${count}`)
    convert(`bo${count}`, 'signup', 1)
    convert(`bo${count}/1`, 'trip', 2, 1800)
    convert(`bo${count}/2`, 'trip', 3, 2400)
  }
  const lines = told(4)
  expect(lines.filter((line) => line === 'amy ride-credit 1000 due')).toHaveLength(20)
  expect(lines.filter((line) => line === 'amy ride-credit 1000 reversed')).toHaveLength(5)
  expect(lines.filter((line) => line.endsWith('first-ride-free 1500 due'))).toHaveLength(25)
})

test('Tesla: credit for both, and a draw among all who bought or brought', () => {
  const { bring, convert, told, rewards } = withAmy(presets.tesla)
  for (const friend of ['bo', 'cy', 'di', 'ed', 'flo']) {
    bring(friend)
    convert(friend, 'delivery', 1, 4_000_000)
  }
  expect(told(2)).toContain('amy owner-credit 100000 pending')
  const lines = told(8)
  expect(lines.filter((line) => line === 'amy owner-credit 100000 due')).toHaveLength(5)
  expect(lines).toContain('bo buyer-credit 100000 due')
  expect(lines).toContain('amy wall-charger due')
  expect(lines.join()).not.toContain('launch-event')
  // The quarter ends on 31 March, the draw is two weeks later.
  const winners = rewards(110).filter(({ incentive }) => incentive === 'launch-event')
  expect(winners.map(({ occurrence, state }) => [occurrence, state])).toEqual([
    ['place:2027-01-01:1', 'due'],
    ['place:2027-01-01:2', 'due'],
  ])
  expect(new Set(winners.map(({ participant }) => participant)).size).toBe(2)
  expect(told(110)).toEqual(told(400))
})

test('Intercom: a hundred on both bills, once per team', () => {
  const { bring, convert, told } = withAmy(presets.intercom)
  bring('bo')
  convert('bo/1', 'paid-invoice', 1, 9900)
  convert('bo/2', 'paid-invoice', 31, 9900)
  expect(told(14)).toEqual(['amy credit-for-you 10000 pending', 'bo credit-for-friend 10000 pending'])
  expect(told(60)).toEqual(['amy credit-for-you 10000 due', 'bo credit-for-friend 10000 due'])
})

test('Zendesk: a tenth of what is left of the first contract, up to $2,500, half a year after the visit', () => {
  const { bring, convert, refund, told } = withAmy(presets.zendesk)
  bring('bo')
  convert('bo', 'demo', 1)
  convert('bo', 'contract', 170, 1_200_055)
  refund('bo', 'contract', 180, 200_000)
  expect(told(200)).toEqual(['amy first-contract 100006 due', 'bo guided-start due'])
  bring('big')
  convert('big', 'contract', 2, 90_000_000)
  expect(told(201)).toContain('amy first-contract 250000 due')
  bring('late')
  convert('late', 'contract', 190, 500_000)
  expect(told(300).join()).not.toContain('late')
})

test('HubSpot: customers are thanked with an hour, reps are ranked', () => {
  const stage = play(presets.hubspot)
  const { enrol, visit, convert, told } = stage
  enrol('amy')
  for (const rep of ['rita', 'rob', 'ron', 'ruth']) enrol(rep, { role: 'rep' })
  const leads = { amy: 9, rita: 3, rob: 1, ron: 2, ruth: 1 }
  for (const [name, count] of Object.entries(leads))
    for (let lead = 0; lead < count; lead++) {
      visit(`${name}-${lead}`, name, 1)
      convert(`${name}-${lead}`, 'lead', 2 + lead)
    }
  const lines = told(120).filter((line) => line.endsWith('due'))
  expect(lines.filter((line) => line === 'amy expert-hour due')).toHaveLength(4)
  expect(lines.slice(4)).toEqual(['rita', 'rob', 'ron'].map((rep) => `${rep} rep-of-the-quarter due`))
})

test('Salesforce: $500 for each company, $750 from the fifth on, and a refund moves them up', () => {
  const { bring, convert, refund, told } = withAmy(presets.salesforce)
  for (let company = 1; company <= 6; company++) {
    bring(`co${company}`)
    convert(`co${company}`, 'subscription', company, 100_000)
  }
  const cash = () => told(60).filter((line) => line.startsWith('amy cash'))
  expect(cash()).toEqual([
    ...Array<string>(4).fill('amy cash 50000 due'),
    ...Array<string>(2).fill('amy cash 75000 due'),
  ])
  expect(told(60)).toContain('co1 discount due')
  refund('co1', 'subscription', 20)
  expect(cash().filter((line) => line === 'amy cash 75000 due')).toHaveLength(1)
})

test('Zoom: $30 in cash for a paid account, and never $2,000 in a year', () => {
  const { bring, convert, told } = withAmy(presets.zoom)
  for (let count = 0; count < 70; count++) {
    bring(`bo${count}`)
    convert(`bo${count}`, 'signup', 1)
    convert(`bo${count}`, 'paid-account', 2, 14_990)
  }
  const due = told(40).filter((line) => line.endsWith('due'))
  expect(due).toEqual(Array<string>(66).fill('amy cash 3000 due'))
})

test('DocuSign: cash by the size of the plan, on what is left of it', () => {
  const { bring, convert, refund, told } = withAmy(presets.docusign)
  for (const [friend, amount] of [
    ['ann', 29_999],
    ['ben', 30_000],
    ['cat', 250_000],
    ['dan', 100_000],
  ] as const) {
    bring(friend)
    convert(friend, 'purchase', 1, amount)
  }
  refund('dan', 'purchase', 3, 10_000)
  expect(told(40)).toEqual([
    'amy cash 10000 due',
    'amy cash 2500 due',
    'amy cash 5000 due',
    'amy cash 5000 due',
    ...['ann', 'ben', 'cat', 'dan'].map((friend) => `${friend} discount due`),
  ])
})

test('SaaS milestones: a gift card at one, a free year at five, a trip at ten', () => {
  const { bring, convert, refund, pay, told } = withAmy(presets.saasMilestones)
  for (let count = 1; count <= 10; count++) {
    bring(`bo${count}`)
    convert(`bo${count}`, 'subscription', count, 12_000)
    const reached = told(count).filter((line) => line.startsWith('amy'))
    expect(reached).toHaveLength(count >= 10 ? 3 : count >= 5 ? 2 : 1)
  }
  pay(38)
  refund('bo10', 'subscription', 39)
  expect(told(40).filter((line) => line.startsWith('amy'))).toEqual([
    'amy free-year granted',
    'amy gift-card granted',
    'amy trip reversed',
  ])
})

test('SaaS revenue: each customer apart, $500 at $1,000, $1,000 at $5,000, $2,000 at $10,000', () => {
  const { bring, convert, refund, told } = withAmy(presets.saasRevenue)
  bring('small')
  convert('small', 'invoice', 1, 99_999)
  bring('large')
  for (let month = 0; month < 10; month++) convert(`large/${month}`, 'invoice', 2 + month * 30, 100_000)
  expect(told(40)).toEqual(['amy from-1000 50000 due'])
  expect(told(400)).toEqual([
    'amy from-1000 50000 due',
    'amy from-10000 200000 due',
    'amy from-5000 100000 due',
  ])
  refund('large/9', 'invoice', 401, 1)
  expect(told(402)).toContain('amy from-10000 200000 reversed')
})

test('a small shop: $10 for both when nothing can be returned, a present for the third friend', () => {
  const { bring, convert, refund, told } = withAmy(presets.smallShop)
  for (const friend of ['bo', 'cy', 'di']) {
    bring(friend)
    convert(friend, 'purchase', 1, 4200)
  }
  refund('bo', 'purchase', 5)
  expect(told(15)).toEqual([
    'amy credit 1000 due',
    'amy credit 1000 due',
    'amy credit 1000 reversed',
    'amy present reversed',
    'bo welcome 1000 reversed',
    'cy welcome 1000 due',
    'di welcome 1000 due',
  ])
  convert('bo/again', 'purchase', 16, 4200)
  expect(told(30)).toContain('amy present due')
})
