import { afterRenewal, happySupport } from '../moments/presets.ts'
import type { ProgramInput } from '../schema/program.ts'

/**
 * A B2B page that answers everything, in the manner of Zendesk: the outline, the reward and the questions of a buyer's
 * finance department on one page. A tenth of the first contract in cash, an easier start for the new customer.
 */
export const zendesk: ProgramInput = {
  id: 'partners',
  name: 'Example Desk',
  url: 'https://example.com/',
  currency: 'USD',
  attribution: { touch: 'first', days: 180 },
  conversions: [
    { name: 'demo', trust: 'browser' },
    { name: 'contract', value: true, holdDays: 30 },
  ],
  incentives: [
    {
      id: 'first-contract',
      when: { type: 'first', conversion: 'contract' },
      to: 'referrer',
      give: { type: 'cash', amount: { percent: 10, upTo: 250_000 } },
    },
    {
      id: 'guided-start',
      when: { type: 'first', conversion: 'contract' },
      to: 'friend',
      give: { type: 'access', name: 'a guided start with an expert' },
    },
  ],
  moments: [happySupport, afterRenewal],
  channels: ['email', 'linkedin', 'teams'],
  copy: {
    en: {
      title: 'Know a team that should talk to us?',
      button: 'Refer a company',
      youGet: '10% of their first contract, up to $2,500',
      friendGets: 'a guided start with an expert',
      when: '30 days after they sign',
      message: 'Our support runs on {program}. By this link you get {friendGets}:',
      subject: '{referrer} recommends {program}',
      disclosure: 'I am paid a part of your first contract if you sign.',
      steps: [
        { title: 'Introduce a company', text: 'By your link, or by an e-mail that we have written for you.' },
        { title: 'They sign', text: 'An expert sets everything up with them.' },
        { title: 'You are paid', text: '10% of the first contract, up to $2,500.' },
      ],
      rewards: { 'guided-start': 'a guided start with an expert' },
      faq: [
        {
          question: 'Who can refer?',
          answer: 'Every customer and partner. You need not be the one who pays our bills.',
        },
        {
          question: 'Which companies count?',
          answer: 'Those that are not customers yet, and that our sales team does not talk to already.',
        },
        {
          question: 'How long does my link count?',
          answer: 'For 180 days after the first time that somebody followed it.',
        },
        {
          question: 'How and when am I paid?',
          answer:
            'By bank transfer, 30 days after the contract is signed. We will ask for your tax details then.',
        },
        {
          question: 'What if they cancel?',
          answer: 'Within the 30 days there is no reward. After that, it stays yours.',
        },
      ],
    },
  },
}
