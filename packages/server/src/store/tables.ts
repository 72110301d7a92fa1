import type { ClockTables } from './tables/clock.ts'
import type { CasesTable, MailboxesTable, TraceColumns, TraceKeysTable } from './tables/fraud.ts'
import type { AuditHeadsTable, AuditTable } from './tables/audit.ts'
import type { ErasuresTable, RetiredTable, SaltsTable, SweepsTable } from './tables/privacy.ts'
import type { CodesTable } from './tables/codes.ts'
import type { KeysTable } from './tables/keys.ts'
import type { OutboxTables } from './tables/outbox.ts'

/** Epoch milliseconds are integers, JSON is text: the same in every database. */
export interface Tables extends ClockTables, OutboxTables {
  readonly gw_people: PeopleTable
  readonly gw_visitors: VisitorsTable
  readonly gw_referrers: ReferrersTable
  readonly gw_ledger: LedgerTable
  readonly gw_orders: OrdersTable
  readonly gw_bonds: BondsTable
  readonly gw_rewards: RewardsTable
  readonly gw_tallies: TalliesTable
  readonly gw_keys: KeysTable
  readonly gw_codes: CodesTable
  readonly gw_audit: AuditTable
  readonly gw_audit_heads: AuditHeadsTable
  readonly gw_erasures: ErasuresTable
  readonly gw_retired: RetiredTable
  readonly gw_salts: SaltsTable
  readonly gw_sweeps: SweepsTable
  readonly gw_cases: CasesTable
  readonly gw_trace_keys: TraceKeysTable
  readonly gw_mailboxes: MailboxesTable
  readonly gw_balances: BalancesTable
  readonly gw_ranks: RanksTable
  readonly gw_rollups: RollupsTable
  readonly gw_steps: StepsTable
  readonly gw_migrations: MigrationsTable
}

/** Everybody, by their one key: participants, friends and visitors who converted without a name. */
export interface PeopleTable extends TraceColumns {
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
  /** When they got their code. */
  readonly enrolled_at: number | null
  /** Counted up by whoever decides about this person as a friend, which locks the row until they are done. */
  readonly revision: number
}

/** Browsers, and who was seen in them last. */
export interface VisitorsTable extends TraceColumns {
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
  /** Counted up by whoever decides what this referrer earned, which locks the row until they are done. */
  readonly revision: number
  /** Everybody who is bound to them, whether an order of theirs counts or not. */
  readonly bound: number
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
  /** 1 once a secret key reported it. */
  readonly trusted: number
  readonly revision: number
}

/** Who brought whom. */
export interface BondsTable {
  readonly program: string
  readonly friend: string
  readonly referrer: string
  readonly at: number
  readonly state: 'held' | 'converted' | 'refunded'
  /** By which the friend came, where a visit says so. */
  readonly channel: string | null
  /** 1 once it stands for good. */
  readonly sealed: number
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

/** Counts by code, also of codes that nobody owns; spread over slots, so that a hot code is no bottleneck. */
export interface TalliesTable {
  readonly program: string
  readonly code: string
  readonly slot: number
  readonly visits: number
  readonly shares: number
}

/** What somebody was given in money, and what is coming, on both sides. */
export interface BalancesTable {
  readonly program: string
  readonly person: string
  readonly earned: number
  readonly coming: number
}

/** How many referrers have brought so many friends: a rank is a sum over a few of these. */
export interface RanksTable {
  readonly program: string
  readonly friends: number
  readonly slot: number
  readonly referrers: number
}

/** The program in numbers, by day (UTC) and by what else owners ask for; spread over slots. */
export interface RollupsTable {
  readonly program: string
  /** Midnight, UTC. */
  readonly day: number
  readonly kind: 'all' | 'channel' | 'conversion' | 'incentive' | 'variant'
  /** Of the channel, the conversion, the incentive, or `experiment:variant`; empty for `all`. */
  readonly name: string
  readonly slot: number
  readonly visits: number
  readonly shares: number
  readonly exposures: number
  readonly participants: number
  readonly conversions: number
  readonly referred: number
  readonly customers: number
  readonly referred_customers: number
  readonly refunds: number
  readonly revenue: number
  readonly referred_revenue: number
  readonly rewards: number
  readonly reward_money: number
}

/** What a referrer with many friends was decided about last: whoever keeps a copy catches up by reading these. */
export interface StepsTable {
  readonly program: string
  readonly referrer: string
  readonly revision: number
  /** Friends, as a JSON list of person keys. */
  readonly friends: string
  /** Rows about the referrer, as a JSON list of ids in the ledger. */
  readonly rows: string
}

/** The migrations that ran. */
export interface MigrationsTable {
  readonly name: string
  readonly at: number
}
