import { eventIdOf } from '@goodword/adapters'
import { sql, type Kysely } from 'kysely'
import type { Tables } from '../store/tables.ts'

/** One exported row: texts, numbers and JSON values by the name of their column. */
export type ExportedRow = Readonly<Record<string, string | number | null>>

/** A kind of export: its columns in order, and its rows page by page, by their key. */
export interface ExportKind {
  readonly columns: readonly string[]
  page(db: Kysely<Tables>, program: string, query: ExportQuery): Promise<readonly ExportedRow[]>
  /** Where a page that ended with this row goes on. */
  place(row: ExportedRow): string
}

/** A page: after a key, and only what is as new. */
export interface ExportQuery {
  readonly after: string
  /** Epoch milliseconds. */
  readonly since: number
  readonly limit: number
}

const conversions: ExportKind = {
  columns: ['id', 'at', 'source', 'name', 'order', 'person', 'customer', 'code', 'details'],
  page: async (db, program, { after, since, limit }) => {
    const rows = await db
      .selectFrom('gw_ledger as row')
      .leftJoin('gw_people as person', (join) =>
        join.onRef('person.program', '=', 'row.program').onRef('person.id', '=', 'row.person'),
      )
      .select(['row.id', 'row.at', 'row.source', 'row.name', 'row.order_ref as order', 'row.person'])
      .select(['person.customer_id as customer', 'row.code', 'row.body as details'])
      .where('row.program', '=', program)
      .where('row.type', 'in', ['conversion', 'refund'])
      .where('row.at', '>=', since)
      .where('row.id', '>', after)
      .orderBy('row.id')
      .limit(limit)
      .execute()
    // As who sent it knows it.
    return rows.map((row) => ({ ...row, key: row.id, id: eventIdOf(row.id) }))
  },
  place: ({ key }) => String(key),
}

const rewards: ExportKind = {
  columns: [
    'id',
    'at',
    'incentive',
    'to',
    'state',
    'participant',
    'customer',
    'amount',
    'due',
    'give',
    'reason',
  ],
  page: (db, program, { after, since, limit }) =>
    db
      .selectFrom('gw_rewards as reward')
      .leftJoin('gw_people as person', (join) =>
        join.onRef('person.program', '=', 'reward.program').onRef('person.id', '=', 'reward.participant'),
      )
      .select(['reward.id', 'reward.at', 'reward.incentive', 'reward.side as to', 'reward.state'])
      .select(['reward.participant', 'person.customer_id as customer', 'reward.amount', 'reward.due'])
      .select(['reward.give', 'reward.reason'])
      .where('reward.program', '=', program)
      .where('reward.at', '>=', since)
      .where('reward.id', '>', after)
      .orderBy('reward.id')
      .limit(limit)
      .execute(),
  place: ({ id }) => String(id),
}

const participants: ExportKind = {
  columns: ['id', 'at', 'customer', 'email', 'name', 'code', 'friends'],
  page: (db, program, { after, since, limit }) =>
    db
      .selectFrom('gw_people as person')
      .leftJoin('gw_referrers as referrer', (join) =>
        join.onRef('referrer.program', '=', 'person.program').onRef('referrer.person', '=', 'person.id'),
      )
      .select(['person.id', 'person.created_at as at', 'person.customer_id as customer'])
      .select(['person.email', 'person.name', 'person.code', 'referrer.friends'])
      .where('person.program', '=', program)
      .where('person.code', 'is not', null)
      .where('person.created_at', '>=', since)
      .where('person.id', '>', after)
      .orderBy('person.id')
      .limit(limit)
      .execute(),
  place: ({ id }) => String(id),
}

const referrals: ExportKind = {
  columns: ['friend', 'friend_customer', 'referrer', 'referrer_customer', 'at', 'state'],
  page: (db, program, { after, since, limit }) =>
    db
      .selectFrom('gw_bonds as bond')
      .leftJoin('gw_people as friend', (join) =>
        join.onRef('friend.program', '=', 'bond.program').onRef('friend.id', '=', 'bond.friend'),
      )
      .leftJoin('gw_people as referrer', (join) =>
        join.onRef('referrer.program', '=', 'bond.program').onRef('referrer.id', '=', 'bond.referrer'),
      )
      .select(['bond.friend', 'friend.customer_id as friend_customer'])
      .select(['bond.referrer', 'referrer.customer_id as referrer_customer', 'bond.at', 'bond.state'])
      .where('bond.program', '=', program)
      .where('bond.at', '>=', since)
      .where('bond.friend', '>', after)
      .orderBy('bond.friend')
      .limit(limit)
      .execute(),
  place: ({ friend }) => String(friend),
}

const erasures: ExportKind = {
  columns: ['program', 'person', 'at', 'asked'],
  page: (db, program, { after, since, limit }) =>
    db
      .selectFrom('gw_erasures')
      .select(['program', 'person', 'at', 'asked'])
      .where('program', '=', program)
      .where('at', '>=', since)
      .where('person', '>', after)
      .unionAll(
        db
          .selectFrom('gw_mail_guards')
          .select(['program', sql<string>`'refused:' || address`.as('person')])
          .select([sql<number>`refused_at`.as('at'), sql<string>`'{}'`.as('asked')])
          .where('program', '=', program)
          .where('refused_at', '>=', since)
          .where(sql<string>`'refused:' || address`, '>', after),
      )
      .orderBy('person')
      .limit(limit)
      .execute(),
  place: ({ person }) => String(person),
}

const feedback: ExportKind = {
  columns: ['id', 'at', 'person', 'customer', 'score', 'comment'],
  page: async (db, program, { after, since, limit }) => {
    const rows = await db
      .selectFrom('gw_ledger as row')
      .leftJoin('gw_people as person', (join) =>
        join.onRef('person.program', '=', 'row.program').onRef('person.id', '=', 'row.person'),
      )
      .select(['row.id', 'row.at', 'row.person', 'person.customer_id as customer', 'row.body'])
      .where('row.program', '=', program)
      .where('row.type', '=', 'feedback')
      .where('row.at', '>=', since)
      .where('row.id', '>', after)
      .orderBy('row.id')
      .limit(limit)
      .execute()
    return rows.map(({ body, ...row }) => {
      const { score = null, comment = null } = JSON.parse(body) as { score?: number; comment?: string }
      return { ...row, key: row.id, id: eventIdOf(row.id), score, comment }
    })
  },
  place: ({ key }) => String(key),
}

/** What `goodword export` can write. */
export const exportKinds: Readonly<Record<string, ExportKind>> = {
  conversions,
  rewards,
  participants,
  referrals,
  feedback,
  erasures,
}
