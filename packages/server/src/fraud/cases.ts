import type { Flag } from '@goodword/program'
import type { Insertable } from 'kysely'
import type { Context } from '../backend/context.ts'
import { orderKey } from '../backend/order.ts'
import { announce } from '../outbox/announce.ts'
import { newsOfReview } from '../outbox/news.ts'
import type { CasesTable } from '../store/tables/fraud.ts'
import { inChunks, type Write } from '../store/transaction.ts'
import { groupBy } from './groups.ts'

type NewCase = Pick<
  Insertable<CasesTable>,
  'order_key' | 'reason' | 'action' | 'friend' | 'referrer' | 'evidence'
>

/** What was decided, or is still to be, of friends' orders. */
export type KnownCase = Pick<CasesTable, 'order_key' | 'reason' | 'friend' | 'state'>

/** All cases of these friends. */
export function casesOf(tx: Write, program: string, friends: ReadonlySet<string>): Promise<KnownCase[]> {
  return inChunks(friends, (some) =>
    tx
      .selectFrom('gw_cases')
      .select(['order_key', 'reason', 'friend', 'state'])
      .where('program', '=', program)
      .where('friend', 'in', some)
      .execute(),
  )
}

/** Adds cases that are not there yet, and tells of the orders that have new ones. */
export async function addCases(tx: Write, context: Context, cases: readonly NewCase[]): Promise<void> {
  await keep(tx, context, cases, false)
}

/**
 * Puts what the rewards say of odd orders into the queue. A flag that was decided and is there again, because something
 * odd came after the decision, is opened again.
 */
export async function openCases(tx: Write, context: Context, flags: readonly Flag[]): Promise<void> {
  const cases = flags.map((flag): NewCase => ({
    order_key: orderKey(flag),
    reason: flag.because,
    action: flag.because === 'contradiction' ? 'hold' : 'flag',
    friend: null,
    referrer: null,
    evidence: '{}',
  }))
  await keep(tx, context, cases, true)
}

async function keep(
  tx: Write,
  context: Context,
  cases: readonly NewCase[],
  isReopening: boolean,
): Promise<void> {
  if (cases.length === 0) return
  const at = context.now()
  const undecided = { state: 'open', decided_at: null, decided_by: null, note: null } as const
  const rows = cases
    .map((row) => ({ ...row, ...undecided, program: context.program.id, at }))
    .toSorted((a, b) => (`${a.order_key} ${a.reason}` < `${b.order_key} ${b.reason}` ? -1 : 1))
  const added = await inChunks(rows, (some) =>
    tx
      .insertInto('gw_cases')
      .values(some)
      .onConflict((conflict) => {
        const same = conflict.columns(['program', 'order_key', 'reason'])
        return isReopening
          ? same.doUpdateSet({ ...undecided, at }).where('gw_cases.state', '!=', 'open')
          : same.doNothing()
      })
      .returning(['order_key', 'reason', 'action', 'friend', 'referrer'])
      .execute(),
  )
  const opened = groupBy(added, ({ order_key: key }) => key)
  await announce(
    tx,
    context,
    [...opened].map(([key, found]) => {
      const { friend, referrer } = found[0] ?? {}
      const about = {
        ...refOf(key),
        rule: found[0]?.reason,
        reasons: found.map(({ reason }) => reason),
        held: found.some(({ action }) => action === 'hold'),
        ...(friend && { friend }),
        ...(referrer && { referrer }),
      }
      return newsOfReview(key, about, at)
    }),
  )
}

/** Name and number of an order by its key; names have no colon. */
export function refOf(key: string): { name: string; order: string } {
  const colon = key.indexOf(':')
  return { name: key.slice(0, colon), order: key.slice(colon + 1) }
}
