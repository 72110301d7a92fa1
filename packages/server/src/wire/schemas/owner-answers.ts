import * as v from 'valibot'

const time = v.pipe(v.number(), v.integer(), v.description('Epoch milliseconds.'))

const keyEntries = {
  id: v.string(),
  label: v.string(),
  kind: v.picklist(['made', 'given']),
  state: v.picklist(['live', 'expired', 'revoked']),
  createdAt: time,
  expiresAt: v.optional(time),
  lastUsedAt: v.optional(v.pipe(time, v.description('To the hour.'))),
}

/** A secret key, without itself. */
export const secretKeySchema = v.strictObject(keyEntries)
export const secretKeysSchema = v.strictObject({ keys: v.array(secretKeySchema) })
export const madeKeySchema = v.strictObject({
  ...keyEntries,
  secret: v.pipe(v.string(), v.description('Shown this once.')),
})

export const sessionSchema = v.strictObject({ token: v.string(), expiresAt: time })

export const webhookAnswerSchema = v.looseObject({ id: v.string(), url: v.string() })
export const webhooksSchema = v.strictObject({ webhooks: v.array(webhookAnswerSchema) })
export const newWebhookSchema = v.looseObject({ id: v.string(), url: v.string(), secret: v.string() })
export const deliveriesSchema = v.looseObject({ items: v.array(v.looseObject({})) })
export const testMessageSchema = v.strictObject({ message: v.string() })
export const replayedSchema = v.strictObject({ queued: v.number(), next: v.optional(time) })

/** All that is kept about a person. */
export const personExportSchema = v.looseObject({
  program: v.string(),
  exportedAt: time,
  person: v.looseObject({ id: v.string() }),
})
export const erasedSchema = v.strictObject({ erased: v.boolean(), person: v.optional(v.string()) })

/** A page of the audit log, or what became of checking all of it. */
export const auditSchema = v.union([
  v.strictObject({
    items: v.array(
      v.looseObject({ id: v.string(), seq: v.number(), at: time, actor: v.string(), action: v.string() }),
    ),
    next: v.optional(v.string()),
  }),
  v.strictObject({ verdict: v.looseObject({ ok: v.boolean() }) }),
])

export const statusSchema = v.strictObject({ status: v.string(), reason: v.optional(v.string()) })

/** An order in the queue, and why it is there. */
export const reviewAnswerSchema = v.looseObject({
  name: v.string(),
  order: v.string(),
  at: time,
  state: v.picklist(['open', 'approved', 'rejected']),
  because: v.array(v.looseObject({ reason: v.string(), says: v.string(), holds: v.boolean() })),
})
export const reviewsSchema = v.strictObject({
  items: v.array(reviewAnswerSchema),
  next: v.optional(v.string()),
})

const figure = v.number()

/** Figures by day and name; money in minor units of the program's currency. */
export const metricsSchema = v.strictObject({
  days: v.array(
    v.strictObject({
      day: v.pipe(time, v.description('Midnight, UTC.')),
      kind: v.picklist(['all', 'channel', 'conversion', 'incentive', 'variant']),
      name: v.string(),
      visits: figure,
      shares: figure,
      exposures: figure,
      participants: figure,
      conversions: figure,
      referred: figure,
      customers: figure,
      referred_customers: figure,
      refunds: figure,
      revenue: figure,
      referred_revenue: figure,
      rewards: figure,
      reward_money: figure,
    }),
  ),
})

/** Contests that are not decided yet. */
export const contestsSchema = v.strictObject({
  contests: v.array(
    v.strictObject({
      incentive: v.string(),
      kind: v.picklist(['rank', 'draw']),
      period: v.string(),
      closesAt: time,
      standings: v.array(
        v.strictObject({ participant: v.string(), name: v.optional(v.string()), score: v.number() }),
      ),
    }),
  ),
})
