import { parseProgram } from '../check/parse.ts'
import { shop } from '../shop.fixture.ts'

const credit = { type: 'credit', amount: 1000 } as const
const product = { type: 'product', name: 'a bag' } as const
const purchase = { type: 'each', conversion: 'purchase' } as const

/** One incentive of each kind, for both sides, over a conversion that servers report and one that browsers do. */
export const everyKind = parseProgram({
  ...shop,
  timeZone: 'America/New_York',
  attribution: { days: 10 },
  conversions: [...shop.conversions, { name: 'signup', trust: 'browser' }],
  incentives: [
    { id: 'each', when: purchase, to: 'referrer', give: credit },
    { id: 'first', when: { type: 'first', conversion: 'purchase' }, to: 'referrer', give: credit },
    { id: 'welcome', when: { type: 'first', conversion: 'signup' }, to: 'friend', give: credit },
    {
      id: 'friends',
      when: { type: 'milestone', conversion: 'purchase', count: 'friends', at: 2 },
      to: 'referrer',
      give: product,
    },
    {
      id: 'orders',
      when: { type: 'milestone', conversion: 'signup', count: 'orders', at: 3 },
      to: 'referrer',
      give: credit,
    },
    {
      id: 'loyal',
      when: { type: 'milestone', conversion: 'purchase', count: 'orders', at: 2 },
      to: 'friend',
      give: product,
    },
  ],
  copy: { en: { ...shop.copy.en, rewards: {} } },
})

/** Incentives whose rewards depend on each other: limits of each stage, tiers, segments, seasons, contests. */
export const everyLimit = parseProgram({
  ...shop,
  timeZone: 'America/New_York',
  attribution: { days: 10 },
  conversions: [...shop.conversions, { name: 'signup', trust: 'browser' }],
  segments: [{ id: 'pro', where: { type: 'equals', attribute: 'plan', value: 'pro' } }],
  seasons: [{ id: 'autumn', from: '1972-10-01', to: '1972-10-20' }],
  incentives: [
    {
      id: 'percent',
      when: purchase,
      to: 'referrer',
      give: { type: 'cash', amount: { percent: 12.5, upTo: 200 } },
      limit: { perFriend: { money: 300 }, perParticipant: { money: 400, per: 'month' } },
    },
    {
      id: 'monthly',
      when: purchase,
      to: 'referrer',
      give: credit,
      limit: { perFriend: { count: 2 }, perParticipant: { count: 3, per: 'month' } },
    },
    {
      id: 'budget',
      when: purchase,
      to: 'referrer',
      give: { type: 'credit', amount: { percent: 50 } },
      limit: { perParticipant: { count: 3 }, total: { money: 1500 } },
    },
    {
      id: 'ordinal',
      when: purchase,
      to: 'referrer',
      give: {
        type: 'credit',
        amount: {
          by: 'ordinal',
          tiers: [
            { from: 1, amount: 300 },
            { from: 2, amount: { percent: 40 } },
            { from: 4, amount: 100 },
          ],
        },
      },
      limit: { perFriend: { count: 3 }, perParticipant: { money: 800 } },
    },
    {
      id: 'sized',
      when: { type: 'first', conversion: 'purchase' },
      to: 'friend',
      give: {
        type: 'credit',
        amount: {
          by: 'money',
          tiers: [
            { from: 1000, amount: 100 },
            { from: 2000, amount: { percent: 10 } },
          ],
        },
      },
      season: 'autumn',
    },
    {
      id: 'pro-only',
      when: purchase,
      to: 'referrer',
      give: credit,
      segment: 'pro',
      limit: { total: { count: 2 } },
    },
    {
      id: 'money',
      when: {
        type: 'milestone',
        conversion: 'purchase',
        count: 'money',
        at: 1000,
        repeat: { every: 1500, upTo: 6000 },
      },
      to: 'referrer',
      give: credit,
      limit: { perParticipant: { count: 1 } },
    },
    {
      id: 'third',
      when: {
        type: 'milestone',
        conversion: 'purchase',
        count: 'orders',
        at: 2,
        per: 'friend',
        repeat: { every: 1, upTo: 4 },
      },
      to: 'referrer',
      give: product,
      limit: { perParticipant: { count: 2 } },
    },
    {
      id: 'steps',
      when: {
        type: 'milestone',
        conversion: 'signup',
        count: 'friends',
        at: 1,
        repeat: { every: 1, upTo: 3 },
      },
      to: 'referrer',
      give: credit,
      segment: 'pro',
    },
    {
      id: 'ticket',
      when: { type: 'first', conversion: 'purchase' },
      to: 'referrer',
      give: { type: 'entry', draw: 'raffle', entries: 2 },
    },
    {
      id: 'race',
      when: { type: 'rank', conversion: 'purchase', by: 'money', period: 'month', places: 2 },
      to: 'referrer',
      give: credit,
      season: 'autumn',
    },
    {
      id: 'raffle',
      when: { type: 'draw', conversion: 'signup', period: 'month', winners: 2 },
      to: 'referrer',
      give: product,
    },
  ],
  copy: { en: { ...shop.copy.en, rewards: {} } },
})
