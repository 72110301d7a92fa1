import type { FraudRule, FraudRules } from '../schema/fraud.ts'
import { and, plural, sayMinutes } from './phrases.ts'

/** "An order waits for your review when …", and what is only shown to you. */
export function explainFraud(rules: FraudRules): string[] {
  const those = (action: 'hold' | 'flag' | 'off'): string[] =>
    (Object.keys(says) as FraudRule[])
      .filter((rule) => rules[rule].action === action)
      .map((rule) => says[rule](rules))
  const [held, flagged, off] = [those('hold'), those('flag'), those('off')]
  return [
    ...(held.length > 0 ? [`Bo’s order waits for your review when ${or(held)}.`] : []),
    ...(flagged.length > 0 ? [`It counts, but is shown to you, when ${or(flagged)}.`] : []),
    ...(off.length === Object.keys(says).length
      ? ['No order is looked at for fraud.']
      : off.length > 0
        ? [`Nobody looks at whether ${or(off)}.`]
        : []),
    ...(held.length > 0 ? ['A shared address alone holds nothing.'] : []),
  ]
}

const or = (parts: readonly string[]): string =>
  new Intl.ListFormat('en', { type: 'disjunction' }).format(parts)

const says: { readonly [Rule in FraudRule]: (rules: FraudRules) => string } = {
  ownReferral: () => 'he seems to be Amy herself',
  existingCustomer: () => 'he had ordered before he followed her link',
  disposableEmail: ({ disposableEmail: { deny } }) =>
    `his e-mail is a disposable one${deny.length > 0 ? ` (${and(deny)} too)` : ''}`,
  velocity: ({ velocity: { friends, minutes } }) =>
    `Amy brings more than ${plural(friends, 'friend')} within ${sayMinutes(minutes)}`,
  tooFast: ({ tooFast: { seconds } }) => `he orders within ${plural(seconds, 'second')} of his visit`,
  cookieStuffing: () => 'her visits are made in frames or in bulk',
  codeStuffing: () => 'her code is typed though somebody else’s link led him there',
  refundCycling: ({ refundCycling: { refunds, percent } }) =>
    `${plural(refunds, 'friend')} of hers and ${percent}% of them all gave everything back`,
  ring: ({ ring: { length } }) => `up to ${length} people refer each other in a circle`,
}
