import { eventIdOf, type ParticipantKey } from '@goodword/adapters'
import { GoodwordError } from '@goodword/program'
import type { Context } from '../backend/context.ts'
import { rewardAt } from '../backend/rewards/reward-list.ts'
import { tallyOf } from '../backend/figures/tallies.ts'
import { write, type Write } from '../store/transaction.ts'
import { findAnybody } from './find.ts'
import { findTraces } from './traces.ts'

/**
 * All that is kept about one person, and about nobody else: who they brought and who brought them is there with time
 * and state, not with a name. Times are epoch milliseconds, amounts minor units of the program's currency.
 */
export interface PersonExport {
  readonly program: string
  readonly exportedAt: number
  readonly person: {
    /** The key under which everything below is kept. */
    readonly id: string
    readonly customer?: string
    readonly email?: string
    readonly name?: string
    readonly code?: string
    /** Codes that they chose themselves. */
    readonly chosenCodes?: readonly string[]
    readonly createdAt: number
    /** When a keyed hash of an address was last kept, to tell one device from another. */
    readonly tracedAt?: number
  }
  /** The ids of the browsers they were seen in. */
  readonly browsers: readonly string[]
  /** How often their link was followed and shared. */
  readonly link?: { readonly visits: number; readonly shares: number }
  /** What they did, the oldest first. */
  readonly events: readonly ExportedEvent[]
  readonly orders: readonly {
    readonly name: string
    readonly order: string
    readonly at?: number
    readonly amount?: number
    /** After refunds. */
    readonly net?: number
    readonly state?: string
  }[]
  /** That somebody brought them. */
  readonly referredBy?: { readonly at: number; readonly state: string }
  /** The friends they brought. */
  readonly referrals: readonly { readonly at: number; readonly state: string }[]
  readonly rewards: readonly ExportedReward[]
  /** When they sent invitations by mail; to whom is kept as a hash only. */
  readonly invitations: readonly { readonly at: number }[]
  /** When an order of theirs was looked at, and what was decided. */
  readonly reviews: readonly { readonly order: string; readonly at: number; readonly state: string }[]
  /** What was done to what is kept about them. */
  readonly audit: readonly { readonly at: number; readonly action: string }[]
}

interface ExportedEvent {
  readonly id: string
  readonly type: string
  readonly at: number
  readonly receivedAt: number
  readonly source: string
  readonly code?: string
  readonly visitor?: string
  readonly name?: string
  readonly order?: string
  /** What else the sender told, by the names of the wire. */
  readonly details: Readonly<Record<string, unknown>>
}

interface ExportedReward {
  readonly id: string
  readonly incentive: string
  readonly to: string
  readonly state: string
  readonly give: unknown
  readonly amount?: number
  readonly at: number
  readonly reason: unknown
}

/** Rejects with `person-unknown`. */
export async function exportPerson(context: Context, who: ParticipantKey): Promise<PersonExport> {
  const { store, program } = context
  // One transaction, so that all of it is of the same moment.
  const found = await write(store, async (tx) => {
    const person = await findAnybody(tx, program.id, who)
    return person && collect(tx, context, person.id)
  })
  if (found) return found
  throw new GoodwordError('person-unknown', 'Nobody is known by that key. Check it, or name them by another.')
}

async function collect(tx: Write, context: Context, id: string): Promise<PersonExport> {
  const program = context.program.id
  const now = context.now()
  const person = await tx
    .selectFrom('gw_people')
    .selectAll()
    .where('program', '=', program)
    .where('id', '=', id)
    .executeTakeFirstOrThrow()
  const { visitors } = await findTraces(tx, program, id)
  const chosen = await tx
    .selectFrom('gw_codes')
    .select('code')
    .where('program', '=', program)
    .where('person', '=', id)
    .orderBy('since')
    .execute()
  const orders = await tx
    .selectFrom('gw_orders')
    .select(['name', 'order_ref as order', 'at', 'amount', 'net', 'state'])
    .where('program', '=', program)
    .where('friend', '=', id)
    .orderBy('at')
    .execute()
  const rewards = await tx
    .selectFrom('gw_rewards')
    .selectAll()
    .where('program', '=', program)
    .where('participant', '=', id)
    .orderBy('at')
    .execute()
  const bond = await tx
    .selectFrom('gw_bonds')
    .select(['at', 'state'])
    .where('program', '=', program)
    .where('friend', '=', id)
    .executeTakeFirst()
  const { customer_id: customer, email, name, code, traced_at: tracedAt } = person
  return {
    program,
    exportedAt: now,
    person: {
      id,
      ...present({ customer, email, name, code, tracedAt }),
      ...(chosen.length > 0 && { chosenCodes: chosen.map(({ code }) => code) }),
      createdAt: person.created_at,
    },
    browsers: visitors,
    ...(code !== null && { link: await tallyOf(tx, program, code) }),
    events: await eventsOf(tx, program, id, visitors),
    orders: orders.map(({ name, order, ...facts }) => ({ name, order, ...present(facts) })),
    ...(bond && { referredBy: bond }),
    referrals: await tx
      .selectFrom('gw_bonds')
      .select(['at', 'state'])
      .where('program', '=', program)
      .where('referrer', '=', id)
      .orderBy('at')
      .execute(),
    rewards: rewards.map((row): ExportedReward => {
      const { incentive, to, state, give, amount, at, reason } = rewardAt(row, now)
      return { id: row.id, incentive, to, state, give, ...present({ amount }), at, reason }
    }),
    ...(await handlingOf(tx, program, id)),
  }
}

/** Of a browser's rows that are nobody's yet, too: visits before they said who they are. */
async function eventsOf(
  tx: Write,
  program: string,
  id: string,
  visitors: readonly string[],
): Promise<ExportedEvent[]> {
  const rows = await tx
    .selectFrom('gw_ledger')
    .selectAll()
    .where('program', '=', program)
    .where((eb) =>
      eb.or([
        eb('person', '=', id),
        ...(visitors.length > 0 ? [eb.and([eb('visitor', 'in', visitors), eb('person', 'is', null)])] : []),
      ]),
    )
    .orderBy('at')
    .orderBy('id')
    .execute()
  return rows.map(({ id, type, at, received_at: receivedAt, source, body, ...row }) => {
    const { code, visitor, name, order_ref: order } = row
    const { by: _, note: __, referrer: ___, ...details } = JSON.parse(body) as Record<string, unknown>
    return {
      id: eventIdOf(id),
      type,
      at,
      receivedAt,
      source,
      ...present({ code, visitor, name, order }),
      details,
    }
  })
}

async function handlingOf(
  tx: Write,
  program: string,
  id: string,
): Promise<Pick<PersonExport, 'invitations' | 'reviews' | 'audit'>> {
  const invitations = await tx
    .selectFrom('gw_invitations')
    .select('at')
    .where('program', '=', program)
    .where('participant', '=', id)
    .orderBy('at')
    .execute()
  const cases = await tx
    .selectFrom('gw_cases')
    .select(['order_key', 'at', 'state'])
    .where('program', '=', program)
    .where('friend', '=', id)
    .orderBy('at')
    .execute()
  const audit = await tx
    .selectFrom('gw_audit')
    .select(['at', 'action'])
    .where('program', '=', program)
    .where('subject', '=', id)
    .orderBy('seq')
    .execute()
  const reviews = cases.map(({ order_key: order, at, state }) => ({ order, at, state }))
  return { invitations, reviews, audit }
}

/** Without what there is not. */
function present<T extends Record<string, unknown>>(
  fields: T,
): { [K in keyof T]?: Exclude<T[K], null | undefined> } {
  const there = Object.entries(fields).filter(([, value]) => value !== null && value !== undefined)
  return Object.fromEntries(there) as { [K in keyof T]?: Exclude<T[K], null | undefined> }
}
