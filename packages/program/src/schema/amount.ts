import * as v from 'valibot'
import { money } from './parts.ts'

/** Per cent with at most two decimals: 12.5 is 12.5 %. */
const percent = v.pipe(
  v.number(),
  v.minValue(0.01),
  v.maxValue(1000),
  v.check((value) => Number(value.toFixed(2)) === value, 'at most two decimals, such as 12.5'),
  v.description('Per cent of the order’s amount after refunds, rounded half up.'),
)

/** An amount that follows the order: part of its money. Only for conversions that carry a value. */
const percentAmount = v.strictObject({
  percent,
  upTo: v.optional(v.pipe(money, v.description('At most this much for one order.'))),
})

const tier = v.strictObject({
  from: v.pipe(
    v.number(),
    v.safeInteger(),
    v.minValue(0),
    v.description('The tier’s first order (1 is the first), or the least money of an order.'),
  ),
  amount: v.pipe(
    v.union([money, percentAmount], 'an amount such as 1000, or { "percent": 10 }'),
    v.description('What this tier gives: fixed, or per cent of the order.'),
  ),
})

/** What a tier goes by: the order’s own money, or which one it is of those that the incentive lets through. */
const tieredAmount = v.strictObject({
  by: v.pipe(
    v.picklist(['money', 'ordinal']),
    v.description('What a tier goes by: the order’s own money, or whether it is the first, second or third.'),
  ),
  tiers: v.pipe(
    v.array(tier),
    v.minLength(1),
    v.maxLength(20),
    v.description('In rising order; the last one that is reached counts.'),
  ),
})

/** How much: fixed, per cent of the order, or by tiers. */
export const amountSchema = v.pipe(
  v.union(
    [money, percentAmount, tieredAmount],
    'an amount such as 1000, { "percent": 10 }, or { "by": "ordinal", "tiers": […] }',
  ),
  v.description('How much: fixed, in the currency’s smallest unit, per cent of the order, or by tiers.'),
)

export type Amount = v.InferOutput<typeof amountSchema>
