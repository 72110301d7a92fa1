import { parseProgram, type EventOf, type Program } from '@goodword/program'

/** The coffee shop that the server's tests play: a trusted purchase on hold, a sign-up that the browser may report. */
export const shop: Program = parseProgram({
  id: 'shop',
  name: 'Juniper Coffee',
  url: 'https://shop.example/',
  hosts: ['www.shop.example'],
  currency: 'USD',
  attribution: { touch: 'last', days: 30 },
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
  copy: {
    en: {
      title: 'Give $10, get $10',
      youGet: '$10 credit',
      friendGets: '$10 off',
      when: 'Two weeks later',
      message: 'I like {program}.',
      disclosure: 'I get $10.',
      steps: [{ title: 'Share' }, { title: 'They buy' }, { title: 'You both save' }],
    },
  },
})

/** Milliseconds. */
export const day = 86_400_000

const newId = (): string => crypto.randomUUID()

/** A visit now, with these fields. */
export const visit = (fields: Partial<EventOf<'visit'>>): EventOf<'visit'> => ({
  id: newId(),
  at: Date.now(),
  type: 'visit',
  url: 'https://shop.example/',
  ...fields,
})

/** A purchase of $42 now, with these fields. */
export const purchase = (fields: Partial<EventOf<'conversion'>>): EventOf<'conversion'> => ({
  id: newId(),
  at: Date.now(),
  type: 'conversion',
  name: 'purchase',
  order: newId(),
  amount: 4200,
  currency: 'USD',
  ...fields,
})

/** A refund of a whole order now, with these fields. */
export const refund = (fields: Partial<EventOf<'refund'>>): EventOf<'refund'> => ({
  id: newId(),
  at: Date.now(),
  type: 'refund',
  name: 'purchase',
  order: newId(),
  ...fields,
})
