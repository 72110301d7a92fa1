import { nthPurchase, promoter } from '../moments/presets.ts'
import type { ProgramInput } from '../schema/program.ts'

/**
 * What most small shops want, and a good start for any: $10 for both with the friend's first order, once it can no
 * longer be returned, and a present for the third friend. Asked after the second order, and after a good answer.
 */
export const smallShop: ProgramInput = {
  id: 'shop',
  name: 'Example Shop',
  url: 'https://example.com/',
  currency: 'USD',
  conversions: [{ name: 'purchase', value: true, holdDays: 14 }],
  incentives: [
    {
      id: 'credit',
      when: { type: 'first', conversion: 'purchase' },
      to: 'referrer',
      give: { type: 'credit', amount: 1000 },
      limit: { perParticipant: { count: 10, per: 'month' } },
    },
    {
      id: 'welcome',
      when: { type: 'first', conversion: 'purchase' },
      to: 'friend',
      give: { type: 'credit', amount: 1000 },
    },
    {
      id: 'present',
      when: { type: 'milestone', conversion: 'purchase', count: 'friends', at: 3 },
      to: 'referrer',
      give: { type: 'product', name: 'a present from the shop' },
    },
  ],
  moments: [nthPurchase(2), promoter],
  copy: {
    en: {
      title: 'Give $10, get $10',
      button: 'Invite friends',
      youGet: '$10 for each friend who orders',
      friendGets: '$10 for the next order',
      when: '14 days after their first order',
      message: 'I like to shop at {program}. Order by this link and you get {friendGets}:',
      subject: '{referrer} sends you $10',
      disclosure: 'I get $10 too if you order.',
      steps: [{ title: 'Send your link' }, { title: 'They order' }, { title: 'You both get $10' }],
      rewards: { present: 'a present from the shop' },
      faq: [
        {
          question: 'Why does it take 14 days?',
          answer: 'For 14 days an order can be returned. After that, the $10 are yours and theirs.',
        },
        { question: 'What is the present?', answer: 'A surprise, sent after your third friend’s order.' },
      ],
    },
  },
}
