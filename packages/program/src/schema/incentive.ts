import * as v from 'valibot'
import { amountSchema } from './amount.ts'
import { limitSchema, periodSchema } from './limit.ts'
import { id, money, shortText } from './parts.ts'

const conversion = v.pipe(id, v.description('The name of one of the program’s conversions.'))
const whole = (min: number, max: number) => v.pipe(v.number(), v.integer(), v.minValue(min), v.maxValue(max))

const counted = v.pipe(
  v.picklist(['friends', 'orders', 'money']),
  v.description(
    'What is counted: friends with a conversion, their conversions, or the money of these after refunds.',
  ),
)

/** When an incentive is earned. */
export const whenSchema = v.variant('type', [
  v.strictObject({ type: v.literal('each'), conversion }),
  v.strictObject({ type: v.literal('first'), conversion }),
  v.strictObject({
    type: v.literal('milestone'),
    conversion,
    count: counted,
    at: v.pipe(
      whole(1, 1_000_000_000),
      v.description('The count (or the minor units of money) at which it is earned.'),
    ),
    per: v.optional(
      v.pipe(
        v.literal('friend'),
        v.description(
          'Counts each friend’s orders or money apart: the third order of a friend. Without it, all friends together.',
        ),
      ),
    ),
    repeat: v.optional(
      v.pipe(
        v.strictObject({
          every: v.pipe(
            whole(1, 1_000_000_000),
            v.description('Again each time the count grows by this much.'),
          ),
          upTo: v.pipe(whole(1, 1_000_000_000), v.description('No threshold above this.')),
        }),
        v.description('Again and again, up to a bound. Without it, once.'),
      ),
    ),
  }),
  v.strictObject({
    type: v.literal('rank'),
    conversion,
    by: counted,
    period: v.pipe(
      periodSchema,
      v.description('The calendar period after whose end, and a grace, the places are decided.'),
    ),
    places: v.pipe(whole(1, 100), v.description('How many places are rewarded, first to last.')),
    graceDays: v.optional(
      v.pipe(whole(0, 60), v.description('Days after the period in which late rows still count.')),
      3,
    ),
  }),
  v.strictObject({
    type: v.literal('draw'),
    conversion: v.optional(
      v.pipe(conversion, v.description('Each conversion that counts is one entry, besides entries given.')),
    ),
    period: v.pipe(
      periodSchema,
      v.description('The calendar period after whose end, and a grace, winners are drawn.'),
    ),
    winners: v.pipe(whole(1, 1000), v.description('How many are drawn; nobody wins twice in one draw.')),
    graceDays: v.optional(
      v.pipe(whole(0, 60), v.description('Days after the period in which late rows still count.')),
      3,
    ),
  }),
])

/** What is given. Amounts are whole numbers of the currency’s smallest unit: 2000 is $20.00. */
export const giveSchema = v.variant('type', [
  v.strictObject({ type: v.literal('credit'), amount: amountSchema }),
  v.strictObject({ type: v.literal('cash'), amount: amountSchema }),
  v.strictObject({
    type: v.literal('coupon'),
    code: v.optional(
      v.pipe(
        shortText,
        v.description('The same for everybody; shown to its owner only, and only when it is due.'),
      ),
    ),
    pool: v.optional(
      v.pipe(id, v.description('The pool that a code of one’s own is taken from; instead of `code`.')),
    ),
    amount: v.optional(v.pipe(money, v.description('What it takes off, in the currency’s smallest unit.'))),
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
    amount: amountSchema,
    name: v.pipe(shortText, v.description('Who receives it.')),
  }),
  v.strictObject({
    type: v.literal('recognition'),
    name: v.pipe(shortText, v.description('As in a sentence: "a place on our wall of thanks".')),
  }),
  v.strictObject({
    type: v.literal('entry'),
    draw: v.pipe(id, v.description('The id of the draw incentive that these entries are for.')),
    entries: v.optional(v.pipe(whole(1, 1000), v.description('How many lots.')), 1),
  }),
])

/** *When → to whom → give what*, for which segment, in which season, up to which limit. */
export const incentiveSchema = v.strictObject({
  id: v.pipe(id, v.description('Stable for ever: a new offer is a new id.')),
  when: v.pipe(
    whenSchema,
    v.description('Each conversion of a friend, the first of each friend, a milestone, a rank or a draw.'),
  ),
  to: v.pipe(v.picklist(['referrer', 'friend']), v.description('Who gets it.')),
  give: v.pipe(giveSchema, v.description('What they get.')),
  segment: v.optional(v.pipe(id, v.description('Only for participants in this segment of the program.'))),
  season: v.optional(v.pipe(id, v.description('Only for conversions in this season of the program.'))),
  limit: v.optional(v.pipe(limitSchema, v.description('Up to which limit.'))),
})

export type When = v.InferOutput<typeof whenSchema>
export type Give = v.InferOutput<typeof giveSchema>
export type Incentive = v.InferOutput<typeof incentiveSchema>
