import type { ProgramInput } from '../schema/program.ts'

/**
 * Cash when a friend buys, in the manner of Zoom: a free account is no event, the first paid one is. The yearly cap
 * keeps each person below the $2,000 from which payments are reported to the US tax office.
 */
export const zoom: ProgramInput = {
  id: 'meet',
  name: 'Example Meetings',
  url: 'https://example.com/',
  currency: 'USD',
  conversions: [
    { name: 'signup', trust: 'browser' },
    { name: 'paid-account', value: true, holdDays: 30 },
  ],
  incentives: [
    {
      id: 'cash',
      when: { type: 'first', conversion: 'paid-account' },
      to: 'referrer',
      give: { type: 'cash', amount: 3000 },
      limit: { perParticipant: { money: 198_000, per: 'year' } },
    },
  ],
  channels: ['email', 'whatsapp', 'teams', 'linkedin'],
  copy: {
    en: {
      title: 'Get $30 for each friend who buys',
      button: 'Invite friends',
      youGet: '$30 in cash for each friend',
      friendGets: 'a free account to try it',
      when: '30 days after they buy',
      message: 'I meet people with {program}. It is free to try:',
      subject: '{referrer} invites you to {program}',
      disclosure: 'I am paid $30 if you buy a plan.',
      steps: [{ title: 'Send your link' }, { title: 'They buy a plan' }, { title: 'You are paid $30' }],
      faq: [
        {
          question: 'Does a free account count?',
          answer: 'Not by itself. You are paid when your friend buys a plan, now or later.',
        },
        { question: 'Is there a limit?', answer: 'Up to $1,980 a year: 66 friends.' },
      ],
    },
  },
}
