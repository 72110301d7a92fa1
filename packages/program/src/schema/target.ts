import * as v from 'valibot'
import { areInOrder, localDate } from './season.ts'

/** A goal that can be measured: so much of a metric from one day to another. */
export const targetSchema = v.pipe(
  v.strictObject({
    metric: v.pipe(
      v.picklist(['referred-customers', 'referred-revenue', 'participants', 'referral-rate', 'share-rate']),
      v.description('What is measured; rates are in per cent, revenue in minor units.'),
    ),
    value: v.pipe(v.number(), v.minValue(0.01), v.maxValue(1e15), v.description('How much of it.')),
    from: v.pipe(localDate, v.description('The first day, in the program’s time zone.')),
    to: v.pipe(localDate, v.description('The last day.')),
  }),
  v.forward(v.partialCheck([['from'], ['to']], areInOrder, 'the same day as `from`, or a later one'), ['to']),
)

export type Target = v.InferOutput<typeof targetSchema>
