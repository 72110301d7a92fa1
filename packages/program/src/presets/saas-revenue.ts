import type { ProgramInput } from '../schema/program.ts'

/**
 * Paid by what a customer turns out to be worth: when one that was referred has paid $1,000, $5,000 and $10,000, the
 * referrer is paid $500, $1,000 and $2,000. A freelancer and an enterprise are not alike, and the reward knows.
 */
export const saasRevenue: ProgramInput = {
  id: 'revenue',
  name: 'Example Platform',
  url: 'https://example.com/',
  currency: 'USD',
  attribution: { touch: 'first', days: 180 },
  conversions: [{ name: 'invoice', value: true, holdDays: 30 }],
  incentives: [
    {
      id: 'from-1000',
      when: { type: 'milestone', conversion: 'invoice', count: 'money', at: 100_000, per: 'friend' },
      to: 'referrer',
      give: { type: 'cash', amount: 50_000 },
    },
    {
      id: 'from-5000',
      when: { type: 'milestone', conversion: 'invoice', count: 'money', at: 500_000, per: 'friend' },
      to: 'referrer',
      give: { type: 'cash', amount: 100_000 },
    },
    {
      id: 'from-10000',
      when: { type: 'milestone', conversion: 'invoice', count: 'money', at: 1_000_000, per: 'friend' },
      to: 'referrer',
      give: { type: 'cash', amount: 200_000 },
    },
  ],
  channels: ['email', 'linkedin', 'teams'],
  copy: {
    en: {
      title: 'Up to $3,500 for each customer',
      button: 'Refer a company',
      youGet: '$500, $1,000 and $2,000 as they grow',
      friendGets: 'a month to try everything',
      when: '30 days after they have paid $1,000, $5,000 and $10,000',
      message: 'We build on {program}. By this link you get {friendGets}:',
      subject: '{referrer} recommends {program}',
      disclosure: 'I am paid if your company becomes a customer.',
      steps: [
        { title: 'Send your link' },
        { title: 'They become a customer' },
        { title: 'You grow with them', text: '$500 at $1,000, $1,000 at $5,000, $2,000 at $10,000.' },
      ],
      faq: [
        {
          question: 'Is each customer counted apart?',
          answer: 'Yes. Each one can earn you $500, $1,000 and $2,000: $3,500 in all.',
        },
        { question: 'What counts as paid?', answer: 'Invoices that are paid, less what is refunded.' },
      ],
    },
  },
}
