import type { ProgramInput } from '../../packages/program/src/index.ts'

/**
 * The program that the benches play. Browsers are believed, so that one public route carries the whole mix; an order
 * pays its referrer and, once, the friend, is held for two weeks, and counts towards a milestone.
 */
export const shop: ProgramInput = {
  id: 'shop',
  name: 'Juniper Coffee',
  url: 'https://shop.example/',
  currency: 'USD',
  attribution: { touch: 'last', days: 30, params: ['via'] },
  conversions: [
    { name: 'purchase', value: true, trust: 'browser', holdDays: 14 },
    { name: 'signup', trust: 'server' },
  ],
  incentives: [
    {
      id: 'share',
      when: { type: 'each', conversion: 'purchase' },
      to: 'referrer',
      give: { type: 'credit', amount: { percent: 10 } },
      limit: { perFriend: { count: 2 } },
    },
    {
      id: 'welcome',
      when: { type: 'first', conversion: 'purchase' },
      to: 'friend',
      give: { type: 'coupon', code: 'WELCOME10' },
    },
    {
      id: 'bags',
      when: {
        type: 'milestone',
        conversion: 'purchase',
        count: 'friends',
        at: 3,
        repeat: { every: 5, upTo: 1000 },
      },
      to: 'referrer',
      give: { type: 'product', name: 'a free bag' },
    },
  ],
  copy: {
    en: {
      title: 'Give $10, get a share',
      youGet: 'a tenth of their orders',
      friendGets: '$10 off the first order',
      when: 'Two weeks after their order',
      message: 'I buy my coffee here: {link}',
      disclosure: 'If you order, I earn credit.',
      steps: [{ title: 'Share your link' }, { title: 'A friend orders' }, { title: 'You both save' }],
    },
  },
}
