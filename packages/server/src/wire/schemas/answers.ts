import * as v from 'valibot'

const time = v.pipe(v.number(), v.integer(), v.description('Epoch milliseconds.'))
const count = v.pipe(v.number(), v.integer(), v.minValue(0))
const orderState = v.picklist(['held', 'converted', 'refunded'])
const pageOf = <Item extends v.GenericSchema>(item: Item) =>
  v.strictObject({
    items: v.array(item),
    next: v.optional(v.pipe(v.string(), v.description('The `cursor` of the next page; absent on the last.'))),
  })

/** An error, as RFC 9457 has it. */
export const problemSchema = v.looseObject({
  type: v.string(),
  title: v.string(),
  status: v.number(),
  code: v.pipe(v.string(), v.description('Stable: what a program goes by.')),
  detail: v.pipe(v.string(), v.description('What happened, what was given, and the remedy.')),
  problems: v.optional(v.array(v.strictObject({ path: v.string(), given: v.string(), remedy: v.string() }))),
})

/** Money in whole minor units of an ISO 4217 currency. */
export const moneySchema = v.strictObject({
  amount: v.pipe(v.number(), v.integer()),
  currency: v.string(),
})

export const receiptsSchema = v.strictObject({
  credentials: v.optional(
    v.pipe(
      v.literal('include'),
      v.description(
        'The page is of the API’s own site: sent with cookies, its next batch renews the visitor’s.',
      ),
    ),
  ),
  receipts: v.pipe(
    v.array(
      v.strictObject({
        id: v.string(),
        status: v.picklist(['accepted', 'duplicate', 'held', 'rejected']),
        reason: v.optional(v.string()),
        detail: v.optional(v.string()),
      }),
    ),
    v.description('One for each event, in their order.'),
  ),
})

/** The public program. */
export const programViewSchema = v.looseObject({
  id: v.string(),
  name: v.string(),
  url: v.string(),
  currency: v.string(),
  locale: v.string(),
  channels: v.array(v.string()),
  copy: v.looseObject({}),
  incentives: v.array(
    v.looseObject({
      id: v.string(),
      when: v.looseObject({ type: v.string() }),
      to: v.picklist(['referrer', 'friend']),
      give: v.looseObject({ type: v.string() }),
    }),
  ),
  supports: v.array(v.string()),
})

export const linkSchema = v.strictObject({ code: v.string(), link: v.string() })

/** A participant, as they and the owner see them. */
export const participantSchema = v.strictObject({
  id: v.string(),
  code: v.string(),
  link: v.string(),
  name: v.optional(v.string()),
  stats: v.optional(
    v.strictObject({
      visits: count,
      shares: count,
      friends: count,
      earned: v.array(moneySchema),
      coming: v.array(moneySchema),
      rank: v.optional(count),
    }),
  ),
  milestones: v.optional(
    v.array(
      v.strictObject({
        incentive: v.string(),
        count: v.picklist(['friends', 'orders', 'money']),
        at: v.number(),
        have: v.number(),
        reached: v.boolean(),
        until: v.optional(time),
      }),
    ),
  ),
})

export const enrolledSchema = v.union([linkSchema, participantSchema])

export const referralsSchema = pageOf(
  v.strictObject({
    id: v.string(),
    friend: v.optional(v.string()),
    at: v.optional(time),
    state: orderState,
  }),
)

/** A reward; whose it is, the owner alone is told. */
export const rewardSchema = v.strictObject({
  id: v.string(),
  incentive: v.string(),
  to: v.picklist(['referrer', 'friend']),
  state: v.picklist(['pending', 'due', 'granted', 'reversed', 'owed-back']),
  give: v.looseObject({ type: v.string() }),
  money: v.optional(moneySchema),
  at: v.optional(time),
  reason: v.looseObject({ code: v.string() }),
  friend: v.optional(v.string()),
  participant: v.optional(
    v.strictObject({ id: v.string(), name: v.optional(v.string()), email: v.optional(v.string()) }),
  ),
})

/** What a vendor's webhook said. */
export const newsSchema = v.strictObject({
  news: v.array(
    v.strictObject({
      id: v.pipe(v.string(), v.description('The same news has the same id.')),
      type: v.string(),
    }),
  ),
})

/** The reward that was approved. */
export const approvalSchema = v.strictObject({ id: v.string() })

export const rewardsSchema = pageOf(rewardSchema)

export const standingsSchema = v.strictObject({
  standings: v.array(v.strictObject({ rank: count, name: v.string(), friends: count })),
})

export const drawsSchema = v.strictObject({
  draws: v.array(
    v.strictObject({
      incentive: v.string(),
      period: v.string(),
      commitment: v.string(),
      drawn: v.optional(
        v.strictObject({
          at: v.number(),
          seed: v.string(),
          digest: v.string(),
          winners: v.array(v.string()),
        }),
      ),
    }),
  ),
})

export const drawEntriesSchema = v.strictObject({
  items: v.array(v.strictObject({ participant: v.string(), entries: count, place: v.optional(count) })),
  next: v.optional(v.string()),
})

export const inviteReceiptsSchema = v.strictObject({
  receipts: v.array(
    v.strictObject({
      email: v.string(),
      status: v.picklist(['sent', 'skipped', 'failed']),
      reason: v.optional(v.string()),
    }),
  ),
})

export const summarySchema = v.looseObject({
  visits: count,
  shares: count,
  participants: count,
  customers: count,
  referred: count,
  revenue: moneySchema,
  referredRevenue: moneySchema,
  conversions: v.array(
    v.strictObject({
      name: v.string(),
      order: v.string(),
      at: time,
      money: v.optional(moneySchema),
      friend: v.optional(v.string()),
      referrer: v.optional(v.string()),
      state: orderState,
    }),
  ),
})
