import * as v from 'valibot'
import { id, money, shortText } from './parts.ts'

const conversion = v.pipe(id, v.description('The name of one of the program’s conversions.'))

/** When an incentive is earned. */
export const whenSchema = v.variant('type', [
  v.strictObject({ type: v.literal('each'), conversion }),
  v.strictObject({ type: v.literal('first'), conversion }),
  v.strictObject({
    type: v.literal('milestone'),
    conversion,
    count: v.pipe(
      v.picklist(['friends', 'orders']),
      v.description('What is counted: friends with a conversion, or their conversions.'),
    ),
    at: v.pipe(
      v.number(),
      v.integer(),
      v.minValue(1),
      v.maxValue(1_000_000),
      v.description('The count at which it is earned, once.'),
    ),
  }),
])

/** What is given. Amounts are whole numbers of the currency’s smallest unit: 2000 is $20.00. */
export const giveSchema = v.variant('type', [
  v.strictObject({ type: v.literal('credit'), amount: money }),
  v.strictObject({ type: v.literal('cash'), amount: money }),
  v.strictObject({
    type: v.literal('coupon'),
    code: v.pipe(shortText, v.description('Shown to its owner only, and only when it is due.')),
    amount: v.optional(money),
  }),
  v.strictObject({
    type: v.literal('product'),
    name: v.pipe(shortText, v.description('As in a sentence: "a free bag of coffee".')),
  }),
  v.strictObject({
    type: v.literal('access'),
    name: v.pipe(shortText, v.description('As in a sentence: "a free year".')),
  }),
  v.strictObject({
    type: v.literal('donation'),
    amount: money,
    name: v.pipe(shortText, v.description('Who receives it.')),
  }),
])

/** *When → to whom → give what.* Two incentives, one to each side, make a two-sided program. */
export const incentiveSchema = v.strictObject({
  id: v.pipe(id, v.description('Stable for ever: a new offer is a new id.')),
  when: v.pipe(
    whenSchema,
    v.description('Each conversion of a friend, the first of each friend, or a milestone.'),
  ),
  to: v.pipe(v.picklist(['referrer', 'friend']), v.description('Who gets it.')),
  give: v.pipe(giveSchema, v.description('What they get.')),
})

export type When = v.InferOutput<typeof whenSchema>
export type Give = v.InferOutput<typeof giveSchema>
export type Incentive = v.InferOutput<typeof incentiveSchema>
