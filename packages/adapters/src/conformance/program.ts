import type { ProgramInput } from '@goodword/program'

/** The program that conformance cases play: a trusted purchase on hold, an instant sign-up, two sides, a milestone. */
export const conformanceProgram: ProgramInput = {
  id: 'conformance',
  name: 'Juniper Coffee',
  url: 'https://shop.example/',
  currency: 'USD',
  attribution: { touch: 'last', days: 30, params: ['via'] },
  conversions: [
    { name: 'purchase', value: true, trust: 'server', holdDays: 14 },
    { name: 'signup', trust: 'browser' },
  ],
  incentives: [
    {
      id: 'credit',
      when: { type: 'first', conversion: 'purchase' },
      to: 'referrer',
      give: { type: 'credit', amount: 1000 },
    },
    {
      id: 'welcome',
      when: { type: 'first', conversion: 'signup' },
      to: 'friend',
      give: { type: 'coupon', code: 'WELCOME10', amount: 1000 },
    },
    {
      id: 'free-bag',
      when: { type: 'milestone', conversion: 'purchase', count: 'friends', at: 3 },
      to: 'referrer',
      give: { type: 'product', name: 'a free bag of coffee' },
    },
  ],
  experiments: [{ id: 'button', control: 'a', variants: [{ id: 'a' }, { id: 'b' }] }],
  copy: {
    en: {
      title: 'Give $10, get $10',
      youGet: '$10 credit',
      friendGets: '$10 off the first order',
      when: 'Two weeks after their order',
      message: 'I buy my coffee at {program}. Here is $10 off your first order.',
      disclosure: 'If you order, I earn $10 credit.',
      steps: [{ title: 'Share your link' }, { title: 'A friend orders' }, { title: 'You both save' }],
      rewards: { 'free-bag': 'a free bag of coffee' },
    },
    de: {
      title: '10 $ schenken, 10 $ bekommen',
      youGet: '10 $ Guthaben',
      friendGets: '10 $ Rabatt auf die erste Bestellung',
      when: 'Zwei Wochen nach der Bestellung',
      message: 'Ich kaufe meinen Kaffee bei {program}. Hier sind 10 $ für deine erste Bestellung.',
      disclosure: 'Wenn du bestellst, bekomme ich 10 $ Guthaben.',
      steps: [{ title: 'Link teilen' }, { title: 'Freund bestellt' }, { title: 'Beide sparen' }],
    },
  },
}
