import type { ProgramInput } from '@goodword/program'

/** The program of the cases where one's reward rests on what everybody does: a segment, limits in total, a rank, a draw. */
export const fairProgram: ProgramInput = {
  id: 'fair',
  name: 'Juniper Coffee',
  url: 'https://shop.example/',
  currency: 'USD',
  conversions: [
    { name: 'purchase', value: true, trust: 'server' },
    { name: 'signup', trust: 'browser' },
  ],
  segments: [{ id: 'pro', where: { type: 'equals', attribute: 'plan', value: 'pro' } }],
  incentives: [
    {
      id: 'pro-only',
      when: { type: 'each', conversion: 'purchase' },
      to: 'referrer',
      give: { type: 'credit', amount: 300 },
      segment: 'pro',
    },
    {
      id: 'first-two',
      when: { type: 'first', conversion: 'purchase' },
      to: 'friend',
      give: { type: 'product', name: 'a mug' },
      limit: { total: { count: 2 } },
    },
    {
      id: 'budget',
      when: { type: 'each', conversion: 'purchase' },
      to: 'referrer',
      give: { type: 'credit', amount: 1000 },
      limit: { total: { money: 1500 } },
    },
    {
      id: 'race',
      when: { type: 'rank', conversion: 'purchase', by: 'money', period: 'month', places: 1 },
      to: 'referrer',
      give: { type: 'product', name: 'a trip' },
    },
    {
      id: 'raffle',
      when: { type: 'draw', conversion: 'signup', period: 'month', winners: 1 },
      to: 'referrer',
      give: { type: 'product', name: 'a bicycle' },
    },
  ],
  copy: {
    en: {
      title: 'Give $10, get $10',
      youGet: '$10 credit',
      friendGets: 'a mug',
      when: 'At once',
      message: 'I buy my coffee at {program}.',
      disclosure: 'If you order, I earn $10 credit.',
      steps: [{ title: 'Share your link' }, { title: 'A friend orders' }, { title: 'You both gain' }],
      rewards: {},
    },
  },
}
