/** What becomes of a column when its person is forgotten. */
export type Fate =
  /** It names nobody: a random key, a number, a time, or the owner's own. */
  | 'fact'
  /** It is emptied, replaced by a random name, or goes with its row. */
  | 'personal'
  /** JSON or text of which what was written by somebody is taken out. */
  | 'reduced'

const facts = (names: string): Record<string, Fate> =>
  Object.fromEntries(names.split(' ').map((name) => [name, 'fact']))
const personal = (names: string): Record<string, Fate> =>
  Object.fromEntries(names.split(' ').map((name) => [name, 'personal']))

/**
 * Every column of every table, and its fate. A test refuses a column that is missing here: whoever adds one says what
 * erasing does with it, and has erasing do it.
 */
export const inventory: Readonly<Record<string, Readonly<Record<string, Fate>>>> = {
  gw_people: {
    ...facts('program id created_at enrolled_at revision'),
    ...personal('customer_id email_key email name code address device traced_at'),
  },
  gw_visitors: personal('program visitor person revision address device traced_at'),
  gw_referrers: facts('program person friends progress revision bound'),
  // An order's reference is the sender's own. One that names a person becomes a keyed hash, and with it what has it in its
  // id. An event's id tells events apart for ever, and should name no one.
  gw_ledger: {
    ...facts('program type at received_at source person name'),
    ...personal('visitor code'),
    id: 'reduced',
    order_ref: 'reduced',
    body: 'reduced',
  },
  gw_orders: {
    ...facts('program name friend at amount net state trusted revision'),
    order_ref: 'reduced',
  },
  gw_bonds: facts('program friend referrer at state channel sealed'),
  gw_rewards: {
    ...facts('program incentive participant side state give amount at due friend reason'),
    id: 'reduced',
    occurrence: 'reduced',
  },
  gw_tallies: { ...facts('program slot visits shares'), ...personal('code') },
  gw_balances: facts('program person earned coming'),
  gw_ranks: facts('program friends slot referrers'),
  gw_rollups: facts(
    'program day kind name slot visits shares exposures participants conversions referred customers referred_customers refunds revenue referred_revenue rewards reward_money',
  ),
  gw_steps: { ...facts('program referrer revision friends'), rows: 'reduced' },
  gw_leases: facts('program job holder until ran_at'),
  gw_cursors: facts('program name at'),
  gw_totals: facts('program incentive sequence places money revision'),
  gw_lines: {
    ...facts(
      'program incentive participant stands given sequence line earned confirmed amount kept is_in odd granted stale',
    ),
    reward: 'reduced',
    occurrence: 'reduced',
    line_id: 'reduced',
    body: 'reduced',
  },
  gw_seeds: facts('program incentive period seed made_at'),
  gw_entries: facts('program incentive period participant entries'),
  gw_places: facts('program person incentive period'),
  gw_codes: personal('program code skeleton person since'),
  gw_audit: facts('program seq id at actor action subject detail previous hash'),
  gw_audit_heads: facts('program seq hash'),
  gw_erasures: facts('program person at asked'),
  gw_retired: facts('program digest'),
  gw_salts: facts('program purpose salt'),
  gw_sweeps: { ...facts('program name began_at'), place: 'reduced' },
  gw_keys: facts('program id kind slot hash label created_at expires_at revoked_at last_used_at'),
  gw_webhooks: facts(
    'program id url label types include secret old_secret old_until state reason created_at failing_since failures',
  ),
  gw_outbox: { ...facts('program id type at'), body: 'reduced' },
  gw_deliveries: {
    ...facts('program id message receiver at state due leased_until tries tried_at status'),
    ...personal('error answer'),
  },
  gw_mail_keys: facts('program secret'),
  gw_invitations: personal('program address participant code at mailed_at'),
  // Whoever wants no more mail stays known, by the keyed hash of the address alone.
  gw_mail_guards: { ...facts('program mailed_at refused_at'), address: 'reduced' },
  gw_cases: {
    ...facts('program reason action friend referrer evidence at state decided_at decided_by'),
    order_key: 'reduced',
    note: 'personal',
  },
  gw_trace_keys: facts('program period key'),
  gw_mailboxes: personal('program mailbox person'),
  gw_migrations: facts('name at'),
}
