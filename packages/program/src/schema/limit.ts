import * as v from 'valibot'
import { money } from './parts.ts'

const count = v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(1_000_000_000))

/** So many rewards, so much money, or both; whichever is reached first. */
const cap = {
  count: v.optional(v.pipe(count, v.description('Rewards at most.'))),
  money: v.optional(v.pipe(money, v.description('Money at most; the last reward is cut to fit.'))),
}

/** Of the calendar, in the program's time zone; weeks begin on Monday. */
export const periodSchema = v.picklist(['day', 'week', 'month', 'quarter', 'year'])

/** Up to which limit. The stages are chained: per friend, then per participant, then in total. */
export const limitSchema = v.strictObject({
  perFriend: v.optional(v.pipe(v.strictObject(cap), v.description('For one friend, ever.'))),
  perParticipant: v.optional(
    v.pipe(
      v.strictObject({
        ...cap,
        per: v.optional(
          v.pipe(
            periodSchema,
            v.description('Per calendar period in the program’s time zone; without it, ever.'),
          ),
        ),
      }),
      v.description('For one participant.'),
    ),
  ),
  total: v.optional(
    v.pipe(v.strictObject(cap), v.description('For everybody together: a budget, handed out in order.')),
  ),
})

export type Limit = v.InferOutput<typeof limitSchema>
export type Period = v.InferOutput<typeof periodSchema>
