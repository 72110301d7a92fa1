import { afterOnboarding } from '../moments/presets.ts'
import type { ProgramInput } from '../schema/program.ts'

/**
 * Introduced by people, in the manner of HubSpot: customer-success managers bring it up at onboarding and in each
 * quarterly review. No money for the team; what works is a text they can send, their own link, and being seen. A new
 * lead is what counts. Customers are thanked with an hour of an expert's time, reps are ranked for each quarter.
 */
export const hubspot: ProgramInput = {
  id: 'introductions',
  name: 'Example CRM',
  url: 'https://example.com/',
  currency: 'USD',
  attribution: { touch: 'first', days: 180 },
  conversions: [{ name: 'lead', holdDays: 7 }, { name: 'customer' }],
  segments: [
    { id: 'reps', where: { type: 'equals', attribute: 'role', value: 'rep' } },
    { id: 'customers', where: { type: 'not', of: { type: 'exists', attribute: 'role' } } },
  ],
  incentives: [
    {
      id: 'expert-hour',
      when: { type: 'first', conversion: 'lead' },
      to: 'referrer',
      give: { type: 'access', name: 'an hour with one of our experts' },
      segment: 'customers',
      limit: { perParticipant: { count: 4, per: 'year' } },
    },
    {
      id: 'rep-of-the-quarter',
      when: { type: 'rank', conversion: 'lead', by: 'friends', period: 'quarter', places: 3, graceDays: 14 },
      to: 'referrer',
      give: { type: 'recognition', name: 'a place among the reps of the quarter' },
      segment: 'reps',
    },
  ],
  moments: [
    afterOnboarding,
    { id: 'quarterly-review', on: { type: 'event', name: 'quarterly-review' }, caps: { everyDays: 60 } },
  ],
  targets: [{ metric: 'referred-customers', value: 130, from: '2027-01-01', to: '2027-03-31' }],
  channels: ['email', 'linkedin', 'teams'],
  copy: {
    en: {
      title: 'Introduce somebody you think of',
      button: 'Make an introduction',
      youGet: 'an hour with one of our experts',
      friendGets: 'a plan made for them, at no cost',
      when: 'A week after we have spoken with them',
      message: 'We work with {program}, and you came to my mind. By this link they will make you a plan:',
      subject: '{referrer} would like to introduce you to {program}',
      disclosure: 'I get an hour of their advice if you talk to them.',
      steps: [
        { title: 'Think of a team', text: 'Your customer-success manager can help.' },
        { title: 'We speak with them' },
        { title: 'You get an hour', text: 'With an expert of your choice.' },
      ],
      rewards: {
        'expert-hour': 'an hour with one of our experts',
        'rep-of-the-quarter': 'a place among the reps of the quarter',
      },
      faq: [
        {
          question: 'Will you call everybody I name?',
          answer: 'No. You send the introduction yourself, and they decide whether to answer.',
        },
      ],
    },
  },
}
