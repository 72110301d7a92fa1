import type { ProgramInput } from '../schema/program.ts'

/**
 * Three steps, in the manner of Airbnb: invite friends, they travel, you earn credit. The friend's discount is there
 * from the sign-up on, so that the first trip is easy; the referrer's credit comes when the friend has travelled and
 * nothing can be cancelled any more.
 */
export const airbnb: ProgramInput = {
  id: 'travel',
  name: 'Example Stays',
  url: 'https://example.com/',
  currency: 'USD',
  conversions: [{ name: 'signup' }, { name: 'trip', value: true, holdDays: 2 }],
  incentives: [
    {
      id: 'travel-credit',
      when: { type: 'first', conversion: 'trip' },
      to: 'referrer',
      give: { type: 'credit', amount: 2500 },
      limit: { perParticipant: { money: 500_000, per: 'year' } },
    },
    {
      id: 'first-trip',
      when: { type: 'first', conversion: 'signup' },
      to: 'friend',
      give: { type: 'coupon', code: 'FIRSTTRIP', amount: 4000 },
    },
  ],
  copy: {
    en: {
      title: 'Give $40, get $25 for travel',
      button: 'Invite friends',
      youGet: '$25 travel credit for each friend',
      friendGets: '$40 off the first trip',
      when: 'Two days after their trip',
      message: 'I travel with {program}. Here is {friendGets}:',
      subject: '{referrer} sends you $40 for a trip',
      disclosure: 'I get $25 travel credit when you have travelled.',
      steps: [
        { title: 'Invite friends' },
        { title: 'They travel', text: 'Their first trip costs $40 less.' },
        { title: 'You earn credit', text: '$25 for your own next trip.' },
      ],
      faq: [
        {
          question: 'What if my friend cancels?',
          answer: 'Then there is no credit yet. It comes with the first trip that takes place.',
        },
        { question: 'Is there a limit?', answer: 'You can earn up to $5,000 of travel credit a year.' },
      ],
    },
  },
}
