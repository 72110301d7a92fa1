import { afterOnboarding } from '../moments/presets.ts'
import type { ProgramInput } from '../schema/program.ts'

/**
 * Bill credit, in the manner of Intercom: it fits a subscription, needs no payout and no tax form, and keeps both sides
 * customers. Once the friend has paid the first bill, both have $100 on their next one.
 */
export const intercom: ProgramInput = {
  id: 'bill-credit',
  name: 'Example Inbox',
  url: 'https://example.com/',
  currency: 'USD',
  conversions: [{ name: 'paid-invoice', value: true, holdDays: 14 }],
  incentives: [
    {
      id: 'credit-for-you',
      when: { type: 'first', conversion: 'paid-invoice' },
      to: 'referrer',
      give: { type: 'credit', amount: 10_000 },
    },
    {
      id: 'credit-for-friend',
      when: { type: 'first', conversion: 'paid-invoice' },
      to: 'friend',
      give: { type: 'credit', amount: 10_000 },
    },
  ],
  moments: [afterOnboarding],
  channels: ['email', 'linkedin', 'whatsapp', 'x'],
  copy: {
    en: {
      title: 'Give $100, get $100',
      button: 'Refer a team',
      youGet: '$100 on your next bill',
      friendGets: '$100 on their second bill',
      when: '14 days after their first paid bill',
      message:
        'We talk to our customers with {program}. If your team tries it by this link, you get {friendGets}:',
      subject: '{referrer} recommends {program}',
      disclosure: 'My team gets $100 on its bill if you subscribe.',
      steps: [
        { title: 'Send your link' },
        { title: 'They subscribe' },
        { title: 'You both save $100', text: 'It comes off the next bill by itself.' },
      ],
      faq: [
        {
          question: 'Where do I see my credit?',
          answer: 'On your next bill. What a bill does not use up stays for the one after it.',
        },
      ],
    },
  },
}
