import { GoodwordError } from '@goodword/program'
import * as v from 'valibot'
import { isStorable } from '../backend/context.ts'
import { webhookTypes } from './message-types.ts'

const label = v.pipe(
  v.string(),
  v.maxLength(100),
  v.check(isStorable, 'text without NUL'),
  v.description('What the owner calls it.'),
)
const types = v.pipe(
  v.array(v.picklist(webhookTypes)),
  v.maxLength(webhookTypes.length),
  v.description('What it wants to hear of. None is everything.'),
)
const include = v.pipe(
  v.array(v.literal('email')),
  v.maxLength(1),
  v.description('What messages add about people, besides the owner’s own customer id.'),
)
const url = v.pipe(v.string(), v.maxLength(2048), v.description('A public https address.'))

/** What makes a webhook. */
export const webhookSchema = v.strictObject({
  url,
  label: v.optional(label),
  types: v.optional(types, []),
  include: v.optional(include, []),
  secret: v.optional(
    v.pipe(v.string(), v.maxLength(100), v.description('`whsec_` and 24 to 64 bytes in base64.')),
  ),
})

/** What of a webhook can be changed. */
export const webhookChangeSchema = v.strictObject({
  url: v.optional(url),
  label: v.optional(label),
  types: v.optional(types),
  include: v.optional(include),
  state: v.optional(v.pipe(v.picklist(['on', 'off']), v.description('`off` stops deliveries.'))),
})

/** What is sent again: one message, or all that happened since a time in epoch milliseconds, at most 30 days ago. */
export const replaySchema = v.union([
  v.strictObject({ message: v.pipe(v.string(), v.regex(/^msg_[a-z0-9]{1,64}$/, 'the id of a message')) }),
  v.strictObject({ since: v.pipe(v.number(), v.safeInteger(), v.minValue(0)) }),
])

export type WebhookInput = v.InferInput<typeof webhookSchema>
export type WebhookChange = v.InferInput<typeof webhookChangeSchema>
export type ReplayQuery = v.InferOutput<typeof replaySchema>

/** Reads what an owner sent. Throws `webhook-invalid`, with every problem. */
export function parseInput<T extends v.GenericSchema>(schema: T, input: unknown): v.InferOutput<T> {
  const parsed = v.safeParse(schema, input)
  if (parsed.success) return parsed.output
  const problems = parsed.issues.map((issue) => ({
    path: v.getDotPath(issue) ?? '',
    given: shorten(issue.input),
    remedy: issue.message,
  }))
  throw new GoodwordError(
    'webhook-invalid',
    `The webhook cannot be kept: ${problems.map(({ path, remedy }) => `${path || 'it'}: ${remedy}`).join(' ')}`,
    { problems },
  )
}

/** What is missing has no JSON. */
const shorten = (value: unknown): string =>
  value === undefined ? 'nothing' : JSON.stringify(value).slice(0, 80)
