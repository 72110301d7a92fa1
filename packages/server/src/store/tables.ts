import type { ClockTables } from './tables/clock.ts'

/** Epoch milliseconds are integers, JSON is text: the same in every database. */
export interface Tables extends ClockTables {
  readonly gw_people: PeopleTable
  readonly gw_visitors: VisitorsTable
  readonly gw_referrers: ReferrersTable
  readonly gw_ledger: LedgerTable
  readonly gw_orders: OrdersTable
  readonly gw_bonds: BondsTable
  readonly gw_rewards: RewardsTable
  readonly gw_tallies: TalliesTable
  readonly gw_migrations: MigrationsTable
}

/** Everybody, by their one key: participants, friends and visitors who converted without a name. */
export interface PeopleTable {
  readonly program: string
  readonly id: string
  /** The owner's own id of the customer. */
  readonly customer_id: string | null
  /** The e-mail as a key: trimmed, in lower case. */
  readonly email_key: string | null
  readonly email: string | null
  readonly name: string | null
  /** Whoever has a code is a participant. */
  readonly code: string | null
  readonly created_at: number
  /** Counted up by whoever decides about this person as a friend, which locks the row until they are done. */
  readonly revision: number
}

/** Browsers, and who was seen in them last. */
export interface VisitorsTable {
  readonly program: string
  readonly visitor: string
  readonly person: string | null
  readonly revision: number
}

/** What somebody's friends come to; apart from people, so that nobody is locked as a friend and as a referrer in one. */
export interface ReferrersTable {
  readonly program: string
  readonly person: string
  /** Friends with an order that counts. */
  readonly friends: number
  /** `MilestoneProgress[]` as JSON. */
  readonly progress: string
  readonly revision: number
}

/** What happened, append-only. Every other table but people and visitors can be made again from it. */
export interface LedgerTable {
  readonly program: string
  readonly id: string
  readonly type: string
  readonly at: number
  readonly received_at: number
  /** `server` proved a secret key, `browser` did not, `goodword` is ours: seals and grants. */
  readonly source: 'browser' | 'server' | 'goodword'
  /** Who converted, whose bond is sealed, whose reward was given. */
  readonly person: string | null
  readonly visitor: string | null
  readonly code: string | null
  readonly name: string | null
  readonly order_ref: string | null
  /** The rest of the row as JSON, without anything that names a person. */
  readonly body: string
}

/** What the ledger says of each order. */
export interface OrdersTable {
  readonly program: string
  readonly name: string
  readonly order_ref: string
  /** `null` while only a refund is known. */
  readonly friend: string | null
  readonly at: number | null
  readonly amount: number | null
  /** The amount after refunds. */
  readonly net: number | null
  readonly state: 'held' | 'converted' | 'refunded' | null
  readonly revision: number
}

/** Who brought whom. */
export interface BondsTable {
  readonly program: string
  readonly friend: string
  readonly referrer: string
  readonly at: number
  readonly state: 'held' | 'converted' | 'refunded'
}

/** What is owed, as it was last decided; a `pending` one whose `due` has passed is due. */
export interface RewardsTable {
  readonly program: string
  /** Incentive, participant and occurrence in one: that the key is unique is what pays a reward once. */
  readonly id: string
  readonly incentive: string
  readonly participant: string
  readonly side: 'referrer' | 'friend'
  readonly occurrence: string
  readonly state: 'pending' | 'due' | 'granted' | 'reversed' | 'owed-back'
  readonly give: string
  readonly amount: number | null
  readonly at: number
  readonly due: number | null
  readonly friend: string | null
  readonly reason: string
}

/** Counts by code, also of codes that nobody owns. */
export interface TalliesTable {
  readonly program: string
  readonly code: string
  readonly visits: number
  readonly shares: number
}

/** The migrations that ran. */
export interface MigrationsTable {
  readonly name: string
  readonly at: number
}
