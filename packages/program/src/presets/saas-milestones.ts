import { promoter } from '../moments/presets.ts'
import type { ProgramInput } from '../schema/program.ts'

/**
 * The rewards get sweeter: a gift card for both at the first friend, a free year at five, a trip to Paris at ten. Each
 * next step is in sight, which is what brings people back. Promoters are asked.
 */
export const saasMilestones: ProgramInput = {
  id: 'milestones',
  name: 'Example App',
  url: 'https://example.com/',
  currency: 'USD',
  conversions: [{ name: 'subscription', value: true, holdDays: 30 }],
  incentives: [
    {
      id: 'gift-card',
      when: { type: 'milestone', conversion: 'subscription', count: 'friends', at: 1 },
      to: 'referrer',
      give: { type: 'product', name: 'a $50 gift card' },
    },
    {
      id: 'gift-card-for-friend',
      when: { type: 'first', conversion: 'subscription' },
      to: 'friend',
      give: { type: 'product', name: 'a $50 gift card' },
    },
    {
      id: 'free-year',
      when: { type: 'milestone', conversion: 'subscription', count: 'friends', at: 5 },
      to: 'referrer',
      give: { type: 'access', name: 'a free year' },
    },
    {
      id: 'trip',
      when: { type: 'milestone', conversion: 'subscription', count: 'friends', at: 10 },
      to: 'referrer',
      give: { type: 'product', name: 'a trip to Paris for two' },
    },
  ],
  moments: [promoter],
  copy: {
    en: {
      title: 'Bring friends, go to Paris',
      button: 'Invite friends',
      youGet: 'a gift card, then a free year, then Paris',
      friendGets: 'a $50 gift card',
      when: '30 days after they subscribe',
      message: 'I use {program} every day. Subscribe by this link and you get {friendGets}:',
      subject: '{referrer} sends you {program}, and a gift card',
      disclosure: 'I am rewarded too if you subscribe.',
      steps: [
        { title: 'Send your link' },
        { title: 'They subscribe', text: 'You both get a $50 gift card for the first one.' },
        { title: 'It gets better', text: '5 friends: a free year. 10 friends: Paris.' },
      ],
      rewards: {
        'gift-card': 'a $50 gift card',
        'gift-card-for-friend': 'a $50 gift card',
        'free-year': 'a free year',
        trip: 'a trip to Paris for two',
      },
      faq: [
        {
          question: 'Do all my friends get the gift card?',
          answer: 'Yes, each friend who subscribes by your link gets one. Yours comes with the first friend.',
        },
      ],
    },
  },
}
