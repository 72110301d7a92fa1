import { customerSchema, eventSchema } from '@goodword/program'
import * as v from 'valibot'
import { isStorable } from '../../backend/context.ts'

/** Text that every database takes. */
const text = (most: number, least = 1) =>
  v.pipe(
    v.string(),
    v.minLength(least, `use at least ${least} character`),
    v.maxLength(most, `use at most ${most} characters`),
    v.check(isStorable, 'use no NUL and no broken characters'),
  )

const list = <Item extends v.GenericSchema>(item: Item, most: number, what: string) =>
  v.pipe(
    v.array(item, `is no list; send 1 to ${most} ${what}`),
    v.minLength(1, `is empty; send 1 to ${most} ${what}`),
    v.maxLength(most, (issue) => `has ${issue.received} entries; send 1 to ${most} ${what}`),
  )

const eventsOf = <Event extends v.GenericSchema>(event: Event) =>
  v.object({ events: list(event, 500, 'events') })

/** A batch of events, of which the backend judges each alone. */
export const eventsSchema = eventsOf(v.unknown())
/** The same, as it is described. */
export const eventsDescription = eventsOf(eventSchema)

/** Who enrols, for the backend to judge; nothing of it is needed beside a signed identity. */
export const enrolmentSchema = v.object({
  customer: v.optional(v.looseObject({}, 'is no object; send { "customer": { "email": … } }'), {}),
})
/** The same, as it is described. */
export const enrolmentDescription = v.object({ customer: v.optional(customerSchema) })
/** What the owner's server may add to an enrolment. */
export const oldCodeSchema = v.object({
  code: v.optional(v.pipe(v.string(), v.description('A code that they had elsewhere, and keep.'))),
})
/** An enrolment by the owner's server, as it is described. */
export const ownerEnrolmentDescription = v.object({
  customer: customerSchema,
  ...oldCodeSchema.entries,
})

/** People to invite. */
export const invitationsSchema = v.object({
  invitations: list(
    v.object({
      email: v.string(),
      name: v.optional(v.string()),
      message: v.optional(v.string()),
    }),
    50,
    'of { "email": … }',
  ),
})

/** A reward that was given, and who gave it. */
export const fulfilmentSchema = v.object({ id: text(500), by: text(500) })

/** A new secret key. */
export const newKeySchema = v.object({ label: v.optional(text(80, 0), '') })

/** A secret key that replaces another, which goes on for `grace` seconds. */
export const rotationSchema = v.object({
  label: v.optional(text(80, 0), ''),
  grace: v.optional(
    v.pipe(
      v.number(),
      v.integer(),
      v.minValue(0),
      v.maxValue(2_592_000),
      v.description('Seconds for which the key that it replaces goes on; a day by default, 30 days at most.'),
    ),
    86_400,
  ),
})
