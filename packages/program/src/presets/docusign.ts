import type { ProgramInput } from '../schema/program.ts'

/**
 * Cash for a paying customer and a discount for the friend, in the manner of DocuSign: the larger the plan that the
 * friend buys, the more it pays.
 */
export const docusign: ProgramInput = {
  id: 'sign',
  name: 'Example Signatures',
  url: 'https://example.com/',
  currency: 'USD',
  conversions: [{ name: 'purchase', value: true, holdDays: 30 }],
  incentives: [
    {
      id: 'cash',
      when: { type: 'first', conversion: 'purchase' },
      to: 'referrer',
      give: {
        type: 'cash',
        amount: {
          by: 'money',
          tiers: [
            { from: 0, amount: 2500 },
            { from: 30_000, amount: 5000 },
            { from: 100_000, amount: 10_000 },
          ],
        },
      },
    },
    {
      id: 'discount',
      when: { type: 'first', conversion: 'purchase' },
      to: 'friend',
      give: { type: 'coupon', code: 'FRIEND20' },
    },
  ],
  channels: ['email', 'linkedin', 'whatsapp'],
  copy: {
    en: {
      title: 'Give 20%, get up to $100',
      button: 'Invite friends',
      youGet: '$25 to $100 for each friend, by plan',
      friendGets: '20% off the next bill',
      when: '30 days after they buy',
      message: 'I sign everything with {program}. By this link you get {friendGets}:',
      subject: '{referrer} recommends {program}',
      disclosure: 'I am paid $25 to $100 if you buy a plan.',
      steps: [
        { title: 'Send your link' },
        { title: 'They buy a plan', text: 'They get 20% off their next bill.' },
        { title: 'You are paid', text: '$25, $50 from $300 on, $100 from $1,000 on.' },
      ],
      faq: [
        {
          question: 'What if my friend gets a refund?',
          answer: 'Within 30 days there is no reward; of a part of the money, the reward for what is left.',
        },
      ],
    },
  },
}
