import type { ProgramInput } from '../schema/program.ts'

/**
 * More of what owners love, in the manner of Tesla: $1,000 credit for each buyer, on both sides, and something that
 * money cannot buy. Each buyer puts one entry for both into the draw for a launch event, which anyone can recompute,
 * and five buyers bring a present that is talked about.
 */
export const tesla: ProgramInput = {
  id: 'drive',
  name: 'Example Motors',
  url: 'https://example.com/',
  currency: 'USD',
  conversions: [{ name: 'delivery', value: true, holdDays: 7 }],
  incentives: [
    {
      id: 'owner-credit',
      when: { type: 'first', conversion: 'delivery' },
      to: 'referrer',
      give: { type: 'credit', amount: 100_000 },
      limit: { perParticipant: { count: 10, per: 'year' } },
    },
    {
      id: 'buyer-credit',
      when: { type: 'first', conversion: 'delivery' },
      to: 'friend',
      give: { type: 'credit', amount: 100_000 },
    },
    {
      id: 'owner-entry',
      when: { type: 'first', conversion: 'delivery' },
      to: 'referrer',
      give: { type: 'entry', draw: 'launch-event' },
    },
    {
      id: 'buyer-entry',
      when: { type: 'first', conversion: 'delivery' },
      to: 'friend',
      give: { type: 'entry', draw: 'launch-event' },
    },
    {
      id: 'launch-event',
      when: { type: 'draw', period: 'quarter', winners: 2, graceDays: 14 },
      to: 'referrer',
      give: { type: 'product', name: 'two tickets to the launch event' },
    },
    {
      id: 'wall-charger',
      when: { type: 'milestone', conversion: 'delivery', count: 'friends', at: 5 },
      to: 'referrer',
      give: { type: 'product', name: 'a signed wall charger' },
    },
  ],
  copy: {
    en: {
      title: 'Give $1,000, get $1,000',
      button: 'Invite friends',
      youGet: '$1,000 credit, and an entry in the launch draw',
      friendGets: '$1,000 off a new car',
      when: 'A week after their car is delivered',
      message: 'My car is from {program}, and I would buy it again. My link takes $1,000 off yours:',
      subject: '{referrer} takes $1,000 off your car',
      disclosure: 'I get $1,000 credit and an entry in a draw if you buy.',
      steps: [
        { title: 'Send your link' },
        { title: 'They take delivery', text: 'Their car costs $1,000 less.' },
        { title: 'You get $1,000', text: 'And you are both in the draw for the launch event.' },
      ],
      rewards: {
        'launch-event': 'two tickets to the launch event',
        'wall-charger': 'a signed wall charger',
      },
      faq: [
        {
          question: 'How does the draw work?',
          answer:
            'Each delivery is one entry for you and one for your friend. Two weeks after each quarter two winners are drawn, and we publish what it takes to draw them again.',
        },
        { question: 'Is there a limit?', answer: 'Ten credits a year. Entries have no limit.' },
      ],
    },
  },
}
