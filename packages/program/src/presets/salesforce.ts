import type { ProgramInput } from '../schema/program.ts'

/**
 * Cash for each paying customer and a discount for the friend, in the manner of Salesforce: two-sided and B2B. Each
 * company counts once; every customer may bring as many as they like, and from the fifth on each is worth more.
 */
export const salesforce: ProgramInput = {
  id: 'champions',
  name: 'Example Cloud',
  url: 'https://example.com/',
  currency: 'USD',
  attribution: { touch: 'first', days: 120 },
  conversions: [{ name: 'subscription', value: true, holdDays: 45 }],
  incentives: [
    {
      id: 'cash',
      when: { type: 'first', conversion: 'subscription' },
      to: 'referrer',
      give: {
        type: 'cash',
        amount: {
          by: 'ordinal',
          tiers: [
            { from: 1, amount: 50_000 },
            { from: 5, amount: 75_000 },
          ],
        },
      },
    },
    {
      id: 'discount',
      when: { type: 'first', conversion: 'subscription' },
      to: 'friend',
      give: { type: 'coupon', pool: 'ten-percent' },
    },
  ],
  channels: ['email', 'linkedin', 'x'],
  copy: {
    en: {
      title: 'Give 10%, get $500',
      button: 'Refer a company',
      youGet: '$500 for each company, $750 from the fifth on',
      friendGets: '10% off the second year',
      when: '45 days after they subscribe',
      message: 'We run our sales on {program}. By this link your company gets {friendGets}:',
      subject: '{referrer} recommends {program}',
      disclosure: 'I am paid $500 or more if your company subscribes.',
      steps: [
        { title: 'Send your link' },
        { title: 'Their company subscribes', text: 'It gets 10% off the second year.' },
        { title: 'You are paid', text: '$500 each, $750 from the fifth on.' },
      ],
      faq: [
        {
          question: 'When am I paid?',
          answer: '45 days after they subscribe, to the bank account that you have given us.',
        },
        { question: 'How often can I refer?', answer: 'As often as you like. Each company counts once.' },
      ],
    },
  },
}
