import * as v from 'valibot'
import { isStorable } from '../../backend/context.ts'

const text = (most: number) =>
  v.pipe(
    v.string(),
    v.minLength(1, 'is empty'),
    v.maxLength(most, `use at most ${most} characters`),
    v.check(isStorable, 'use no NUL and no broken characters'),
  )

/** What a person says of an order. */
export const reviewSchema = v.object({
  name: text(64),
  order: text(200),
  verdict: v.picklist(['approve', 'reject', 'reopen'], 'use "approve", "reject" or "reopen"'),
  by: text(200),
  note: v.optional(text(1000)),
})

/** Who brought a friend, by their keys; `null`: nobody. */
export const bondReviewSchema = v.object({
  friend: text(64),
  referrer: v.nullable(text(64)),
  by: text(200),
})
