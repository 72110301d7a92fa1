import * as v from 'valibot'
import { largestAmount } from './schema/parts.ts'

// No database takes a NUL, and none compares half a character.
const clean = v.regex(/^[^\0\p{Surrogate}]*$/u, 'text without NUL and without broken characters')
const text = (max: number) => v.pipe(v.string(), v.minLength(1), v.maxLength(max), clean)
const amount = v.pipe(v.number(), v.safeInteger(), v.minValue(0), v.maxValue(largestAmount))
const currency = v.pipe(v.string(), v.regex(/^[A-Z]{3}$/, 'an ISO 4217 code such as "USD"'))

/** Who did it: an id of the owner's own, an e-mail, or both. */
export const customerSchema = v.pipe(
  v.object({
    id: v.optional(text(200)),
    email: v.optional(v.pipe(v.string(), v.trim(), v.maxLength(254), v.email())),
    name: v.optional(v.pipe(v.string(), v.maxLength(200), clean)),
  }),
  v.check((customer) => Boolean(customer.id ?? customer.email), 'give an `id`, an `email`, or both'),
)

const base = {
  /** Made once, when the event is; the same id again is the same event. */
  id: v.pipe(v.string(), v.regex(/^[\w-]{8,64}$/, '8 to 64 letters, digits, "-" or "_"')),
  /** Epoch milliseconds. */
  at: v.pipe(v.number(), v.safeInteger(), v.minValue(0)),
  code: v.optional(v.pipe(v.string(), v.regex(/^[\w-]{1,64}$/, '1 to 64 letters, digits, "-" or "_"'))),
  visitor: v.optional(v.pipe(v.string(), v.regex(/^[\w-]{4,64}$/, '4 to 64 letters, digits, "-" or "_"'))),
  customer: v.optional(customerSchema),
}
const order = v.pipe(
  text(200),
  v.description(
    'Your own number of the order, or of whatever happened once: the same one again is the same order. Let it be no e-mail and no customer id; of somebody who is erased, such a reference is replaced by a keyed hash, and still understood.',
  ),
)
const channel = v.pipe(
  v.string(),
  v.regex(/^[a-z][a-z0-9-]{0,31}$/, 'a short lower-case name such as "whatsapp"'),
)

/** An event on the wire, the same for every sender. Unknown fields are dropped. */
export const eventSchema = v.variant('type', [
  v.object({
    ...base,
    type: v.literal('visit'),
    url: text(2048),
    channel: v.optional(channel),
    /** The page was shown in a frame, so that nobody may have followed a link. */
    frame: v.optional(v.boolean()),
  }),
  v.object({ ...base, type: v.literal('share'), channel }),
  v.object({
    ...base,
    type: v.literal('conversion'),
    name: text(64),
    order,
    amount: v.optional(amount),
    currency: v.optional(currency),
  }),
  v.object({
    ...base,
    type: v.literal('refund'),
    name: text(64),
    order,
    amount: v.optional(amount),
    currency: v.optional(currency),
  }),
  v.object({
    ...base,
    type: v.literal('moment'),
    name: text(64),
    data: v.optional(v.record(v.string(), v.unknown())),
  }),
  v.object({ ...base, type: v.literal('exposure'), experiment: text(64), variant: text(64) }),
  v.object({
    ...base,
    type: v.literal('feedback'),
    score: v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(10)),
    comment: v.optional(v.pipe(v.string(), v.maxLength(2000), clean)),
  }),
])

export type Customer = v.InferOutput<typeof customerSchema>
/** Something that happened: `visit`, `share`, `conversion`, `refund`, `moment`, `exposure` or `feedback`. */
export type ReferralEvent = v.InferOutput<typeof eventSchema>
export type EventType = ReferralEvent['type']
/** One type of event: `EventOf<'conversion'>`. */
export type EventOf<T extends EventType> = Extract<ReferralEvent, { type: T }>

/** What became of one event. `duplicate` is a success: the first copy was kept. */
export interface Receipt {
  readonly id: string
  readonly status: 'accepted' | 'duplicate' | 'held' | 'rejected'
  /** A stable code, for `held` and `rejected`. */
  readonly reason?: string
  /** What was given and what to do, for `rejected`. */
  readonly detail?: string
}
