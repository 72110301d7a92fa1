import type { ReferralEvent } from '@goodword/program'
import type { Kysely } from 'kysely'
import type { Tables } from '../store/tables.ts'
import type { Write } from '../store/transaction.ts'
import { codeKey } from './code.ts'

/** How often a code's link was followed and shared. */
export interface Tally {
  readonly visits: number
  readonly shares: number
}

/** Adds new visits and shares to their codes, last in the transaction: these rows are the ones that many want at once. */
export async function countEvents(
  tx: Write,
  program: string,
  events: readonly ReferralEvent[],
): Promise<void> {
  const tallies = new Map<string, { visits: number; shares: number }>()
  for (const { type, code } of events) {
    if (code === undefined || (type !== 'visit' && type !== 'share')) continue
    const key = codeKey(code)
    const tally = tallies.get(key) ?? { visits: 0, shares: 0 }
    tally[type === 'visit' ? 'visits' : 'shares']++
    tallies.set(key, tally)
  }
  for (const [code, { visits, shares }] of [...tallies].toSorted(([a], [b]) => (a < b ? -1 : 1))) {
    await tx
      .insertInto('gw_tallies')
      .values({ program, code, visits, shares })
      .onConflict((conflict) =>
        conflict.columns(['program', 'code']).doUpdateSet((eb) => ({
          visits: eb('gw_tallies.visits', '+', visits),
          shares: eb('gw_tallies.shares', '+', shares),
        })),
      )
      .execute()
  }
}

/** A code’s counts, zeros when nobody used it. */
export async function tallyOf(db: Kysely<Tables>, program: string, code: string): Promise<Tally> {
  const tally = await db
    .selectFrom('gw_tallies')
    .select(['visits', 'shares'])
    .where('program', '=', program)
    .where('code', '=', code)
    .executeTakeFirst()
  return tally ?? { visits: 0, shares: 0 }
}
