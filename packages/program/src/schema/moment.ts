import * as v from 'valibot'
import { id } from './parts.ts'
import { conditionSchema } from './segment.ts'

const whole = (min: number, max: number) => v.pipe(v.number(), v.integer(), v.minValue(min), v.maxValue(max))

/** What a moment waits for. */
export const onSchema = v.variant('type', [
  v.strictObject({
    type: v.literal('event'),
    name: v.pipe(
      id,
      v.description('As in goodword.moment(name), or a conversion’s name, e.g. "onboarding" or "purchase".'),
    ),
    nth: v.optional(
      v.pipe(whole(1, 1_000_000), v.description('Only the n-th one; without it, every one of them.')),
    ),
    where: v.optional(
      v.pipe(
        conditionSchema,
        v.description(
          'What the event’s data must be: { "type": "at-least", "attribute": "rating", "value": 4 }.',
        ),
      ),
    ),
  }),
  v.strictObject({
    type: v.literal('feedback'),
    atLeast: v.optional(v.pipe(whole(7, 10), v.description('The lowest score, of 10, that is asked.')), 9),
  }),
  v.strictObject({
    type: v.literal('anniversary'),
    name: v.optional(
      v.pipe(id, v.description('Of the first event with this name; without it, of the sign-up.')),
    ),
    years: v.optional(
      v.pipe(
        v.array(whole(1, 100)),
        v.minLength(1),
        v.maxLength(100),
        v.description('Only these years; without it, every year.'),
      ),
    ),
  }),
])

/** How often a customer is asked at most. A day is 24 hours. */
export const capsSchema = v.strictObject({
  everyDays: v.optional(
    v.pipe(whole(0, 3650), v.description('Days from one ask, by any moment, to this one.')),
    30,
  ),
  times: v.optional(v.pipe(whole(1, 1000), v.description('How often this moment asks one customer.')), 5),
  notNowDays: v.optional(
    v.pipe(whole(0, 3650), v.description('Days of silence after “not now”, to any moment.')),
    90,
  ),
  negativeDays: v.optional(
    v.pipe(
      whole(0, 3650),
      v.description('Days of silence after a score of 6 or less, or an event with negative: true.'),
    ),
    90,
  ),
})

/** When to ask a customer to invite friends: right after a moment of value. */
export const momentSchema = v.strictObject({
  id: v.pipe(id, v.description('Stable: how often it asked somebody is counted by it.')),
  on: v.pipe(onSchema, v.description('What it waits for.')),
  delayMinutes: v.optional(
    v.pipe(whole(0, 43_200), v.description('Minutes to wait after it; 1440 is a day.')),
    0,
  ),
  freshDays: v.optional(v.pipe(whole(1, 90), v.description('Days until it is too late to ask about it.')), 7),
  open: v.optional(
    v.pipe(v.picklist(['invite', 'nps', 'progress', 'leaderboard']), v.description('What is opened.')),
    'invite',
  ),
  caps: v.optional(v.pipe(capsSchema, v.description('How often at most.')), {}),
})

export type On = v.InferOutput<typeof onSchema>
/** A moment after parsing: every default is filled in. */
export type Moment = v.InferOutput<typeof momentSchema>
/** A moment as an author writes it. */
export type MomentInput = v.InferInput<typeof momentSchema>
