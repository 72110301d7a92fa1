import type { ReferralEvent } from '@goodword/program'
import { sql, type Kysely } from 'kysely'
import { bulkInsert } from '../store/bulk.ts'
import type { Tables } from '../store/tables.ts'
import type { Write } from '../store/transaction.ts'
import { codeKey } from './code.ts'
import type { Context } from './context.ts'
import { slotOf } from './slot.ts'

/** How often a code's link was followed and shared. */
export interface Tally {
  readonly visits: number
  readonly shares: number
}

const adding = bulkInsert(
  'gw_tallies',
  { code: 'text', slot: 'bigint', visits: 'bigint', shares: 'bigint' },
  `on conflict (program, code, slot) do update set
    visits = gw_tallies.visits + excluded.visits, shares = gw_tallies.shares + excluded.shares`,
)

/** Adds new visits and shares to their codes, late in the transaction: these rows are the ones that many want at once. */
export async function countEvents(
  tx: Write,
  context: Context,
  events: readonly ReferralEvent[],
): Promise<void> {
  const slot = slotOf(context)
  const tallies = new Map<string, { code: string; slot: number; visits: number; shares: number }>()
  for (const { type, code } of events) {
    if (code === undefined || (type !== 'visit' && type !== 'share')) continue
    const key = codeKey(code)
    let tally = tallies.get(key)
    if (!tally) tallies.set(key, (tally = { code: key, slot, visits: 0, shares: 0 }))
    tally[type === 'visit' ? 'visits' : 'shares']++
  }
  const sorted = [...tallies.values()].toSorted((a, b) => (a.code < b.code ? -1 : 1))
  await context.store.bulk(tx, adding, context.program.id, sorted)
}

/** A code’s counts, zeros when nobody used it. */
export async function tallyOf(db: Kysely<Tables>, program: string, code: string): Promise<Tally> {
  const { visits, shares } = await db
    .selectFrom('gw_tallies')
    .select([
      sql<number>`coalesce(sum(visits), 0)`.as('visits'),
      sql<number>`coalesce(sum(shares), 0)`.as('shares'),
    ])
    .where('program', '=', program)
    .where('code', '=', code)
    .executeTakeFirstOrThrow()
  return { visits, shares }
}
