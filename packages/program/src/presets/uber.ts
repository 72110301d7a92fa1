import { goodRide } from '../moments/presets.ts'
import type { ProgramInput } from '../schema/program.ts'

/**
 * Asked right after a good ride, in the manner of Uber: four or five stars open the invitation while the ride is still
 * remembered, and three stars or fewer never do. Ride credit for both.
 */
export const uber: ProgramInput = {
  id: 'rides',
  name: 'Example Rides',
  url: 'https://example.com/',
  currency: 'USD',
  conversions: [{ name: 'signup' }, { name: 'trip', value: true }],
  incentives: [
    {
      id: 'ride-credit',
      when: { type: 'first', conversion: 'trip' },
      to: 'referrer',
      give: { type: 'credit', amount: 1000 },
      limit: { perParticipant: { count: 20, per: 'month' } },
    },
    {
      id: 'first-ride-free',
      when: { type: 'first', conversion: 'signup' },
      to: 'friend',
      give: { type: 'coupon', code: 'FIRSTRIDE', amount: 1500 },
    },
  ],
  moments: [goodRide],
  copy: {
    en: {
      title: 'Give a ride, get $10',
      button: 'Invite friends',
      youGet: '$10 ride credit for each friend',
      friendGets: 'a first ride for up to $15 free',
      when: 'Right after their first ride',
      message: 'I ride with {program}. Have {friendGets}:',
      subject: '{referrer} sends you a free ride',
      disclosure: 'I get $10 ride credit after your first ride.',
      steps: [{ title: 'Send your link' }, { title: 'They take a ride' }, { title: 'You ride for $10 less' }],
      faq: [
        {
          question: 'When does my credit come?',
          answer: 'As soon as your friend’s first ride has ended. It is used for your next ride by itself.',
        },
      ],
    },
  },
}
