import type { MomentInput } from '../schema/moment.ts'

/** A day after somebody is set up: the page reports `goodword.moment('onboarding')`. */
export const afterOnboarding = {
  id: 'after-onboarding',
  on: { type: 'event', name: 'onboarding' },
  delayMinutes: 1440,
} as const satisfies MomentInput

/** Right after a support conversation that was rated 4 or 5 of 5: `goodword.moment('support', { rating: 5 })`. */
export const happySupport = {
  id: 'happy-support',
  on: { type: 'event', name: 'support', where: { type: 'at-least', attribute: 'rating', value: 4 } },
  freshDays: 2,
} as const satisfies MomentInput

/** Who renews is content: `goodword.moment('renewal')`. */
export const afterRenewal = {
  id: 'after-renewal',
  on: { type: 'event', name: 'renewal' },
} as const satisfies MomentInput

/** The n-th purchase, 1 to 1,000,000. The conversion is called `purchase` unless `name` says otherwise. */
export const nthPurchase = (nth: number, name = 'purchase') =>
  ({ id: `${name.slice(0, 50)}-${nth}`, on: { type: 'event', name, nth } }) satisfies MomentInput

/** Every year since sign-up, nine hours into the day. */
export const everyAnniversary = {
  id: 'anniversary',
  on: { type: 'anniversary' },
  delayMinutes: 540,
  freshDays: 14,
  caps: { times: 100 },
} as const satisfies MomentInput

/** An answer of 9 or 10 to "would you recommend us?". */
export const promoter = { id: 'promoter', on: { type: 'feedback' } } as const satisfies MomentInput

/** Right after a ride with 4 or 5 stars, while it is remembered: `goodword.moment('ride', { rating: 5 })`. */
export const goodRide = {
  id: 'good-ride',
  on: { type: 'event', name: 'ride', where: { type: 'at-least', attribute: 'rating', value: 4 } },
  freshDays: 1,
} as const satisfies MomentInput
