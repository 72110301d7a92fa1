import type { ProgramInput } from './schema/program.ts'

/** The program that the tests play: a coffee shop with a reward for each side and a milestone. */
export const shop = {
  id: 'shop',
  name: 'Juniper Coffee',
  url: 'http://localhost:4321/',
  currency: 'USD',
  conversions: [{ name: 'purchase', value: true, trust: 'server', holdDays: 14 }],
  incentives: [
    {
      id: 'credit',
      when: { type: 'first', conversion: 'purchase' },
      to: 'referrer',
      give: { type: 'credit', amount: 1000 },
    },
    {
      id: 'welcome',
      when: { type: 'first', conversion: 'purchase' },
      to: 'friend',
      give: { type: 'coupon', code: 'WELCOME10', amount: 1000 },
    },
    {
      id: 'free-bag',
      when: { type: 'milestone', conversion: 'purchase', count: 'friends', at: 3 },
      to: 'referrer',
      give: { type: 'product', name: 'a free bag of coffee' },
    },
  ],
  copy: {
    en: {
      title: 'Give $10, get $10',
      youGet: '$10 credit for each friend',
      friendGets: '$10 off the first bag',
      when: '14 days after their first order',
      message: 'I buy my coffee at {program}. Here is {friendGets}:',
      subject: '{referrer} sends you $10 for coffee',
      disclosure: 'I get $10 credit if you buy.',
      steps: [{ title: 'Send your link' }, { title: 'They buy coffee' }, { title: 'You get $10' }],
      rewards: { 'free-bag': 'a free bag of coffee' },
    },
  },
} as const satisfies ProgramInput
