import type { ProgramInput } from '../schema/program.ts'

/**
 * Space for both, in the manner of Dropbox. The reward is more of what customers came for, costs little, and is there
 * at once: an "Invite friends" button with the message already written is all that it takes. 500 MB for each friend
 * who signs up, up to 16 GB.
 */
export const dropbox: ProgramInput = {
  id: 'space',
  name: 'Example Drive',
  url: 'https://example.com/',
  currency: 'USD',
  conversions: [{ name: 'signup' }],
  incentives: [
    {
      id: 'space-for-you',
      when: { type: 'first', conversion: 'signup' },
      to: 'referrer',
      give: { type: 'access', name: '500 MB of space' },
      limit: { perParticipant: { count: 32 } },
    },
    {
      id: 'space-for-friend',
      when: { type: 'first', conversion: 'signup' },
      to: 'friend',
      give: { type: 'access', name: '500 MB of extra space' },
    },
  ],
  copy: {
    en: {
      title: 'Give 500 MB, get 500 MB',
      button: 'Invite friends',
      youGet: '500 MB for each friend, up to 16 GB',
      friendGets: '500 MB on top of the free plan',
      when: 'As soon as they sign up',
      message: 'I keep my files in {program}. Sign up here and you start with {friendGets}:',
      subject: '{referrer} sends you 500 MB',
      disclosure: 'I get 500 MB too if you sign up.',
      steps: [{ title: 'Send your link' }, { title: 'They sign up' }, { title: 'You both get space' }],
      rewards: { 'space-for-you': '500 MB of space', 'space-for-friend': '500 MB of extra space' },
      faq: [
        {
          question: 'How much space can I earn?',
          answer: '500 MB for each friend, for up to 32 friends: 16 GB in all.',
        },
        { question: 'Do I keep it?', answer: 'Yes, as long as you have your account.' },
      ],
    },
  },
}
